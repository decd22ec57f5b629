package faq

import (
	"cmp"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
)

// maxRelated is how many articles stand below another one.
const maxRelated = 6

// related lists the articles nearest to one: of the same place, about the same
// document, about the same service. The nearest are first.
func related(c *kb.Corpus, a *kb.Article) []link {
	near := map[*kb.Article]int{}
	for _, o := range c.Articles() {
		if n := nearness(c, a, o); o != a && n > 0 {
			near[o] = n
		}
	}
	var out []*kb.Article
	for _, o := range c.Articles() {
		if near[o] > 0 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(x, y *kb.Article) int { return cmp.Compare(near[y], near[x]) })
	return links(out[:min(maxRelated, len(out))])
}

// nearness counts what two articles share: pairs of characters in their titles,
// a document (other than the ID card it says more than a place), a place, services.
func nearness(c *kb.Corpus, a, o *kb.Article) int {
	n := shared(a.Title, o.Title)
	if a.Document == o.Document {
		n++
		if a.Document != kb.IDCard {
			n += 4
		}
	}
	if slices.ContainsFunc(a.Scope, func(x place.Name) bool { return slices.Contains(o.Scope, x) }) {
		n += 3
	} else if slices.ContainsFunc(a.Scope, func(x place.Name) bool { return around(c, x, o) }) {
		n += 2
	}
	services := servicesOf(a)
	if len(services) > 0 && len(services.And(servicesOf(o))) > 0 {
		n += 2
	}
	return n
}

// shared counts the pairs of characters that two titles have in common: 照片, 回执.
func shared(one, other string) int {
	rs := []rune(kb.Bare(one))
	n := 0
	for i := range max(0, len(rs)-1) {
		if strings.Contains(kb.Bare(other), string(rs[i:i+2])) {
			n++
		}
	}
	return n
}

// around reports whether an article is about the province of a place.
func around(c *kb.Corpus, name place.Name, o *kb.Article) bool {
	province := c.Places.Province(name)
	return province != "" && slices.Contains(o.Scope, province)
}

// servicesOf lists the services that an article's cases are about.
func servicesOf(a *kb.Article) kb.Set[kb.Service] {
	out := kb.Set[kb.Service]{}
	for _, s := range a.Statements {
		if s.Guard.Service != nil {
			out = out.Or(s.Guard.Service)
		}
	}
	return out
}
