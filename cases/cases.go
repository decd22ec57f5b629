package cases

import (
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/phrases"
	"slices"
	"strings"
	"time"
)

// Everyday are the services that 办身份证 leaves open.
var Everyday = kb.Set[kb.Service]{kb.First, kb.Renew, kb.Damaged, kb.Lost}

// What a reply may ask back. Home is never asked.
const (
	AsksPlace     = "place"
	AsksService   = "service"
	AsksAge       = "age"
	AsksHousehold = "household"
)

// Book is what articles state, and how customers speak of it.
type Book struct {
	Corpus   *kb.Corpus
	Places   *place.Gazetteer
	Language *nlu.Language
}

// Person is what is known of an applicant: what is not known is empty.
type Person struct {
	Ages      kb.Ages
	Kin       bool // only that it is a son or daughter is known of the age
	Self      bool // the customer speaks of their own card
	Homes     kb.Set[place.Name]
	NotHome   place.Name
	Household kb.Set[kb.Household] // said without a place
	Document  kb.Document
}

// Query is what to look up.
type Query struct {
	Person
	At       []place.Name       // the place of use; several when ambiguous, none when unknown
	Both     bool               // all of At were named, and each is to be answered
	Unsure   bool               // the place was only abbreviated
	Named    kb.Set[kb.Service] // the services that the customer named
	Services kb.Set[kb.Service] // those to look at; Named, or all that may be meant
	Guessed  bool               // the customer did not say what it is about
	Aspects  []nlu.Aspect       // at least one; the reply leads with the first
	Reading  nlu.Reading        // how it was asked
	Asked    []string           // what was asked back already on this subject
	Today    time.Time          // when it is asked
	Brief    bool               // say only what was asked
}

// Reply is what the cases say.
type Reply struct {
	Text    string
	Asks    string   // the fact that is needed first; empty for an answer
	Suggest []string // what may be replied
	Place   place.Name
	Ours    []string // lines of Text that nobody may word otherwise: lists, warnings
	Used    []*kb.Statement
}

// Answer says what holds, or asks the one fact that it turns on. ok is false when the
// articles have nothing on it.
func (b Book) Answer(q Query) (r Reply, ok bool) {
	if at, ok := b.online(q); ok {
		q.At = []place.Name{at}
		r, ok = b.Answer(q)
		r.Text = phrases.Lines(phrases.Say("where.online_home", string(at)), r.Text)
		return r, ok
	}
	c := b.work(q)
	if q.Both && len(q.At) > 1 && c.differ() {
		return b.each(q)
	}
	c.preferReceipt()
	c.preferCard()
	if r, ok := c.decide(); ok {
		return r, true
	}
	return c.say()
}

// online is the province whose rule holds for applying online, if it has one of its own: that of the household,
// wherever somebody is. ok is false where it is the place they named, or is not known.
func (b Book) online(q Query) (at place.Name, ok bool) {
	home, ok := q.Homes.One()
	if !ok || q.Reading.Channel != nlu.Online || len(q.At) != 1 {
		return "", false
	}
	at = b.Places.Province(home)
	return at, at != b.Places.Province(q.At[0]) && b.statesOnline(at)
}

// statesOnline reports a province with a rule of its own on applying online.
func (b Book) statesOnline(at place.Name) bool {
	item, _ := b.Corpus.Resolve(at, kb.Conditions{Service: Everyday}, kb.Where).Item(nlu.Online)
	return slices.ContainsFunc(item.Groups, func(g kb.Group) bool { return g.Statement != nil && slices.Contains(g.Statement.Scope, at) })
}

// each answers for one place after the other.
func (b Book) each(q Query) (r Reply, ok bool) {
	places := q.At
	q.Both, q.Brief, q.Reading.Enumerate = false, true, true
	var lines []string
	for _, at := range places {
		q.At = []place.Name{at}
		one, said := b.Answer(q)
		if !said {
			continue
		}
		text := one.Text
		if !strings.Contains(text, string(b.City(at))) {
			text = phrases.Say("say.when", string(b.City(at)), text)
		}
		lines, ok = append(lines, text), true
		r.Ours, r.Used = append(r.Ours, one.Ours...), append(r.Used, one.Used...)
	}
	r.Text = phrases.Lines(lines...)
	return r, ok
}

// Show says all of it, and asks nothing.
func (b Book) Show(q Query) (r Reply, ok bool) { return b.work(q).say() }

// Refuted reports a sum or a time put to us that no value has.
func (b Book) Refuted(q Query) bool { return b.work(q).refuted() }

// Taken reports that receipts are surely taken at the place.
func (b Book) Taken(q Query) bool { return b.work(q).taken() }

// Warned says a place's own rule on fingerprints. ok is false where it has none.
func (b Book) Warned(q Query) (r Reply, ok bool) { return b.work(q).warned() }
