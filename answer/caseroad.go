package answer

import (
	"context"
	"slices"
	"strings"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// caseRoad answers from the articles' cases. ok is false when the question is
// not about a case field, or is about a document that has no cases.
func (in *inquiry) caseRoad() (Answer, bool) {
	overcharged := in.overcharged()
	if in.onlyPlace() {
		return in.whichService(), true
	}
	if len(in.q.Aspects) == 0 && !in.bare() && !overcharged || in.otherDocument() {
		return Answer{}, false
	}
	if len(in.q.Named()) == 0 && in.language.Says("looks", in.q.Text) {
		return Answer{}, false // 没丢没坏，就是照片太丑: no ground of the law
	}
	q := in.query()
	switch {
	case overcharged:
		q.Aspects = []nlu.Aspect{kb.Fee}
	case len(q.Aspects) == 0:
		q.Aspects = []nlu.Aspect{nlu.How}
	}
	if q.Guessed && !in.q.Says() && !in.domestic() {
		return Answer{}, false
	}
	r, ok := in.book().Answer(q)
	return told(r), ok
}

// query is the message as a question about the cases.
func (in *inquiry) query() cases.Query {
	services, guessed := in.subject()
	return cases.Query{
		Person: in.facts.person(), At: in.facts.Places, Unsure: in.facts.Unsure, Both: in.facts.Both, Named: in.facts.Services, Services: services, Guessed: guessed,
		Aspects: in.q.Aspects, Reading: in.q, Asked: in.facts.Asked, Today: in.facts.At, Brief: in.brief,
	}
}

// told is what the cases say, as a reply.
func told(r cases.Reply) Answer {
	a := Answer{Kind: KindAnswer, Text: r.Text, Asks: r.Asks, Suggest: r.Suggest, Place: r.Place, ours: r.Ours, used: r.Used}
	if a.Asks != "" {
		a.Kind = KindAsk
		return a
	}
	a.Sources = statementSources(r.Used)
	return a
}

// overcharged reports a sum taken for granted that no article states: 首次办证交
// 的20块怎么付.
func (in *inquiry) overcharged() bool {
	one, ok := in.facts.Services.One()
	open := len(in.q.Aspects) == 0 || in.q.Asks(nlu.How) || in.q.Asks(kb.Can)
	if !ok || one == kb.Receipt || !open || !strings.ContainsAny(in.q.Claim.Quantity, nlu.Yuan+"块") {
		return false
	}
	q := in.query()
	q.Aspects = []nlu.Aspect{kb.Fee}
	return in.book().Refuted(q)
}

// domestic reports a message that may well be about a card though it names
// none: it speaks of 证 or 窗口, or says nothing that is not understood.
func (in *inquiry) domestic() bool {
	return in.language.Says("ours", in.q.Text) || len([]rune(in.q.Rest)) < 3
}

// onlyPlace reports a message that says where they are and nothing more.
func (in *inquiry) onlyPlace() bool {
	named := in.facts.Services != nil || in.q.Generic || len(in.q.Aspects) > 0
	return in.q.Here != nil && !named && (in.q.Rest == "" || in.contentless(in.withoutPlaces()))
}

// introduces reports an opening that says who or where they are and asks
// nothing yet: 我65岁了, 我是湖南的.
func (in *inquiry) introduces() bool {
	q := in.q
	named := in.facts.Services != nil || q.Generic || q.Documents != nil || q.Channel != "" || q.Paper != ""
	asks := len(q.Aspects)+len(in.facts.Aspects) > 0 || q.Open || q.Hours || q.Follow || q.Compare
	return q.Says() && !named && !asks && (len([]rune(q.Rest)) <= 1 || in.contentless(in.withoutPlaces()))
}

// mostUnheard is how many characters nobody understood a message may hold that
// only tells more.
const mostUnheard = 1

// toldMore answers what was asked before once more, after a message that only adds
// a fact: 我们是湖北的. ok is false for any other message.
func (in *inquiry) toldMore(context.Context) (a Answer, ok bool, err error) {
	asks := len(in.q.Aspects) > 0 && !in.q.Follow || in.q.Services != nil
	if !in.goesOn() || !in.q.Says() || asks || len([]rune(in.q.Rest)) > mostUnheard {
		return Answer{}, false, nil
	}
	if v := in.view(nil); v.cases {
		*in = *v.work
		return v.reply, true, nil
	}
	if in.facts.Services == nil {
		return Answer{}, false, nil
	}
	// what was asked before is not asked of this: who has to come, for a receipt
	in.q.Aspects = []nlu.Aspect{nlu.How}
	if a, ok = in.caseRoad(); !ok {
		in.q.Aspects = nil
	}
	return a, ok, nil
}

// whichService asks what they want done.
func (in *inquiry) whichService() Answer {
	return Answer{Kind: KindAsk, Asks: AsksService, Text: phrases.Say("ask.service", in.book().Listed(cases.Everyday)), Suggest: in.book().Names(cases.Everyday)}
}

// maxChatter is how many characters nobody understood a message may hold and
// still be taken for a question about our cases, if it names none of them.
const maxChatter = 8

// bare reports a message that names a service and asks nothing: 广州身份证丢了.
func (in *inquiry) bare() bool {
	if in.facts.Services.Only(kb.Receipt) {
		return in.q.Rest == ""
	}
	if len([]rune(in.q.Rest)) >= 2 && in.language.Says("may", in.q.Text) {
		return false // 身份证丢了能坐高铁吗
	}
	if in.q.Must || in.language.Says("questions", in.q.Text) && len([]rune(in.q.Rest)) >= nlu.LeastContent {
		return false // 身份证照片要什么底色
	}
	most := maxChatter
	if in.goesOn() && in.q.Services == nil {
		most = mostUnheard // within a talk what is not understood is what is asked
	}
	return (in.facts.Services != nil || in.q.Generic) && (in.q.Says() || in.q.Generic) && len([]rune(in.q.Rest)) <= most
}

// otherDocument reports a question about a document that our cases do not cover.
func (in *inquiry) otherDocument() bool {
	receipt := slices.Contains(in.facts.Services, kb.Receipt)
	return in.facts.Document != "" && in.facts.Document != kb.IDCard && !receipt
}

// subject is the services the question is about. guessed reports that the
// message does not say what it is about at all.
func (in *inquiry) subject() (services kb.Set[kb.Service], guessed bool) {
	if in.facts.Services != nil {
		return in.facts.Services, false
	}
	named := in.q.Generic || slices.Contains(in.q.Documents, kb.IDCard)
	return cases.Everyday, !named && (in.brief || in.facts.Document != kb.IDCard)
}

// warned answers a question about fingerprints where the place has a rule of its own.
func (in *inquiry) warned(context.Context) (a Answer, ok bool, err error) {
	alone := len(in.q.Named()) == 0 && in.q.Channel == ""
	if !alone || !in.language.Says("fingerprints", in.q.Text) || in.language.Says("why", in.q.Text) {
		return Answer{}, false, nil
	}
	q := in.query()
	q.Aspects = []nlu.Aspect{kb.Warn}
	r, ok := in.book().Warned(q)
	in.aside = ok
	return told(r), ok, nil
}
