package phrases_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"huizhi/answer/openai/fake"
	"huizhi/phrases"
)

// spoken are the Chinese literals that may stand in code though they are more
// than a word: none of them is said to anybody.
var spoken = []string{
	"问法：", "问法:", // kb: how a line of other wordings begins in an article,
	"考题：", "考题:", "出处：", // of golden questions, and of sources
	"嘛吧啊呢哦呀哈哎诶~",   // kb/place: particles, one character each
	"东西南北中一二三四五六环", // kb/place: what stands before 环路, one character each
	fake.Sentence,  // a server for trials
}

// The code that reads how old somebody is, and how long something takes, is
// made of patterns, in pieces.
var patterns = []string{"nlu/person.go", "nlu/expiry.go", "nlu/topic.go", "grounding/quantity.go"}

// longestWord is how many characters a word may have: 户籍所在地, 我想问一下.
const longestWord = 5

func TestKeysExist(t *testing.T) {
	for _, u := range uses(t) {
		if _, ok := phrases.Arguments(u.key); !u.open() && !ok {
			t.Errorf("%s: no phrase %q", u.at, u.key)
		}
	}
}

func TestArgumentsFit(t *testing.T) {
	for _, u := range uses(t) {
		if u.open() || u.args < 0 || !isKey(u.key) {
			continue
		}
		text := phrases.Say(u.key)
		if want := arguments(text); u.args != want {
			t.Errorf("%s: %q takes %d arguments, gets %d: %s", u.at, u.key, want, u.args, text)
		}
	}
}

func TestArgumentsCounts(t *testing.T) {
	for _, key := range phrases.Keys() {
		text := phrases.Say(key)
		if got, _ := phrases.Arguments(key); got != arguments(text) {
			t.Errorf("Arguments(%q) = %d, but it takes %d: %s", key, got, arguments(text), text)
		}
	}
}

func TestNoPhraseIsUnused(t *testing.T) {
	all, words := uses(t), literals(t)
	for _, key := range phrases.Keys() {
		if !slices.ContainsFunc(all, func(u use) bool { return u.may(key, words) }) {
			t.Errorf("nothing says %q", key)
		}
	}
}

func TestPunctuationIsFullWidth(t *testing.T) {
	half := regexp.MustCompile(`\p{Han}[,;:?!()]\p{Han}`)
	for _, key := range phrases.Keys() {
		text := strings.ReplaceAll(phrases.Say(key), "文件:行:", "") // as lint prints it
		if found := half.FindString(text); found != "" {
			t.Errorf("%q has half-width punctuation: %s", key, found)
		}
	}
}

func TestCodeHoldsNoSentences(t *testing.T) {
	for _, f := range code(t) {
		if slices.Contains(patterns, f.name) {
			continue
		}
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && calls(call, "regexp", "MustCompile") {
				return false
			}
			if text, ok := literal(n); ok && isSentence(text) && !slices.Contains(spoken, text) {
				t.Errorf("%s: %q belongs into phrases/zh-Hans.yaml; only these may stay: %q", f.at(n), text, spoken)
			}
			return true
		})
	}
}

// isSentence reports whether a text says something, rather than being a word
// to look for, or one character and the comma after it.
func isSentence(text string) bool {
	han := 0
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			han++
		}
	}
	return han > longestWord || han > 1 && strings.ContainsAny(text, "，。！？：；、“”（）《》 %\n")
}

// verb is one verb of a format: %s, %[2]s, %%.
var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0-9.]*([a-zA-Z%])`)

// arguments counts what a format takes: as many as its verbs, or as the
// highest number it names.
func arguments(text string) int {
	plain, highest := 0, 0
	for _, m := range verb.FindAllStringSubmatch(text, -1) {
		if m[1] != "" {
			n, _ := strconv.Atoi(m[1])
			highest = max(highest, n)
		} else if m[2] != "%" {
			plain++
		}
	}
	return max(plain, highest)
}

// use is one place in the code that names a phrase, whole or by the ends of
// its key: "say." + verdict, "help." + name + ".long".
type use struct {
	key        string // when it is named whole
	head, tail string // otherwise
	args       int    // -1 when they cannot be counted
	at         token.Position
}

func (u use) open() bool { return u.key == "" }

// may reports whether a use can mean a key. What stands between the ends must
// come from somewhere: it is a literal of the program, or several with dots.
func (u use) may(key string, words map[string]bool) bool {
	if !u.open() {
		return u.key == key
	}
	middle, ok := strings.CutPrefix(key, u.head)
	if ok {
		middle, ok = strings.CutSuffix(middle, u.tail)
	}
	if !ok || middle == "" {
		return false
	}
	parts := strings.Split(strings.TrimPrefix(middle, "."), ".")
	return words[middle] || !slices.ContainsFunc(parts, func(p string) bool { return !words[p] })
}

// uses finds every use in the program.
func uses(t *testing.T) []use {
	t.Helper()
	out := templateUses(t)
	files := code(t)
	sayers := findSayers(files)
	for _, f := range files {
		for _, d := range f.tree.Decls {
			out = append(out, f.usesIn(d, sayers)...)
		}
	}
	if len(out) == 0 {
		t.Fatal("found no phrases.Say in the program")
	}
	return out
}

// sayer is a function that hands its key and arguments on to Say.
type sayer struct{ dir, name string }

// findSayers finds functions whose parameters end in (key string, args ...any),
// and where the key stands. Methods of one name may have it in several places.
func findSayers(files []file) map[sayer][]int {
	out := map[sayer][]int{}
	for _, f := range files {
		for _, d := range f.tree.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			var names []string
			for _, p := range fn.Type.Params.List {
				for _, n := range p.Names {
					names = append(names, n.Name)
				}
			}
			if n := len(names); n > 1 && names[n-2] == "key" && names[n-1] == "args" {
				s := sayer{path.Dir(f.name), fn.Name.Name}
				out[s] = append(out[s], n-2)
			}
		}
	}
	return out
}

// usesIn finds the uses in one declaration, with keys kept in variables of it.
func (f file) usesIn(d ast.Decl, sayers map[sayer][]int) []use {
	var out []use
	kept := map[string]int{} // variable → arguments it is said with
	ast.Inspect(d, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		at, ok := f.keyOf(call, sayers)
		if !ok {
			for _, arg := range call.Args { // explain("order.asks"): said later
				if text, ok := literal(arg); ok && strings.Contains(text, ".") && isKey(text) {
					out = append(out, use{key: text, at: f.at(arg), args: -1})
				}
			}
			return true
		}
		args := len(call.Args) - at - 1
		if call.Ellipsis.IsValid() {
			args = -1
		}
		if id, ok := call.Args[at].(*ast.Ident); ok {
			if was, ok := kept[id.Name]; ok && was != args {
				args = -1
			}
			kept[id.Name] = args
			return true
		}
		out = append(out, f.use(call.Args[at], args))
		return true
	})
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, left := range n.Lhs {
				if id, ok := left.(*ast.Ident); ok && len(n.Rhs) == len(n.Lhs) {
					if args, ok := kept[id.Name]; ok {
						out = append(out, f.use(n.Rhs[i], args))
					}
				}
			}
		case *ast.KeyValueExpr: // args: "help.args.question"
			if text, ok := literal(n.Value); ok && isKey(text) {
				out = append(out, use{key: text, at: f.at(n), args: -1})
			}
		}
		return true
	})
	return slices.DeleteFunc(out, func(u use) bool { return u == use{} })
}

// keyOf tells which argument of a call is a phrase's key.
func (f file) keyOf(call *ast.CallExpr, sayers map[sayer][]int) (int, bool) {
	if calls(call, "phrases", "Say") {
		return 0, true
	}
	name := ""
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		name = fn.Name
	case *ast.SelectorExpr:
		name = fn.Sel.Name
	}
	for _, at := range sayers[sayer{path.Dir(f.name), name}] {
		if at < len(call.Args) {
			if begins(call.Args[at]) {
				return at, true
			}
		}
	}
	return 0, false
}

// begins reports whether an expression is a literal, or a sum that begins with one.
func begins(x ast.Expr) bool {
	if sum, ok := x.(*ast.BinaryExpr); ok {
		return begins(sum.X)
	}
	_, ok := literal(x)
	return ok
}

// use reads a key: a literal, or a sum with literal ends. Anything else is the
// zero use.
func (f file) use(key ast.Expr, args int) use {
	if text, ok := literal(key); ok {
		if text == "" {
			return use{}
		}
		return use{key: text, args: args, at: f.at(key)}
	}
	sum, ok := key.(*ast.BinaryExpr)
	if !ok {
		return use{}
	}
	u := use{args: args, at: f.at(key)}
	u.tail, _ = literal(sum.Y)
	for {
		left, ok := sum.X.(*ast.BinaryExpr)
		if !ok {
			break
		}
		sum = left
	}
	u.head, _ = literal(sum.X)
	if u.head == "" {
		return use{}
	}
	return u
}

func isKey(text string) bool { _, ok := phrases.Arguments(text); return ok }

// calls reports whether a call is pkg.name.
func calls(call *ast.CallExpr, pkg, name string) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return false
	}
	id, ok := s.X.(*ast.Ident)
	return ok && id.Name == pkg
}

// literals is every string written in the program.
func literals(t *testing.T) map[string]bool {
	out := map[string]bool{}
	for _, f := range code(t) {
		ast.Inspect(f.tree, func(n ast.Node) bool {
			if text, ok := literal(n); ok {
				out[text] = true
			}
			return true
		})
	}
	return out
}

// literal is the text of a string literal.
func literal(n ast.Node) (string, bool) {
	lit, ok := n.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// file is one Go file of the program, named from the module's root.
type file struct {
	name string
	tree *ast.File
	set  *token.FileSet
}

func (f file) at(n ast.Node) token.Position { return f.set.Position(n.Pos()) }

// code parses the program: every Go file but the tests.
func code(t *testing.T) []file {
	t.Helper()
	var out []file
	set := token.NewFileSet()
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (d.Name() == "testdata" || strings.ContainsAny(d.Name()[:1], "._")) {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		tree, err := parser.ParseFile(set, filepath.Join("..", filepath.FromSlash(name)), nil, parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, file{name, tree, set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
