package answer

import (
	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// mostBasis is how many sources of the last answer are kept, for whoever doubts it.
const mostBasis = 2

// talks takes 那弄吧 for an order only while a receipt is spoken of, and 真的吗 for a
// doubt only where something was said.
func (f Facts) talks(q nlu.Reading) nlu.Reading {
	of := q.Services
	if of == nil {
		of = f.Services
	}
	ahead := of.Only(kb.Receipt) && len(q.Named()) == 0 && !q.Generic
	if q.Intent == nlu.GoAhead && !ahead || q.Intent == nlu.Doubt && len(f.Basis) == 0 {
		q.Intent = nlu.Ask
	}
	return q
}

// help tells whoever may come to harm where help is, and nothing else.
func help(i nlu.Intent) Answer {
	return Answer{Kind: KindSmalltalk, Text: phrases.Say("talk." + string(i))}
}

// basis tells what the last answer rests on.
func (in *inquiry) basis() Answer {
	a := Answer{Kind: KindAnswer, Text: phrases.Say("talk.doubt"), Sources: in.before.Basis}
	for _, s := range in.before.Basis {
		a.addOurs(phrases.Say("talk.basis", s.Body, s.Title, s.Date, s.Checked))
	}
	return a
}

// inPassing goes on with what is spoken of, after a remark that asks nothing: the next
// things to ask about it are buttons.
func (in *inquiry) inPassing() Answer {
	a := Answer{Kind: KindSmalltalk, Text: phrases.Say("talk.remark")}
	if in.asksAnew() {
		a = Answer{Kind: KindUnknown, Text: phrases.Say("talk.unclear")}
	}
	if in.facts.Services == nil {
		return a
	}
	for _, x := range []nlu.Aspect{kb.Bring, kb.Where, kb.Fee, kb.Time} {
		if !in.facts.asked(x) {
			a.Suggest = append(a.Suggest, in.book().Listed(in.facts.Services)+phrases.Say("field."+string(x)))
		}
	}
	a.Suggest = a.Suggest[:min(mostOffers, len(a.Suggest))]
	return a
}

// asked reports what was asked last.
func (f Facts) asked(a nlu.Aspect) bool {
	for _, x := range f.Aspects {
		if x == a {
			return true
		}
	}
	return false
}
