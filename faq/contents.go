package faq

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// contentsPage lists all articles, or what a search finds.
type contentsPage struct {
	frame
	Missing   bool // it stands for a page that is not there
	Query     string
	Answer    *reply // what the desk answers to it, if it does
	Found     []link
	Provinces []chapter
}

// chapter is the articles about a province, or about the country.
type chapter struct {
	Code     string // of the place, for its anchor
	Name     place.Name
	Articles []link
	Cities   []chapter
}

// index shows the list of articles, or what is searched in it.
func index(v *visit) {
	page := v.contents()
	page.Query = cut(strings.TrimSpace(v.r.URL.Query().Get("q")), maxTyped)
	if page.Query != "" {
		if err := v.lookUp(page); err != nil {
			v.fail(err)
			return
		}
	}
	v.show(http.StatusOK, "contents.html", page)
}

// lookUp answers what was searched, and finds the passages about it.
func (v *visit) lookUp(page *contentsPage) error {
	got, kind, err := v.ask(answer.Facts{}, page.Query)
	if err != nil {
		return err
	}
	if kind == answer.KindAnswer {
		page.Answer = &got
	}
	page.Chat = chat(page.Query)
	page.Found, err = v.search(page.Query)
	return err
}

// missing says that there is no such page, and what there is instead.
func missing(v *visit) {
	page := v.contents()
	page.Heading, page.Missing, page.Private, page.Canonical = phrases.Say("faq.missing"), true, true, ""
	page.Title = titled(page.Heading)
	v.unstamp()
	v.show(http.StatusNotFound, "contents.html", page)
}

func (v *visit) contents() *contentsPage {
	return &contentsPage{
		frame:     v.frame(phrases.Say("faq.heading"), phrases.Say("faq.description"), root),
		Provinces: chapters(v.corpus()),
	}
}

// chapters lists the articles by province and city, the country first. An
// article about several places stands at each of them.
func chapters(c *kb.Corpus) []chapter {
	var out []chapter
	for p := range c.Places.Places() {
		here := about(c, p.Name)
		if len(here) == 0 {
			continue
		}
		ch := chapter{Code: p.Code, Name: p.Name, Articles: here}
		province := cmp.Or(c.Places.Province(p.Name), place.Nation)
		if province == p.Name {
			out = append(out, ch)
			continue
		}
		if len(out) == 0 || out[len(out)-1].Name != province {
			around, _ := c.Places.Place(province)
			out = append(out, chapter{Code: around.Code, Name: province})
		}
		last := &out[len(out)-1]
		last.Cities = append(last.Cities, ch)
	}
	return out
}

// about lists the articles about exactly one place.
func about(c *kb.Corpus, name place.Name) []link {
	var out []*kb.Article
	for _, a := range c.Articles() {
		if slices.Contains(a.Scope, name) {
			out = append(out, a)
		}
	}
	return links(out)
}

// links turns articles into links.
func links(as []*kb.Article) []link {
	var out []link
	for _, a := range as {
		out = append(out, link{Path(a.ID, ""), a.Title, names(a.Scope)})
	}
	return out
}

// names lists places in words.
func names(scope []place.Name) string {
	var out []string
	for _, n := range scope {
		out = append(out, string(n))
	}
	return strings.Join(out, "、")
}
