package answer

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"huizhi/cases"
	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// placement is where a model puts a question that the rules could not place:
// words of the closed vocabulary, never a place.
type placement struct {
	Service kb.Service
	Age     string
	Aspect  nlu.Aspect
}

// wirePlacement is the model's reply. Each word comes with what the customer said for it.
type wirePlacement struct {
	Service, Age, Aspect struct{ Is, Because string }
}

// errPlacement is a reply that is not the JSON object asked for.
var errPlacement = errors.New("not a placement")

// maxPlacement is the longest reply that is read, in bytes.
const maxPlacement = 4 << 10

// hans is a reason that says something: two Chinese characters.
var hans = regexp.MustCompile(`\p{Han}.*\p{Han}`)

// readPlacement reads a model's reply. A word that is not in the vocabulary,
// or whose reason is not in the customer's text, is left out.
func readPlacement(reply, text string, words closedWords) (placement, error) {
	reply = strings.TrimSpace(reply)
	if inner, ok := strings.CutPrefix(reply, "```json"); ok {
		reply = strings.TrimSuffix(inner, "```")
	}
	if len(reply) > maxPlacement {
		return placement{}, errPlacement
	}
	d := json.NewDecoder(strings.NewReader(reply))
	var p *wirePlacement
	if d.Decode(&p) != nil || p == nil {
		return placement{}, errPlacement
	}
	if _, err := d.Token(); err != io.EOF {
		return placement{}, errPlacement
	}
	said := func(because string) bool {
		return hans.MatchString(because) && strings.Contains(text, because)
	}
	var out placement
	if _, ok := kb.Find(words.Services, p.Service.Is); ok && said(p.Service.Because) {
		out.Service = kb.Service(p.Service.Is)
	}
	if _, ok := kb.Find(words.Aspects, p.Aspect.Is); ok && said(p.Aspect.Because) {
		out.Aspect = nlu.Aspect(p.Aspect.Is)
	}
	if slices.Contains(words.Ages, p.Age.Is) && said(p.Age.Because) {
		out.Age = p.Age.Is
	}
	return out, nil
}

// apply adds to a question what its words did not say plainly, and returns what
// it added. What the rules found stays.
func (p placement) apply(q nlu.Reading) (nlu.Reading, placement) {
	var used placement
	if p.Service != "" && q.Services == nil {
		q.Services, used.Service = kb.Set[kb.Service]{p.Service}, p.Service
	}
	if ages, err := kb.ParseAges(p.Age); p.Age != "" && err == nil && !q.AgeSaid {
		q.Ages, q.AgeSaid, used.Age = ages, true, p.Age
	}
	if p.Aspect != "" && len(q.Aspects) == 0 {
		q.Aspects, used.Aspect = []nlu.Aspect{p.Aspect}, p.Aspect
	}
	q.Rest = "" // the model accounts for the rest
	return q, used
}

// placed is a question as the words of our vocabulary.
func placed(q nlu.Reading, age string) placement {
	p := placement{Age: age}
	p.Service, _ = q.Services.One()
	if len(q.Aspects) > 0 {
		p.Aspect = q.Aspects[0]
	}
	return p
}

// names words a placement for the customer, and for the search.
func (p placement) names(words *kb.Vocabulary) string {
	var out []string
	if p.Service != "" {
		t, _ := kb.Find(words.Services, string(p.Service))
		out = append(out, t.Name)
	}
	if ages, err := kb.ParseAges(p.Age); p.Age != "" && err == nil {
		out = append(out, cases.Years(ages))
	}
	if p.Aspect != "" {
		out = append(out, phrases.Say("field."+string(p.Aspect)))
	}
	return strings.Join(out, phrases.Say("placed.and"))
}

// lost reports a question that the rules could not place, and that may be
// ours all the same.
func (in *inquiry) lost(reply Answer) bool {
	outside := in.foreigner() || in.elsewhere() || len(in.options) > 0 && in.options[0].sort == Chatter && in.options[0].chance >= sure
	return reply.Kind == KindUnknown && in.q.Intent == nlu.Ask && !outside
}

// place asks the model where a question belongs and tries again. When that
// does not help, the reply stays what it was. Nothing of it is remembered: the
// customer has not said it.
func (a *Answerer) place(ctx context.Context, before Facts, in *inquiry, reply Answer, at time.Time, t *Trace) (*inquiry, Answer) {
	p, ok := a.placement(ctx, in, t)
	q, used := p.apply(a.language.Read(in.q.Text, at))
	names := placed(q, used.Age).names(in.Corpus.Words)
	switch {
	case !ok, used == placement{}:
		return in, reply
	case !in.ours():
		return in, placedOffer(reply, names, t)
	}
	q.Masked = in.q.Masked
	again := a.inquire(in.Knowledge, before, in.facts, q)
	again.facts, again.q = a.language.settle(before, q, at)
	again.context = in.withoutPlaces() + names
	better, err := again.reply(ctx)
	if err != nil || better.Kind != KindAnswer && better.Kind != KindAsk {
		return in, reply // what was known stays
	}
	again.facts = in.facts // what a model guessed is not remembered
	t.read(again, better)
	t.Placed = names
	better.lead(phrases.Say("placed.as", names))
	return again, better
}

// placedOffer asks whether a question means what a model takes it for: nothing in it
// says that it is about our documents.
func placedOffer(reply Answer, names string, t *Trace) Answer {
	t.Offered = names
	reply.Text = phrases.Lines(phrases.Say("unknown.offer"), phrases.Say("unknown.item", names))
	reply.Suggest = append([]string{names}, reply.Suggest...)
	return reply
}

// placement asks the model for the words of our vocabulary that a question means.
func (a *Answerer) placement(ctx context.Context, in *inquiry, t *Trace) (p placement, ok bool) {
	done, failed := a.call(ctx, a.prompts.toPlace(in.q.Text), nil, t)
	if failed != "" {
		return p, false
	}
	p, err := readPlacement(done.Text, in.q.Text, a.prompts.words)
	if err != nil {
		t.Calls[len(t.Calls)-1].Failed = Garbled
	}
	return p, err == nil && p != placement{}
}

// ours reports a question that names a document or a service of ours, or speaks
// of 证, of 窗口 and the like.
func (in *inquiry) ours() bool {
	return len(in.q.Documents) > 0 || in.q.Services != nil || in.language.Says("ours", in.q.Text)
}
