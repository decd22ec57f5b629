package faq

import (
	"cmp"
	"slices"

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

// nearness counts what two articles share. A document other than the ID card
// says more than a place.
func nearness(c *kb.Corpus, a, o *kb.Article) int {
	n := 0
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
