package eval

import (
	"context"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"

	"huizhi/answer"
)

// Knowing is a reader that knows the labels of one message: what a model could do at
// best. It says nothing of the case.
type Knowing struct{ Message Message }

// Read chooses what the labels say.
func (k *Knowing) Read(_ context.Context, m answer.Matter) (o answer.Opinion, call answer.Call) {
	call.Prompt.Purpose, o.Shown = answer.ToRead, len(m.Candidates)
	switch sort := k.Message.Sort(); {
	case len(k.Message.Asks) > 0:
		for _, p := range k.Message.Asks {
			o.Asks = append(o.Asks, answer.Reread{Question: k.question(p), Picks: picks(p, m)})
		}
	case sort == answer.OfPassage || sort == answer.OfCase:
		p := Point{Span: k.Message.Text, Passages: k.Message.Passages}
		o.Asks = []answer.Reread{{Picks: picks(p, m)}}
	default:
		o.Act = string(sort)
	}
	return o, call
}

// question is how a point is asked: in full, if it is the only one.
func (k *Knowing) question(p Point) string {
	if len(k.Message.Asks) == 1 && k.Message.Full != "" {
		return k.Message.Full
	}
	return p.Span
}

// picks are the candidates that answer a point, and the fields of the cases that do.
func picks(p Point, m answer.Matter) (out []string) {
	for _, a := range p.Aspects {
		out = append(out, string(a))
	}
	for i, c := range m.Candidates {
		if slices.Contains(p.Passages, c.ID) {
			out = append(out, strconv.Itoa(i+1))
		}
	}
	return out
}

// Spoiled is a reader of whose choices a share is made at random: what a weak model does.
// The same message is spoiled in the same way each time.
type Spoiled struct {
	answer.Reader
	Share float64
}

// Read spoils what the reader says.
func (s Spoiled) Read(ctx context.Context, m answer.Matter) (answer.Opinion, answer.Call) {
	o, call := s.Reader.Read(ctx, m)
	h := fnv.New64a()
	_, _ = h.Write([]byte(m.Said)) // never fails
	dice := rand.New(rand.NewPCG(h.Sum64(), 1))
	for i := range o.Asks {
		if dice.Float64() < s.Share {
			o.Asks[i].Picks = []string{anything(m, dice)}
		}
	}
	return o, call
}

// anything is a candidate, or a field of the cases, whichever comes.
func anything(m answer.Matter, dice *rand.Rand) string {
	n := dice.IntN(len(m.Candidates) + 3)
	if n < len(m.Candidates) {
		return strconv.Itoa(n + 1)
	}
	return string(answer.ReadAspects[dice.IntN(len(answer.ReadAspects))])
}
