package answer

import (
	"hash/fnv"
	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
	"slices"
	"strconv"
	"strings"
)

// mostBasis is how many sources of the last answer are kept, for whoever doubts it.
const mostBasis = 2

// talks takes 那弄吧 for an order only while a receipt is spoken of, and 真的吗 for a
// doubt only where something was said; whoever orders and names a city goes on ordering.
func (f Facts) talks(q nlu.Reading) nlu.Reading {
	switch {
	case q.Intent == nlu.GoAhead && !f.mayOrder(q), q.Intent == nlu.Doubt && len(f.Basis) == 0:
		q.Intent = nlu.Ask
	case q.Intent == nlu.Ask && f.Ordering && namesCity(q):
		q.Intent = nlu.Order
	}
	return q
}

// namesCity reports a message that names a place and asks nothing: 清远, 说错了,是新会.
func namesCity(q nlu.Reading) bool {
	most := mostUnheard
	if q.Follow {
		most = maxFollow
	}
	asks := len(q.Aspects) > 0 || q.Services != nil && !q.Services.Only(kb.Receipt)
	return q.Here != nil && !asks && len([]rune(q.Rest)) <= most
}

// mayOrder reports that what somebody wants done may be a receipt.
func (f Facts) mayOrder(q nlu.Reading) bool {
	of := q.Services
	if of == nil {
		of = f.Services
	}
	other := len(q.Named()) > 0 || q.Generic || q.Documents != nil && q.Documents[0] != kb.IDCard
	return !other && (of.Only(kb.Receipt) || q.Services == nil && (f.Needed || f.Ordering || q.Sheets))
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

// inPassing goes on with what is spoken of, after a remark that asks nothing, and owns
// up to one that may have weight; what it may have meant, and the next things to ask,
// are buttons.
func (in *inquiry) inPassing(best way, meant []string) Answer {
	a := Answer{Kind: KindSmalltalk, Text: phrases.Say("talk.remark")}
	switch {
	case in.asksAnew(), best.sort == Gibberish:
		a = Answer{Kind: KindUnknown, Text: phrases.Say("talk.unclear")}
	case best.sort == Near || best.chance < surelyTalk && len([]rune(in.q.Rest)) >= nlu.LeastContent:
		a = Answer{Kind: KindUnknown, Text: phrases.Say("talk.noted")}
	}
	a.Suggest = meant
	for _, x := range []nlu.Aspect{kb.Bring, kb.Where, kb.Fee, kb.Time} {
		if in.facts.Services != nil && !slices.Contains(in.facts.Aspects, x) {
			a.Suggest = append(a.Suggest, in.book().Listed(in.facts.Services)+phrases.Say("field."+string(x)))
		}
	}
	a.Suggest = a.Suggest[:min(mostOffers, len(a.Suggest))]
	return a
}

// surelyTalk is how likely a remark must be mere talk, to be taken as that.
const surelyTalk = 0.8

// again says that an answer is the one just given, and its first line, unless the same
// was asked again.
func (f Facts) again(asked string, a Answer) Answer {
	if a.Kind != KindAnswer || f.LastSaid != sum(a.Text) || f.LastAsked == sum(asked) {
		return a
	}
	first, rest, _ := strings.Cut(a.Text, "\n")
	if strings.HasSuffix(first, "：") || slices.Contains(a.ours, first) { // the head of a list, or of a reply, is nothing by itself
		first, rest = a.Text, ""
	}
	a.Text, a.More, a.ours = phrases.Lines(phrases.Say("talk.same"), first), phrases.Lines(rest, a.More), nil
	return a
}

func sum(text string) string {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return strconv.FormatUint(h.Sum64(), 36)
}
