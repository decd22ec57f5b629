package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huizhi/cases"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// taken is what a question was taken for: the heading of a passage, or what is asked of a
// case. There is none where a reply tells nothing.
type taken struct {
	of    string // the case, empty for a passage: 深圳市、6岁、首次申领
	asked string // the heading, or the fields: 带什么、工本费
}

// taken is what a question was taken for, as a reply shows.
func (in *inquiry) taken(reply Answer) taken {
	switch {
	case reply.Kind != KindAnswer && reply.Kind != KindAsk:
		return taken{}
	case in.quoted != nil:
		return taken{asked: in.quoted.Questions[0]}
	}
	var of, asked []string
	if len(in.facts.Places) == 1 {
		of = append(of, string(in.book().City(in.facts.Places[0])))
	}
	if home, ok := in.facts.Homes.One(); ok && in.brief && !slices.Contains(in.facts.Places, home) {
		of = append(of, phrases.Say("placed.home", in.short(home)))
	}
	of = append(of, cases.Years(in.facts.Ages))
	if in.facts.Services != nil {
		of = append(of, in.book().Listed(in.facts.Services))
	}
	for _, x := range in.q.Aspects {
		asked = append(asked, phrases.Say("field."+string(x)))
	}
	of = slices.DeleteFunc(of, func(s string) bool { return s == "" || s == string(place.Nation) })
	and := phrases.Say("placed.and")
	return taken{strings.Join(of, and), strings.Join(asked, and)}
}

// line is what a reply to one question opens with; empty where it says so itself.
func (t taken) line(reply string) string {
	name := strings.Trim(t.of+phrases.Say("placed.and")+t.asked, phrases.Say("placed.and"))
	as := phrases.Say("choose.as", name)
	if name == "" || strings.HasPrefix(reply, as) || t.of != "" && t.asked != "" && strings.Contains(reply, name) {
		return ""
	}
	return phrases.Say("placed.as", name)
}

// title stands over the reply to one of several questions. A case is named once.
func (t taken) title(before taken) string {
	switch {
	case t.of == "" && t.asked == "":
		return ""
	case t.of == "" || t.asked != "" && t.of == before.of:
		return phrases.Say("placed.title", t.asked)
	case t.asked == "":
		return phrases.Say("placed.title", t.of)
	}
	return phrases.Say("placed.title_of", t.of, t.asked)
}

// The least that a clause shares with a question as a reader puts it, to be what it is
// asked with, in pairs of characters; and the most that is named of it.
const (
	leastShared = 2
	mostNamed   = 25
)

// clause is what a customer asked a question with that a reader has put in its own words;
// empty where none is surely meant. What a model wrote is shown to nobody.
func (in *inquiry) clause(question string) (best string) {
	most := leastShared - 1
	for _, c := range strings.FieldsFunc(in.q.Said, func(r rune) bool { return strings.ContainsRune(",，。!！?？;；\n", r) }) {
		c = strings.TrimSpace(c)
		if n := shared(c, question); n > most && utf8.RuneCountInString(c) <= mostNamed && in.language.Says("questions", c) {
			best, most = c, n
		}
	}
	return best
}

// shared is how many pairs of characters of a text are in another.
func shared(text, other string) (n int) {
	rs := []rune(text)
	for i := range len(rs) - 1 {
		if strings.Contains(other, string(rs[i:i+2])) {
			n++
		}
	}
	return n
}
