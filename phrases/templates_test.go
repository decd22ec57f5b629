package phrases_test

import (
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"text/template/parse"
	"unicode"
)

// A template says a phrase by {{say "key" args}}; it holds no words itself.
func TestTemplatesHoldNoWords(t *testing.T) {
	for name, text := range templates(t) {
		if i := strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }); i >= 0 {
			t.Errorf("%s: %.30q belongs into phrases/zh-Hans.yaml", name, text[i:])
		}
	}
}

// templateUses finds every phrase that a template says.
func templateUses(t *testing.T) []use {
	t.Helper()
	var out []use
	for name, text := range templates(t) {
		trees := map[string]*parse.Tree{}
		root := parse.New(name)
		root.Mode = parse.SkipFuncCheck
		if _, err := root.Parse(text, "", "", trees); err != nil {
			t.Fatal(err)
		}
		for _, tree := range trees {
			walk(tree.Root, func(pipe *parse.PipeNode) { out = append(out, said(name, pipe)...) })
		}
	}
	return out
}

// said finds the phrases in one pipeline. What is piped in is an argument more.
func said(name string, pipe *parse.PipeNode) []use {
	var out []use
	for i, cmd := range pipe.Cmds {
		id, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || id.Ident != "say" || len(cmd.Args) < 2 {
			continue
		}
		if key, ok := cmd.Args[1].(*parse.StringNode); ok {
			out = append(out, use{key: key.Text, args: len(cmd.Args) - 2 + min(i, 1), at: token.Position{Filename: name}})
		}
	}
	return out
}

// walk shows every pipeline below a node.
func walk(n parse.Node, see func(*parse.PipeNode)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, below := range n.Nodes {
			walk(below, see)
		}
	case *parse.ActionNode:
		walk(n.Pipe, see)
	case *parse.TemplateNode:
		walk(n.Pipe, see)
	case *parse.IfNode:
		walkBranch(&n.BranchNode, see)
	case *parse.WithNode:
		walkBranch(&n.BranchNode, see)
	case *parse.RangeNode:
		walkBranch(&n.BranchNode, see)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		see(n)
		for _, cmd := range n.Cmds {
			for _, arg := range cmd.Args {
				walk(arg, see)
			}
		}
	}
}

func walkBranch(n *parse.BranchNode, see func(*parse.PipeNode)) {
	walk(n.Pipe, see)
	walk(n.List, see)
	walk(n.ElseList, see)
}

// templates reads the program's templates: the HTML files that say something.
func templates(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && (d.Name() == "testdata" || strings.ContainsAny(d.Name()[:1], "._")) {
			return fs.SkipDir
		}
		if d.IsDir() || path.Ext(name) != ".html" {
			return nil
		}
		data, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(name)))
		if strings.Contains(string(data), `{{say "`) {
			out[name] = string(data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
