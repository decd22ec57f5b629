package grounding

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// kept reports a word that turns round what it belongs to: 不大, 未成年, 能不能.
func kept(token string) bool {
	return utf8.RuneCountInString(token) > 1 && strings.ContainsAny(token, "不未无非")
}

// has reports whether some clause has a text.
func (e *evidence) has(text string) bool {
	return slices.ContainsFunc(e.clauses, func(k clause) bool { return k.has(text) })
}

// counted compares quantities and papers.
func (e *evidence) counted(k clause, window []clause) []Fault {
	var counts, papers []string
	for _, s := range window {
		counts, papers = append(counts, s.counts...), append(papers, s.papers...)
	}
	var out []Fault
	if !has(counts, k.counts) {
		out = append(out, Fault{Number, strings.Join(k.counts, "、")})
	}
	if !has(append(papers, e.known.papers...), k.papers) {
		out = append(out, Fault{Paper, strings.Join(k.papers, "、")})
	}
	return out
}

// told finds a word that the window does not say, or not in this order: who
// does what to whom is said by nothing else. Headings and what is known may be
// added.
func (e *evidence) told(k clause, window []clause) []Fault {
	var line []string
	for _, s := range window {
		line = append(line, s.core...)
	}
	headings := e.headings(window[0])
	i := 0
	for _, token := range k.core {
		if at := slices.Index(line[i:], token); at >= 0 {
			i += at + 1
			continue
		}
		heads := slices.ContainsFunc(headings, func(h clause) bool { return slices.Contains(h.core, token) })
		switch {
		case slices.Contains(line, token), token == denial:
			return []Fault{{Order, k.text}}
		case !heads && !e.free(k, token):
			return []Fault{{Word, token}}
		}
	}
	return nil
}

// free reports a token that a clause may add: what is known of the case, but
// not the card among what is to be brought, nor a child where nobody's age is
// spoken of.
func (e *evidence) free(k clause, token string) bool {
	switch {
	case strings.Contains(idCard, token) && needs.MatchString(k.text):
		return false
	case token == child:
		return len(k.own[whenAge]) > 0 && e.known.has(child)
	}
	return e.known.has(token) || slices.Contains(e.known.core, token)
}

// headings are the labels before a clause in its line.
func (e *evidence) headings(s clause) []clause {
	var out []clause
	for _, h := range e.clauses {
		if h.line == s.line && h.block <= s.block && h.label {
			out = append(out, h)
		}
	}
	return out
}

func (cl clause) has(gram string) bool {
	return strings.Contains(cl.text, gram) || strings.Contains(cl.joined, gram)
}

// grams are the pairs of neighbouring characters of words; a single character
// stands for itself.
func grams(words []string) []string {
	var out []string
	for _, w := range words {
		rs := []rune(w)
		if len(rs) == 1 {
			out = append(out, w)
		}
		for i := 0; i+1 < len(rs); i++ {
			out = append(out, string(rs[i:i+2]))
		}
	}
	return out
}
