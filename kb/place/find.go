package place

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// hit is a place found in a text, before anything is said about its role.
type hit struct {
	start, end   int
	names        []Name // shared with the lexicon: never changed in place
	abbreviation bool
}

// Find returns the places that text names, in order of appearance and never overlapping.
// Names that stand side by side and lie in each other are one mention of the narrowest:
// 广东省江门市新会区 is 新会区. The text may be anything, also invalid UTF-8; full-width
// letters and traditional characters are expected to be normalised by the caller.
func (g *Gazetteer) Find(text string) []Mention {
	hits := g.scan(text)
	if len(hits) == 0 {
		return nil
	}
	mentions := make([]Mention, len(hits))
	roles := g.rolesOf(text, hits)
	for i, h := range hits {
		mentions[i] = Mention{
			Start: h.start, End: h.end, Places: g.candidates(h.names),
			Abbreviation: h.abbreviation, Role: roles[i].Role, Explicit: roles[i].explicit, Made: roles[i].made,
		}
	}
	return mentions
}

// scan reads the text from left to right and takes the longest name at each position.
func (g *Gazetteer) scan(text string) []hit {
	var hits []hit
	for at := 0; at < len(text); {
		if isLetter(text[at]) {
			h, end := g.latinAt(text, at)
			if len(h.names) > 0 {
				hits = g.join(text, hits, h)
			}
			at = end
			continue
		}
		h, ok := g.chineseAt(text, at, hits)
		if !ok {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		hits = g.join(text, hits, h)
		at = h.end
	}
	return hits
}

func (g *Gazetteer) chineseAt(text string, at int, found []hit) (hit, bool) {
	first, size := utf8.DecodeRuneInString(text[at:])
	if size < 2 {
		return hit{}, false
	}
	for _, w := range g.names.byFirst[first] {
		if strings.HasPrefix(text[at:], w.text) && g.fits(text, at, w, found) {
			return hit{start: at, end: at + len(w.text), names: w.names}, true
		}
	}
	names, known := g.names.singles[first]
	if known && abbreviates(text[:at], text[at+size:]) {
		return hit{start: at, end: at + size, names: names}, true
	}
	return hit{}, false
}

// fits reports whether a word is a place where it stands.
func (g *Gazetteer) fits(text string, at int, w *word, found []hit) bool {
	head, tail := text[:at], text[at+len(w.text):]
	if hasAnySuffix(head, w.before) || hasAnyPrefix(tail, w.after) || namesSomethingElse(tail) {
		return false
	}
	if sure := !w.weak || asksForPlace(head, tail); sure && !isTown(tail) {
		return true
	}
	return g.continues(text, at, w.names, found)
}

// continues reports whether the names lie in the place named right before them.
func (g *Gazetteer) continues(text string, at int, names []Name, found []hit) bool {
	if len(found) == 0 {
		return false
	}
	last := found[len(found)-1]
	return sideBySide(text[last.end:at]) && len(g.narrow(last.names, names)) > 0
}

// join adds a hit, or merges it with the last one when it continues it.
func (g *Gazetteer) join(text string, hits []hit, h hit) []hit {
	if len(hits) == 0 {
		return append(hits, h)
	}
	last := &hits[len(hits)-1]
	if !sideBySide(text[last.end:h.start]) {
		return append(hits, h)
	}
	names := g.narrow(last.names, h.names)
	if len(names) == 0 {
		return append(hits, h)
	}
	last.end, last.names = h.end, names
	last.abbreviation = last.abbreviation || h.abbreviation
	return hits
}

// sideBySide reports whether nothing but a space or a dot stands between two names.
func sideBySide(gap string) bool {
	return gap == "" || gap == " " || gap == "·" || gap == "-"
}

// narrow returns those of inner that lie in one of outer. A place properly inside wins over
// the same place said twice: 吉林吉林 is the city, 东莞长安 is 东莞市.
func (g *Gazetteer) narrow(outer, inner []Name) []Name {
	var inside, same []Name
	for _, in := range inner {
		switch {
		case slices.ContainsFunc(outer, func(out Name) bool { return in != out && g.Within(in, out) }):
			inside = append(inside, in)
		case slices.Contains(outer, in):
			same = append(same, in)
		}
	}
	if len(inside) > 0 {
		return inside
	}
	return same
}

// candidates copies the names for the caller; of several, counties become their cities,
// because that is what there is to ask.
func (g *Gazetteer) candidates(names []Name) []Name {
	out := slices.Clone(names)
	if len(out) < 2 {
		return out
	}
	for i, n := range out {
		if city, ok := g.City(n); ok {
			out[i] = city
		}
	}
	return g.inCodeOrder(out)
}
