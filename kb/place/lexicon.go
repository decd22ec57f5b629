package place

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// word is one spelling that names places, with what must not stand next to it.
type word struct {
	text   string
	names  []Name // in code order
	weak   bool   // also an ordinary word: needs a context that asks for a place
	before []string
	after  []string
}

// lexicon holds every spelling the Gazetteer knows.
type lexicon struct {
	byText   map[string]*word
	byFirst  map[rune][]*word  // by first character, longest word first
	singles  map[rune][]Name   // 深, 莞, 粤: count only in fixed phrases
	pinyin   map[string][]Name // jiangmen
	initials map[string][]Name // SZ
}

func newLexicon() lexicon {
	return lexicon{
		byText:   map[string]*word{},
		byFirst:  map[rune][]*word{},
		singles:  map[rune][]Name{},
		pinyin:   map[string][]Name{},
		initials: map[string][]Name{},
	}
}

// addDivision adds the full name, short name, aliases and pinyin of a place.
func (l lexicon) addDivision(p Place, r row) {
	l.add(word{text: string(p.Name), names: []Name{p.Name}})
	l.add(word{
		text: p.Short, names: []Name{p.Name}, weak: r["weak"] != "",
		before: r.list("before"), after: r.list("after"),
	})
	for _, alias := range r.list("aliases") {
		l.addAlias(alias, p.Name)
	}
	for _, spelling := range r.list("pinyin") {
		joined := strings.ReplaceAll(spelling, " ", "")
		l.pinyin[joined] = append(l.pinyin[joined], p.Name)
	}
	if p.Municipality || p.Level == City {
		l.addInitials(p.Name, r["pinyin"])
	}
}

func (l lexicon) addAlias(alias string, n Name) {
	if first, size := utf8.DecodeRuneInString(alias); size == len(alias) {
		l.singles[first] = append(l.singles[first], n)
		return
	}
	l.add(word{text: alias, names: []Name{n}})
}

// addInitials adds SZ for "shen zhen"; names of three syllables have no such habit.
func (l lexicon) addInitials(n Name, pinyin string) {
	spelling, _, _ := strings.Cut(pinyin, "/")
	syllables := strings.Fields(spelling)
	if len(syllables) != 2 {
		return
	}
	key := strings.ToUpper(syllables[0][:1] + syllables[1][:1])
	l.initials[key] = append(l.initials[key], n)
}

// addLocality adds a line of localities.csv. With its suffix a weak name is sure.
func (l lexicon) addLocality(r row) {
	var names []Name
	for _, n := range r.list("places") {
		names = append(names, Name(n))
	}
	w := word{
		text: r["name"], names: names, weak: r["weak"] != "",
		before: r.list("before"), after: r.list("after"),
	}
	l.add(w)
	for _, suffix := range r.list("suffixes") {
		l.add(word{text: w.text + suffix, names: names, before: w.before})
	}
}

// add adds a word and its usual slip, 州 for 洲 or the reverse.
func (l lexicon) add(w word) {
	l.merge(w)
	slip := strings.NewReplacer("州", "洲", "洲", "州").Replace(w.text)
	if slip != w.text {
		w.text = slip
		l.merge(w)
	}
}

// merge joins words with the same text, so that 吉林 names a province and a city.
func (l lexicon) merge(w word) {
	known, ok := l.byText[w.text]
	if !ok {
		w.names = slices.Clone(w.names)
		l.byText[w.text] = &w
		return
	}
	known.names = append(known.names, w.names...)
	known.weak = known.weak || w.weak
	known.before = slices.Concat(known.before, w.before)
	known.after = slices.Concat(known.after, w.after)
}

// finish puts the words where Find looks them up and sorts all candidates by code.
func (l lexicon) finish(g *Gazetteer) {
	for text, w := range l.byText {
		w.names = g.inCodeOrder(w.names)
		first, _ := utf8.DecodeRuneInString(text)
		l.byFirst[first] = append(l.byFirst[first], w)
	}
	for _, words := range l.byFirst {
		slices.SortFunc(words, func(a, b *word) int { return cmp.Compare(len(b.text), len(a.text)) })
	}
	for _, lists := range []map[string][]Name{l.pinyin, l.initials} {
		for key, names := range lists {
			lists[key] = g.inCodeOrder(names)
		}
	}
}
