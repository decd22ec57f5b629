package faq_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"huizhi/faq"
)

// Every page is HTML as it is written: a browser has nothing to mend in it.
func TestPagesAreValid(t *testing.T) {
	s := real(t)
	paths := []string{"/faq/", "/faq/?q=%E6%B7%B1%E5%9C%B3+%E5%9B%9E%E6%89%A7", "/faq/?q=zzzz", "/faq/country/lost?age=-1", "/faq/guangdong/shenzhen?service=renew&household=local&age=30"}
	for _, a := range s.know.Corpus.Articles() {
		paths = append(paths, faq.Path(a.ID, ""))
	}
	for _, path := range paths {
		for _, fault := range faults(s.page(t, path)) {
			t.Errorf("%s: %s", path, fault)
		}
	}
	for _, fault := range faults(s.get("/faq/nowhere").Body.String()) {
		t.Errorf("the page for what is not there: %s", fault)
	}
}

// The checks find what they are for.
func TestFaults(t *testing.T) {
	page := func(body string) string {
		return `<!DOCTYPE html><html lang="zh-Hans"><head><title>x</title></head><body>` + body + `</body></html>`
	}
	for _, c := range []struct{ body, want string }{
		{`<h1>a</h1><p>b</p>`, ""},
		{`<h1>a</h1><p>b`, "mend"},
		{`<h1>a</h1><p><ul><li>b</li></ul></p>`, "mend"},
		{`<h1>a</h1><h3>b</h3>`, "heading"},
		{`<h1>a</h1><h1>b</h1>`, "heading"},
		{`<h1 id="a">a</h1><p id="a">b</p>`, "twice"},
		{`<h1>a</h1><a href="#b">b</a>`, "nothing has the id"},
		{`<h1>a</h1><label for="b">b</label>`, "nothing has the id"},
		{`<h1>a</h1><section aria-labelledby="b"></section>`, "nothing has the id"},
		{`<h1>a</h1><input id="b">`, "no label"},
		{`<h1>a</h1><p style="color:red">b</p>`, "policy"},
		{`<h1>a</h1><p onclick="b()">b</p>`, "policy"},
		{`<h1>a</h1><script>b()</script>`, "policy"},
	} {
		if got := strings.Join(faults(page(c.body)), "; "); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.body, got, c.want)
		}
	}
}

// faults lists what is wrong with a page.
func faults(page string) []string {
	tree, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	var mended strings.Builder
	if err := html.Render(&mended, tree); err != nil {
		return []string{err.Error()}
	}
	var out []string
	if is, want := tags(page), tags(mended.String()); !slices.Equal(is, want) {
		i := 0
		for i < min(len(is), len(want)) && is[i] == want[i] {
			i++
		}
		out = append(out, fmt.Sprintf("a browser would mend tag %d: %v", i, is[max(0, i-2):min(len(is), i+3)]))
	}
	c := collect(tree)
	return slices.Concat(out, c.headingFaults(), c.idFaults(), c.faults)
}

// tags lists the tags of a page in their order.
func tags(page string) []string {
	var out []string
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return out
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			out = append(out, string(name))
		case html.EndTagToken:
			name, _ := z.TagName()
			out = append(out, "/"+string(name))
		}
	}
}

// collected is what a page's elements say about each other.
type collected struct {
	ids      []string
	wanted   []string // ids that something points to
	labelled []string
	fields   []string
	headings []int
	links    []string
	faults   []string
}

func collect(tree *html.Node) collected {
	var c collected
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode {
			c.element(n)
		}
	}
	return c
}

func (c *collected) element(n *html.Node) {
	if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		c.headings = append(c.headings, int(n.Data[1]-'0'))
	}
	if n.Data == "style" || n.Data == "script" && attribute(n, "type") != "application/ld+json" {
		c.faults = append(c.faults, "the policy forbids "+n.Data)
	}
	if n.Data == "input" || n.Data == "select" {
		c.fields = append(c.fields, attribute(n, "id"))
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "id":
			c.ids = append(c.ids, a.Val)
		case a.Key == "for":
			c.labelled, c.wanted = append(c.labelled, a.Val), append(c.wanted, a.Val)
		case a.Key == "aria-labelledby", a.Key == "aria-describedby":
			c.wanted = append(c.wanted, a.Val)
		case a.Key == "href" && strings.HasPrefix(a.Val, "#"):
			c.wanted = append(c.wanted, unescaped(a.Val[1:]))
		case a.Key == "href" || a.Key == "action":
			c.links = append(c.links, a.Val)
		case a.Key == "style", strings.HasPrefix(a.Key, "on"):
			c.faults = append(c.faults, "the policy forbids "+a.Key)
		}
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// headingFaults finds levels left out, and a first level other than one.
func (c collected) headingFaults() []string {
	var out []string
	before := 0
	for i, level := range c.headings {
		if level > before+1 || level == 1 && i > 0 {
			out = append(out, fmt.Sprintf("heading %d is of level %d after %d", i, level, before))
		}
		before = level
	}
	return out
}

func (c collected) idFaults() []string {
	var out []string
	slices.Sort(c.ids)
	for i, id := range c.ids {
		if i > 0 && c.ids[i-1] == id {
			out = append(out, "twice the id "+id)
		}
		if strings.ContainsAny(id, " \t\n") || id == "" {
			out = append(out, "no id: "+id)
		}
	}
	for _, id := range c.wanted {
		if !slices.Contains(c.ids, id) {
			out = append(out, "nothing has the id "+id)
		}
	}
	for _, id := range c.fields {
		if !slices.Contains(c.labelled, id) {
			out = append(out, "no label for "+id)
		}
	}
	return out
}
