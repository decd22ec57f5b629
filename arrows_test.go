package huizhi_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// arrows is the house: which package may import which of ours, and which
// libraries of others. What is not written here is not allowed. A package
// without a row and a row without a package fail too.
var arrows = []row{
	room("."), // nothing but this test
	room("kb/kbtest").imports("kb", "kb/place"),
	room("kb/place"),
	room("kb/articles"),
	room("personal").uses(xtext),
	room("phrases").uses(yaml, opencc),
	room("handoff"),
	room("visitor").uses(xtime),
	room("linear"),
	room("encoder").uses(gonum, xtext),
	room("meaning").imports("encoder").uses(gonum, xsync),
	room("kb").imports("kb/place", "phrases").uses(yaml, xtext),
	room("index").imports("kb", "kb/place", "meaning").uses(bleve, xtext),
	room("grounding").imports("kb", "kb/place").uses(yaml, xtext),
	room("nlu").imports("kb", "kb/place", "personal").uses(yaml, opencc, xtext),
	room("cases").imports("kb", "kb/place", "nlu", "phrases"),
	room("answer").imports("cases", "grounding", "kb", "kb/place", "linear", "nlu", "personal", "phrases").uses(xsync),
	room("answer/reader").imports("answer", "kb", "phrases"),
	room("answer/openai").imports("answer").uses(goOpenAI, gobreaker),
	room("answer/openai/fake"),
	room("bot").imports("answer", "handoff", "personal", "phrases"),
	room("bot/bottest").imports("answer", "bot", "store", "store/seal"),
	room("bot/telegram").imports("bot", "phrases").uses(goTelegram),
	room("bot/webchat").imports("bot", "phrases", "visitor").uses(qr),
	room("bot/webchat/inbrowser"), // nothing but tests
	room("bot/terminal").imports("bot", "phrases").uses(xtext),
	room("bot/telegram/tgtest"),
	room("store").imports("bot", "handoff", "store/bbolt", "store/kv", "store/seal"),
	room("store/kv"),
	room("store/bbolt").imports("store/kv").uses(bbolt),
	room("store/memory").imports("store/kv").uses(btree),
	room("store/storetest").imports("store/kv"),
	room("store/seal"),
	room("eval").imports("answer", "kb", "kb/place", "phrases"),
	room("faq").imports("answer", "kb", "kb/place", "phrases", "visitor"),
	room("cmd/huizhi").imports("answer", "answer/openai", "answer/openai/fake", "answer/reader", "bot", "bot/telegram", "bot/telegram/tgtest", "bot/terminal", "bot/webchat", "encoder", "eval", "faq", "grounding", "handoff", "index", "kb", "kb/articles", "kb/place", "linear", "meaning", "nlu", "personal", "phrases", "store", "store/seal", "visitor").uses(term, xsync, prometheus),
}

// The libraries of others, each by the path its packages begin with.
const (
	bbolt      = "go.etcd.io/bbolt"
	btree      = "github.com/tidwall/btree"
	bleve      = "github.com/blevesearch/bleve/v2"
	gonum      = "gonum.org/v1/gonum"
	goTelegram = "github.com/go-telegram/bot"
	qr         = "rsc.io/qr"
	xtime      = "golang.org/x/time"
	prometheus = "github.com/prometheus/client_golang"
	goOpenAI   = "github.com/sashabaranov/go-openai"
	gobreaker  = "github.com/sony/gobreaker/v2"
	opencc     = "github.com/longbridgeapp/opencc"
	telegram   = "github.com/go-telegram/bot"
	term       = "golang.org/x/term"
	xsync      = "golang.org/x/sync"
	xtext      = "golang.org/x/text"
	yaml       = "go.yaml.in/yaml/v3"
	chromedp   = "github.com/chromedp/chromedp"
	cdproto    = "github.com/chromedp/cdproto"
	testscript = "github.com/rogpeppe/go-internal/testscript"
	xnet       = "golang.org/x/net"
)

// core answers in memory: no network, no other program, no database. Time is
// handed in, so that an answer can be had again.
var (
	core      = []string{"kb", "kb/place", "grounding", "answer", "personal", "phrases", "handoff", "bot", "encoder"}
	worldly   = []string{"net", "net/http", "os/exec", "database/sql"}
	timeless  = []string{"encoder", "kb", "kb/place", "grounding", "answer", "personal", "handoff"}
	clockwork = []string{"Now", "Since", "Until"}
)

// vague names say nothing about what is in a package.
var vague = []string{"util", "utils", "helper", "helpers", "common", "misc"}

// row is what one package may import.
type row struct {
	pkg    string
	ours   []string
	others []string
}

func room(pkg string) row { return row{pkg: pkg} }

func (r row) imports(ours ...string) row { r.ours = ours; return r }

func (r row) uses(others ...string) row { r.others = others; return r }

func TestArrows(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range sources(t) {
		seen[f.pkg] = true
		i := slices.IndexFunc(arrows, func(r row) bool { return r.pkg == f.pkg })
		if i < 0 {
			t.Errorf("%s: no row says what package %s may import", f.name, f.pkg)
			continue
		}
		for _, imported := range f.imported() {
			if !f.allowed(arrows[i], imported) {
				t.Errorf("%s: %s may not import %s", f.name, f.pkg, imported)
			}
		}
	}
	for _, r := range arrows {
		if !seen[r.pkg] {
			t.Errorf("there is a row for package %s, but no such package", r.pkg)
		}
	}
}

// allowed reports whether a file may import a package. Tests may also use any
// package of ours but a command, testscript, bbolt to damage files with, and yaml
// to read what operators get; the fake Telegram is tried with a client that is not
// ours, pages are read as HTML, and the chat's in a browser.
func (f file) allowed(r row, imported string) bool {
	if ours, ok := strings.CutPrefix(imported, "huizhi/"); ok {
		if f.test {
			return !strings.HasPrefix(ours, "cmd/")
		}
		return slices.Contains(r.ours, ours)
	}
	if !strings.Contains(strings.Split(imported, "/")[0], ".") {
		return !slices.Contains(core, f.pkg) || f.test || !slices.Contains(worldly, imported)
	}
	if f.test && (within(imported, testscript) || within(imported, bbolt) || within(imported, yaml)) {
		return true
	}
	if f.test && f.pkg == "bot/telegram/tgtest" && within(imported, telegram) {
		return true
	}
	if f.test && f.pkg == "faq" && within(imported, xnet) {
		return true
	}
	if f.test && (f.pkg == "bot/webchat/inbrowser" || f.pkg == "cmd/huizhi") && (within(imported, chromedp) || within(imported, cdproto)) {
		return true
	}
	return slices.ContainsFunc(r.others, func(o string) bool { return within(imported, o) })
}

// The store is on whatever engine it is given. One file says which that is where
// nobody gives it one.
func TestTheEngineIsChosenInOnePlace(t *testing.T) {
	for _, f := range sources(t) {
		if f.pkg == "store" && !f.test && f.name != "store/file.go" && slices.Contains(f.imported(), "huizhi/store/bbolt") {
			t.Errorf("%s: only store/file.go may import store/bbolt", f.name)
		}
	}
}

func within(imported, module string) bool {
	return imported == module || strings.HasPrefix(imported, module+"/")
}

// What holds a customer's orders or an applicant's data can never come into a
// prompt: whoever writes prompts or sends them cannot even import it.
func TestPromptsNeverSeeApplicants(t *testing.T) {
	private := []string{"order", "photo", "handoff", "desk", "store", "bot", "console"}
	var reach func(pkg string) []string
	reach = func(pkg string) []string {
		out := []string{pkg}
		if i := slices.IndexFunc(arrows, func(r row) bool { return r.pkg == pkg }); i >= 0 {
			for _, next := range arrows[i].ours {
				out = append(out, reach(next)...)
			}
		}
		return out
	}
	for _, pkg := range []string{"answer", "answer/openai", "grounding"} {
		for _, r := range reach(pkg) {
			if slices.ContainsFunc(private, func(p string) bool { return within(r, p) }) {
				t.Errorf("%s reaches %s", pkg, r)
			}
		}
	}
}

// The drawing for people is the same table, so it cannot lie.
func TestArchitectureShowsTheArrows(t *testing.T) {
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range arrows[1:] {
		if !strings.Contains(string(text), r.String()+"\n") {
			t.Errorf("docs/architecture.md does not have this line:\n%s", r)
		}
	}
}

// String draws a row: the package, what it imports of ours, and whose libraries.
func (r row) String() string {
	ours := strings.Join(r.ours, ", ")
	if ours == "" {
		ours = "nothing"
	}
	line := fmt.Sprintf("%-12s → %s", r.pkg, ours)
	for i, other := range r.others {
		line += []string{"   + ", ", "}[min(i, 1)] + strings.TrimPrefix(other, "github.com/")
	}
	return line
}

func TestNoVaguePackage(t *testing.T) {
	for _, f := range sources(t) {
		folder, name := path.Base(f.pkg), strings.TrimSuffix(f.ast.Name.Name, "_test")
		if slices.Contains(vague, folder) || slices.Contains(vague, name) {
			t.Errorf("%s: package %s: name it for what it knows", f.name, name)
		}
	}
}

func TestNothingHappensBeforeMain(t *testing.T) {
	for _, f := range sources(t) {
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && !f.test && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s: func init: let main call it", f.at(fn))
			}
		}
	}
}

func TestTimeIsHandedIn(t *testing.T) {
	for _, f := range sources(t) {
		if f.test || !slices.Contains(timeless, f.pkg) {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && f.isTime(s.X) && slices.Contains(clockwork, s.Sel.Name) {
				t.Errorf("%s: time.%s: take the time as an argument", f.at(s), s.Sel.Name)
			}
			return true
		})
	}
}

// file is one Go file of the module.
type file struct {
	name string // its path
	pkg  string // its directory, "." for the root
	test bool
	ast  *ast.File
	set  *token.FileSet
}

// sources parses every Go file of the module.
func sources(t *testing.T) []file {
	t.Helper()
	var out []file
	set := token.NewFileSet()
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (d.Name() == "testdata" || strings.ContainsAny(d.Name()[:1], "._")) {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".go" {
			return nil
		}
		tree, err := parser.ParseFile(set, filepath.FromSlash(name), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		out = append(out, file{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), tree, set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// imported lists what a file imports.
func (f file) imported() []string {
	var out []string
	for _, spec := range f.ast.Imports {
		name, _ := strconv.Unquote(spec.Path.Value)
		out = append(out, name)
	}
	return out
}

// isTime reports whether an expression is package time, under whatever name.
func (f file) isTime(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	for _, spec := range f.ast.Imports {
		if spec.Path.Value == `"time"` {
			return spec.Name == nil && id.Name == "time" || spec.Name != nil && id.Name == spec.Name.Name
		}
	}
	return false
}

func (f file) at(n ast.Node) token.Position { return f.set.Position(n.Pos()) }
