package faq

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// The names of the form's fields, as they stand in an address.
const (
	fieldPlace     = "place"
	fieldService   = "service"
	fieldDocument  = "document"
	fieldHousehold = "household"
	fieldAge       = "age"
)

// person is what somebody chose in the form, and what the article settles.
type person struct {
	place     place.Name
	service   kb.Service
	document  kb.Document
	household kb.Household
	age       int    // in completed years; -1 where it is not said
	ageText   string // as it was typed
	wrong     bool   // it is no age
	sent      bool   // the form was sent
}

// read reads the form out of an address. A value that the form does not offer
// is as good as none.
func (d dependence) read(values url.Values) person {
	p := person{
		place:     chosen(values, fieldPlace, d.cities()),
		service:   chosen(values, fieldService, d.services),
		document:  chosen(values, fieldDocument, d.documents),
		household: chosen(values, fieldHousehold, d.households),
		age:       -1,
	}
	for _, name := range []string{fieldPlace, fieldService, fieldDocument, fieldHousehold, fieldAge} {
		p.sent = p.sent || values.Has(name)
	}
	if p.service != kb.Receipt {
		p.document = "" // papers are the same for all; receipts are for a document
	}
	if d.age {
		p.readAge(values.Get(fieldAge))
	}
	return p
}

// chosen is the word that was chosen, or the only one there is.
func chosen[T ~string](values url.Values, name string, words []T) T {
	if len(words) == 1 {
		return words[0]
	}
	if word := T(values.Get(name)); slices.Contains(words, word) {
		return word
	}
	return ""
}

// maxTyped is how many characters of a typed field are looked at.
const maxTyped = 100

// readAge reads completed years; nothing is no age, and not wrong.
func (p *person) readAge(text string) {
	p.ageText = cut(strings.TrimSpace(text), maxTyped)
	if p.ageText == "" {
		return
	}
	n, err := strconv.Atoi(p.ageText)
	if err != nil || n < 0 || n > kb.MaxAge {
		p.wrong = true
		return
	}
	p.age = n
}

// cut keeps the first n characters of a text, and only sound ones.
func cut(text string, n int) string {
	rs := []rune(strings.ToValidUTF8(text, ""))
	return string(rs[:min(n, len(rs))])
}

// question says in words who asks for what, so that it can be asked in the chat
// as well.
func (p person) question(words *kb.Vocabulary) string {
	what := phrases.Say("faq.ask.card")
	if p.service != "" {
		what = name(words.Services, string(p.service))
	}
	if p.document != "" && p.document != kb.IDCard {
		what = name(words.Documents, string(p.document)) + what
	}
	if p.place != "" {
		what = phrases.Say("faq.ask.at", p.place, what)
	} else {
		what = phrases.Say("faq.ask.anywhere", what)
	}
	parts := []string{what}
	if p.age >= 0 {
		parts = append(parts, phrases.Say("when.exactly", max(p.age, 1)))
	}
	if p.household != "" {
		parts = append(parts, name(words.Households, string(p.household)))
	}
	return phrases.Say("faq.ask", strings.Join(parts, "，"))
}

// name is what customers read for a word of the vocabulary.
func name(terms []kb.Term, word string) string {
	t, _ := kb.Find(terms, word)
	return t.Name
}

// facts is the same as sets of what is possible.
func (p person) facts() answer.Facts {
	f := answer.Facts{Document: p.document}
	if p.place != "" {
		f.Places = []place.Name{p.place}
	}
	if p.service != "" {
		f.Services = kb.Set[kb.Service]{p.service}
	}
	if p.household != "" {
		f.Household = kb.Set[kb.Household]{p.household}
	}
	if p.age >= 0 {
		f.Ages = kb.Exactly(p.age)
	}
	return f
}
