package grounding

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// young reports a clause about somebody under sixteen.
func (cl clause) young() bool {
	return slices.ContainsFunc(cl.when[whenAge], func(age string) bool {
		n, err := strconv.Atoi(strings.TrimPrefix(age, "岁="))
		return strings.HasPrefix(age, "岁<") || err == nil && n < 16
	})
}

// without leaves out the words that are known anyway.
func (cl clause) without(known clause) clause {
	cl.words = slices.DeleteFunc(slices.Clone(cl.words), known.has)
	for i, w := range cl.words {
		if rest, ok := strings.CutPrefix(w, idCard); ok && known.has(idCard) {
			cl.words[i] = rest
		}
	}
	return cl
}

// within reports whether all that a clause says of somebody is known.
func (cl clause) within(known clause) bool {
	for _, kind := range conditions {
		if !has(known.when[kind], cl.own[kind]) {
			return false
		}
	}
	return !slices.ContainsFunc(cl.words, func(w string) bool { return !known.has(w) })
}

// foreign lists conditions that no line has.
func (e *evidence) foreign(k clause) []Fault {
	var out []Fault
	for _, kind := range conditions {
		for _, v := range k.when[kind] {
			held := slices.ContainsFunc(e.clauses, func(s clause) bool { return slices.Contains(s.when[kind], v) })
			if !held && !slices.Contains(e.known.when[kind], v) {
				out = append(out, Fault{Condition, v})
			}
		}
	}
	return out
}

// conditions compares when the claim holds with when the window does.
func (e *evidence) conditions(k clause, window []clause) []Fault {
	var out []Fault
	for _, kind := range conditions {
		var held []string
		for _, s := range window {
			held = append(held, s.when[kind]...)
		}
		known := e.known.when[kind]
		for _, v := range k.when[kind] {
			free := len(held) == 0 && (slices.Contains(known, v) && !(k.bare() && k.denied > 0) || len(k.own[kind]) == 0)
			if !slices.Contains(held, v) && !free {
				out = append(out, Fault{Condition, v})
			}
		}
		if len(held) > 0 && !slices.ContainsFunc(held, func(v string) bool { return slices.Contains(k.when[kind], v) || slices.Contains(known, v) }) {
			out = append(out, Fault{Condition, strings.Join(held, "、")})
		}
	}
	return out
}

// conditional reports whether a clause may say if: the lines tell cases apart
// there, or the 的话 only sets off how their clause begins.
func (e *evidence) conditional(k clause, window []clause) bool {
	if cases.MatchString(window[0].text) || k.bare() && k.mood == says && k.cases() {
		return true
	}
	if len(k.parts) > 1 && len(window) == 1 {
		return k.parts[0].mood == says && (!k.parts[0].bare() || k.parts[0].cases())
	}
	topic, _, ok := strings.Cut(k.text, ifSo)
	begins := func(s clause) bool { return s.text != topic && strings.HasPrefix(s.text, topic) }
	return ok && topic != "" && (slices.ContainsFunc(window, begins) || slices.ContainsFunc(e.headings(window[0]), func(h clause) bool { return h.text == topic }))
}

// ifSo sets off what is spoken of: 预约的话用公众号.
const ifSo = "的话"

// cases is in a clause that tells cases apart: there one may say if.
var cases = regexp.MustCompile(`[时者后没]|的$|的,|情形|情况|如|若`)

// cases reports a clause with conditions of its own.
func (cl clause) cases() bool {
	return slices.ContainsFunc(conditions, func(kind class) bool { return len(cl.own[kind]) > 0 })
}

// located lists the places of a claim's clause that are not those of the
// window, nor of its headings, nor the customer's. A list of places takes no
// place from a heading.
func (e *evidence) located(k clause, window []clause) []Fault {
	named := func(s clause) bool { return len(s.places) > 0 }
	under := append(e.headings(window[0]), window...)
	if len(k.places) > 1 && slices.ContainsFunc(window, named) {
		under = window
	}
	placed := slices.ContainsFunc(under, named)
	for name := range k.places {
		if (placed || !e.known.places[name]) && !slices.ContainsFunc(under, func(s clause) bool { return s.places[name] }) {
			return []Fault{{Place, string(name)}}
		}
	}
	return nil
}
