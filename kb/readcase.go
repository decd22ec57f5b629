package kb

import (
	"cmp"
	"slices"

	"go.yaml.in/yaml/v3"
)

// cases reads the list of cases.
func (r *reader) cases(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.problem(n.Line, "lint.want_list")
		return
	}
	for _, c := range n.Content {
		r.oneCase(c)
	}
}

// oneCase reads a guard and the values under it.
func (r *reader) oneCase(n *yaml.Node) {
	guard, flatten, src := Conditions{}, false, ""
	known := map[string]func(*yaml.Node){
		"if":      func(n *yaml.Node) { guard = r.guard(n) },
		"flatten": func(n *yaml.Node) { flatten = n.Value == "true" },
		"src":     func(n *yaml.Node) { src = r.sourceKey(n) },
	}
	var later []func()
	for _, f := range Fields {
		known[string(f)] = func(n *yaml.Node) { later = append(later, func() { r.field(f, n, guard, flatten) }) }
	}
	r.fields(n, known)
	if guard.Service == nil {
		r.problem(n.Line, "lint.no_service")
	}
	first := len(r.article.Statements)
	for _, read := range later { // the guard may stand below the values
		read()
	}
	for _, s := range r.article.Statements[first:] {
		s.Value.Src = cmp.Or(s.Value.Src, src)
	}
}

// guard reads an `if`.
func (r *reader) guard(n *yaml.Node) (g Conditions) {
	r.fields(n, map[string]func(*yaml.Node){
		"service":   func(n *yaml.Node) { g.Service = readWords[Service](r, n, r.words.Services) },
		"document":  func(n *yaml.Node) { g.Document = readWords[Document](r, n, r.words.Documents) },
		"household": func(n *yaml.Node) { g.Household = r.households(n) },
		"home":      func(n *yaml.Node) { g.Home = withCities(r.places, r.placeNames(n)) },
		"age": func(n *yaml.Node) {
			ages, err := ParseAges(n.Value)
			if err != nil {
				r.problem(n.Line, "lint.age", n.Value)
			}
			g.Ages = ages
		},
	})
	return g
}

// households reads the words and opens "outside".
func (r *reader) households(n *yaml.Node) Set[Household] {
	out := Set[Household]{}
	for _, c := range sequence(n) {
		if c.Value == "outside" {
			out = append(out, Outside...)
			continue
		}
		out = append(out, Household(r.word(c, r.words.Households)))
	}
	return out
}

// field reads one field of a case: a single value, or items by key.
func (r *reader) field(f Field, n *yaml.Node, guard Conditions, flatten bool) {
	if !f.Items() {
		r.state(f, "", n.Line, guard, flatten, r.value(f, n))
		return
	}
	if n.Kind != yaml.MappingNode {
		if n.Kind != yaml.ScalarNode || !r.lookalike(n.Line, n.Value) {
			r.problem(n.Line, "lint.want_items", string(f))
		}
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.once(n, i)
		r.item(f, n.Content[i], n.Content[i+1], guard, flatten)
	}
}

// item reads one channel, paper or warning. Its else is a statement of its
// own: what is said where the case's guard holds and the item's does not.
func (r *reader) item(f Field, key, n *yaml.Node, guard Conditions, flatten bool) {
	r.itemKey(f, key)
	inner, otherwise := Conditions{}, ""
	value := r.valueWith(f, n, map[string]func(*yaml.Node){
		"if":   func(n *yaml.Node) { inner = r.guard(n) },
		"else": func(n *yaml.Node) { otherwise = r.text(n) },
	})
	both, ok := guard.And(inner)
	if !ok {
		r.problem(key.Line, "lint.never", key.Value)
		return
	}
	r.state(f, key.Value, key.Line, both, flatten, value)
	if otherwise != "" {
		r.state(f, key.Value, key.Line, guard, flatten, Value{Kind: Closed, Say: otherwise, Src: value.Src})
	}
}

// itemKey checks that papers and channels are in the vocabulary.
func (r *reader) itemKey(f Field, key *yaml.Node) {
	switch f {
	case Bring:
		r.word(key, r.words.Papers)
	case Where:
		r.word(key, r.words.Channels)
	}
}

func (r *reader) state(f Field, item string, line int, guard Conditions, flatten bool, v Value) {
	r.article.Statements = append(r.article.Statements, &Statement{
		Article: r.article, Line: line, Field: f, Item: item, Guard: guard, Value: v, Flatten: flatten,
	})
}

// value reads a single field's value.
func (r *reader) value(f Field, n *yaml.Node) Value { return r.valueWith(f, n, nil) }

// valueWith reads a value in its short form (a text) or its long form (a
// mapping), with the further keys an item has.
func (r *reader) valueWith(f Field, n *yaml.Node, more map[string]func(*yaml.Node)) Value {
	v := Value{Kind: Stated}
	if n.Kind == yaml.ScalarNode {
		r.plain(f, n, &v)
		return v
	}
	known := map[string]func(*yaml.Node){
		"value":     func(n *yaml.Node) { r.plain(f, n, &v) },
		"say":       func(n *yaml.Node) { v.Say = r.text(n) },
		"check":     func(n *yaml.Node) { v.Verdict, v.Say = Check, r.text(n) },
		"book":      func(n *yaml.Node) { v.Book = r.text(n) },
		"url":       func(n *yaml.Node) { v.URL = r.url(n) },
		"one_of":    func(n *yaml.Node) { v.OneOf = r.list(n) },
		"or":        func(n *yaml.Node) { v.Or = r.list(n) },
		"unless":    func(n *yaml.Node) { v.Unless = r.list(n) },
		"contested": func(n *yaml.Node) { v.Contested = r.contested(n) },
		"advice":    func(n *yaml.Node) { v.Advice = r.text(n) },
		"src":       func(n *yaml.Node) { v.Src = r.sourceKey(n) },
		"was":       func(n *yaml.Node) { v.Was = r.was(n) },
	}
	for _, key := range slices.Collect(unusedKeys(f)) {
		delete(known, key)
	}
	for key, read := range more {
		known[key] = read
	}
	r.fields(n, known)
	if !f.Items() && f != Can && v.Kind == Stated && v.Say == "" {
		r.problem(n.Line, "lint.want_text")
	}
	if f == Can && v.Verdict == "" || f == Can && v.Verdict == Check && v.Say == "" {
		r.problem(n.Line, "lint.can")
	}
	return v
}

// unusedKeys are the keys of the long form that make no sense for a field.
func unusedKeys(f Field) func(func(string) bool) {
	keys := []string{"check", "say", "book", "url", "one_of", "or", "unless"}
	switch {
	case f == Can:
		keys = keys[2:]
	case f == Where:
		keys = []string{"value"}
	case f.Items():
		keys = []string{"check", "value"}
	}
	return slices.Values(keys)
}

// plain reads a value's text and its special words.
func (r *reader) plain(f Field, n *yaml.Node, v *Value) {
	if n.Kind == yaml.MappingNode && f == Can {
		r.fields(n, map[string]func(*yaml.Node){
			"check": func(n *yaml.Node) { v.Verdict, v.Say = Check, r.text(n) },
		})
		return
	}
	text := r.text(n)
	switch text {
	case "无":
		v.Kind = None
	case "不用":
		v.Kind = Dropped
	case "未知":
		v.Kind = Unknown
	default:
		r.verdictOrWords(f, n, text, v)
	}
}

// verdictOrWords stores an ordinary text; for can it must be one of the verdicts.
func (r *reader) verdictOrWords(f Field, n *yaml.Node, text string, v *Value) {
	if f != Can {
		v.Say = text
		return
	}
	v.Verdict = text
	if text != Yes && text != No {
		r.problem(n.Line, "lint.can")
	}
}

// contested reads disagreeing readings.
func (r *reader) contested(n *yaml.Node) []Reading {
	var out []Reading
	for _, c := range sequence(n) {
		var x Reading
		r.fields(c, map[string]func(*yaml.Node){
			"say": func(n *yaml.Node) { x.Say = r.text(n) },
			"src": func(n *yaml.Node) { x.Src = r.sourceKey(n) },
		})
		if x.Say == "" {
			r.problem(c.Line, "lint.reading")
		}
		out = append(out, x)
	}
	return out
}

// was reads what used to hold, one or several times.
func (r *reader) was(n *yaml.Node) []Was {
	var out []Was
	for _, c := range sequence(n) {
		var x Was
		r.fields(c, map[string]func(*yaml.Node){
			"say":   func(n *yaml.Node) { x.Say = r.text(n) },
			"until": func(n *yaml.Node) { x.Until = r.looseDate(n) },
		})
		if x.Say == "" || x.Until == "" {
			r.problem(c.Line, "lint.was")
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Was) int { return cmp.Compare(b.Until, a.Until) })
	return out
}

// sourceKey reads a reference to one of the article's sources. Sources may
// stand below the cases, so Lint checks it.
func (r *reader) sourceKey(n *yaml.Node) string { return r.text(n) }
