package answer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huizhi/cases"
	"huizhi/grounding"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
	"huizhi/personal"
	"huizhi/phrases"
)

// Kind says what a reply is.
type Kind string

// The kinds of reply.
const (
	KindAnswer    Kind = "answer"    // with sources
	KindAsk       Kind = "ask"       // one fact is needed first; Asks names it
	KindUnknown   Kind = "unknown"   // we do not know; Suggest has what is near
	KindHandoff   Kind = "handoff"   // a person is wanted
	KindOrder     Kind = "order"     // a photo receipt is wanted, or the state of an order
	KindSmalltalk Kind = "smalltalk" //
)

// What an answer may ask back, and AsksDocument, which is only told.
const (
	AsksPlace     = cases.AsksPlace
	AsksService   = cases.AsksService
	AsksAge       = cases.AsksAge
	AsksHousehold = cases.AsksHousehold
	AsksDocument  = "document"
)

// Source is where an answer comes from.
type Source struct {
	Article kb.ArticleID `json:"article"`
	Title   string       `json:"title"`
	Body    string       `json:"body"`
	Date    string       `json:"date"`
	Checked string       `json:"checked"`
	URL     string       `json:"url"`
}

// Cite words a source in one line, with its dates.
func (s Source) Cite() string {
	text := phrases.Say("screen.source", s.Body, s.Title, s.Date, s.Checked)
	if s.URL != "" {
		text += " " + s.URL
	}
	return text
}

// Answer is a reply. Text holds no sources: channels show them their own way.
type Answer struct {
	Kind    Kind
	Text    string       // at most maxReply characters
	More    string       // what did not fit
	Passage kb.PassageID // what it quotes, if it quotes one
	Place   place.Name
	Service kb.Service
	Asks    string
	Sources []Source
	Suggest []string // buttons: ways to go on
	Act     Sort     // what seems to be wanted instead of an answer, or beside it: a button offers it

	ours []string        // lines of Text that no model may word: lists, warnings of our own
	used []*kb.Statement // what it rests on, if it was merged from cases
}

// States reports an answer from the cases that states a field.
func (a Answer) States(f kb.Field) bool {
	return slices.ContainsFunc(a.used, func(s *kb.Statement) bool { return s.Field == f })
}

// addOurs adds a line that stays as we word it.
func (a *Answer) addOurs(line string) {
	a.Text, a.ours = phrases.Lines(a.Text, line), append(a.ours, line)
}

// lead puts a line of ours before a reply.
func (a *Answer) lead(line string) {
	a.Text, a.ours = phrases.Lines(line, a.Text), append(a.ours, line)
}

// Searcher finds passages, best first.
type Searcher interface {
	Search(ctx context.Context, q kb.Query, n int) ([]kb.Match, error)
}

// Sense tells where a text lies among all texts by what it means; ok is false for
// one without meaning.
type Sense interface {
	Point(text string) (numbers []float32, ok bool)
}

// Knowledge is one snapshot of what we know. One answer uses one snapshot.
type Knowledge struct {
	Corpus *kb.Corpus
	Index  Searcher
	Sense  Sense // nil where meaning is not known
}

// Answerer answers questions. It holds no conversation: that is in Facts.
type Answerer struct {
	language *Language
	current  func() Knowledge
	reader   Reader // nil for none
	writer   Model  // nil for none
	checker  *grounding.Checker
	prompt   string // the writer's
	spent    *counter
}

// New returns an Answerer over whatever knowledge is current when asked.
func New(language *Language, current func() Knowledge) *Answerer {
	return &Answerer{language: language, current: current, spent: newCounter()}
}

// WithReader returns an Answerer that lets a model choose among what was found.
func (a Answerer) WithReader(r Reader) *Answerer {
	a.reader, a.spent = r, newCounter()
	return &a
}

// WithWriter returns an Answerer that lets a model word what it may; the checker holds its
// sentences against ours.
func (a Answerer) WithWriter(m Model, checker *grounding.Checker) *Answerer {
	a.writer, a.checker, a.prompt, a.spent = m, checker, wordPrompt, newCounter()
	return &a
}

// Tally is what the model did and cost so far.
func (a *Answerer) Tally() Tally { return a.spent.snapshot() }

// Answer reads a message, remembers what it says and replies. It fails only
// when the search does.
func (a *Answerer) Answer(ctx context.Context, f Facts, text string, at time.Time) (Facts, Answer, error) {
	f, reply, _, err := a.Follow(ctx, f, text, at, nil)
	return f, reply, err
}

// wholeTime is how long one reply may take with a model, both calls together.
const wholeTime = 40 * time.Second

// Follow is Answer for those who watch: show gets what is sure so far of a
// reply that a model words, and the trace tells how it came about. The Answer
// counts: it need not go on from what was shown.
func (a *Answerer) Follow(ctx context.Context, before Facts, text string, at time.Time, show func(string)) (Facts, Answer, Trace, error) {
	var t Trace
	ctx, cancel := context.WithTimeoutCause(ctx, wholeTime, &ModelError{Reason: Overtime})
	defer cancel()
	defer func() { a.spent.add(&t) }()
	if i, ok := nlu.Choice(text, len(before.Offered)); ok && at.Sub(before.At) < fadeAfter && !slices.Contains(before.Offered, phrases.Say("button.under16")) {
		text = before.Offered[i]
	}
	in, reply, err := a.reply(ctx, before, text, at, &t)
	if err != nil {
		return before, Answer{}, t, fmt.Errorf("answer: %w", err)
	}
	reply = a.word(ctx, in, reply, &t, show)
	f, reply := in.finish(reply)
	t.Kind = reply.Kind
	return f, reply, t, nil
}

// reply answers from what the articles say: the whole message, then question
// by question if that tells more, then as a reader takes it.
func (a *Answerer) reply(ctx context.Context, before Facts, text string, at time.Time, t *Trace) (*inquiry, Answer, error) {
	f, q := a.language.Understand(before, text, at)
	in := a.inquire(a.current(), before, f, q)
	reply, err := in.reply(ctx)
	if err != nil {
		return in, reply, err
	}
	t.read(in, reply)
	if in.exact != nil {
		if !before.Ages.Any() { // a heading is about nobody of whom more is known
			in.facts.Ages, in.facts.Kin, in.facts.Self = before.Ages, before.Kin, before.Self
		}
		return in, reply, nil
	}
	asked, err := a.several(ctx, before, in, text, at)
	if err != nil {
		return in, reply, err
	}
	whole := *in
	reply, whole.joint = asked.joined(in, reply)
	if whole.joint {
		for _, p := range asked.parts {
			t.read(p.in, p.reply)
		}
	}
	if a.reader != nil && whole.readable() {
		if again, better, ok := a.reread(ctx, &whole, asked.parts, reply, t); ok {
			in, reply = again, better
		}
	}
	return in, reply, nil
}

// inquire begins to answer a message, after what was said before it.
func (a *Answerer) inquire(know Knowledge, before, f Facts, q nlu.Reading) *inquiry {
	return &inquiry{Knowledge: know, language: a.language, before: before, facts: f, q: q, places: know.Corpus.Places}
}

// inquiry is one message being answered.
type inquiry struct {
	Knowledge
	language *Language
	before   Facts // what was known before the message
	facts    Facts
	q        nlu.Reading
	places   *place.Gazetteer
	context  string      // what a question without a subject is searched with
	brief    bool        // one of several questions: say only what was asked
	chosen   bool        // a reader chose
	named    bool        // what it was taken for is said of all of them
	whole    *inquiry    // the story of which it is one question, if it is of one
	aside    bool        // one thing was answered, beside the fields
	computed bool        // a rule took the question for one that it computes
	joint    bool        // several questions were answered, each in a case of its own
	exact    *kb.Passage // what was written for these very words
	matches  []kb.Match  // what the search found
	talk     []kb.Match  // and what it found for the message together with the one before
	measured features    // what it is sorted by
	options  []way       // ways to reply, the likeliest first, if they were weighed
	chance   float64     // that what was taken is right, if an answer is wanted
	quoted   *kb.Passage // what the reply quotes, if it does,
	match    kb.Match    // and how well that answers the question
}

// reply answers what a rule answers by that rule, and weighs anything else.
func (in *inquiry) reply(ctx context.Context) (Answer, error) {
	if a, ok, err := in.ruled(ctx); ok || err != nil {
		return a, err
	}
	if in.foreigner() {
		return in.forThem(ctx)
	}
	return in.choose(ctx)
}

// again takes a message that only adds facts for another round of the last
// question.
func (in *inquiry) again() (Answer, bool) {
	aspects := in.facts.Aspects
	if len(aspects) == 0 && in.q.Services == nil && in.facts.Services != nil {
		aspects = []nlu.Aspect{nlu.How} // 身份证丢了 … 我是福建的
	}
	anew := in.language.Says("questions", in.q.Text) && len([]rune(in.q.Rest)) >= nlu.LeastContent
	if len(in.q.Aspects) > 0 || len(aspects) == 0 || !in.q.Says() || anew {
		return Answer{}, false
	}
	in.q.Aspects = aspects
	return in.caseRoad()
}

// finish adds what every reply carries and what the conversation remembers.
func (in *inquiry) finish(a Answer) (Facts, Answer) {
	f := in.facts
	if a.Asks != "" {
		f.Asked = append(slices.Clip(f.Asked), a.Asks)
	}
	var closing []string
	if in.q.Masked != personal.Kinds(0) {
		closing = append(closing, phrases.Say("answer.masked"))
	}
	if a.Kind == KindAnswer && !f.Told {
		f.Told = true
		closing = append(closing, phrases.Say("answer.third_party"))
	}
	f = f.turned(in.q.Said, a.Text)
	whole := sum(a.Text)
	if !in.asksAnew() {
		a = f.again(in.q.Text, a)
	}
	f.LastAsked, f.LastSaid = sum(in.q.Text), whole
	f.Offered, f.Ordering = a.Suggest, a.Kind == KindOrder && a.Act == Ordering
	if in.options != nil {
		f = f.looked(in.matches, caseSaid(in.options))
	}
	f.Quoted = a.Kind == KindAnswer && len(a.used) == 0
	if a.Kind == KindAnswer {
		f.Basis = a.Sources[:min(mostBasis, len(a.Sources))]
	}
	if a.Place == "" && len(f.Places) == 1 && a.Kind != KindSmalltalk {
		a.Place = in.book().City(f.Places[0])
	}
	if one, ok := f.Services.One(); ok && a.Service == "" {
		a.Service = one
	}
	if a.Place == place.Nation {
		a.Place = ""
	}
	if line := in.english(a); line != "" {
		a.lead(line)
	}
	a.Text, a.More = fit(a.Text, a.More, phrases.Lines(closing...))
	return f, a
}

// book is what the cases are answered from.
func (in *inquiry) book() cases.Book {
	return cases.Book{Corpus: in.Corpus, Places: in.places, Language: in.language.Language}
}
