package answer

import (
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/linear"
	"huizhi/nlu"
	"huizhi/phrases"
)

// way is one way to reply to a message: what a passage says, what the cases say,
// that nothing here answers it, or that it wants something else than an answer.
type way struct {
	sort     Sort
	match    kb.Match // of OfPassage
	work     *inquiry // of OfCase: how it was worked out,
	reply    Answer   // and what came of it
	features features
	chance   float64 // that it is right
	right    bool    // known of lessons only
}

//go:embed ways.tsv
var waysFile []byte

// weigher weighs ways against each other.
type weigher struct {
	sorts *sorter
	ways  *linear.Choices
	at    map[string]int
}

// readWeigher reads the weights that are built in.
func readWeigher() (*weigher, error) {
	sorts, err := readSorter()
	if err != nil {
		return nil, err
	}
	ways, err := linear.ReadChoices(waysFile)
	if err != nil {
		return nil, fmt.Errorf("ways.tsv: %w", err)
	}
	return newWeigher(sorts, ways), nil
}

func newWeigher(sorts *sorter, ways *linear.Choices) *weigher {
	w := &weigher{sorts: sorts, ways: ways, at: map[string]int{}}
	for i, name := range ways.Names {
		w.at[name] = i
	}
	return w
}

// weigh gives each way its chance, and puts the likeliest first.
func (w *weigher) weigh(ways []way) {
	var rows []linear.Row
	for _, x := range ways {
		rows = append(rows, w.row(x.features))
	}
	for i, chance := range w.ways.Chances(rows) {
		ways[i].chance = chance
	}
	slices.SortStableFunc(ways, func(a, b way) int { return cmp.Compare(b.chance, a.chance) })
}

func (w *weigher) row(f features) (r linear.Row) {
	for name, value := range f {
		if i, ok := w.at[name]; ok && value != 0 {
			r = append(r, linear.Term{Feature: i, Value: value})
		}
	}
	return inOrder(r)
}

// inOrder sorts a row by feature, so that sums are the same every time.
func inOrder(r linear.Row) linear.Row {
	slices.SortFunc(r, func(a, b linear.Term) int { return cmp.Compare(a.Feature, b.Feature) })
	return r
}

// view is what is known of a message before the ways to reply are weighed.
type view struct {
	found    []kb.Match
	measures features
	cases    bool     // the cases say something: how that
	work     *inquiry // was worked out,
	reply    Answer   // and what came of it
}

// view looks a message over.
func (in *inquiry) view(found []kb.Match) view {
	work := *in
	v := view{found: found, work: &work}
	if v.reply, v.cases = work.caseRoad(); !v.cases {
		v.reply, v.cases = work.again()
	}
	v.measures = in.measures(found, v.cases)
	in.measured = v.measures
	return v
}

// ways are all ways to reply, each with what is known of it. sorted tells of what
// sort a message may be.
func (in *inquiry) ways(v view, sorted func(features) map[Sort]float64) []way {
	logs := sorted(v.measures)
	out := []way{in.none(logs, v)}
	for i := range v.found {
		out = append(out, in.passageWay(logs, v.found[i], i == 0))
	}
	if v.cases {
		out = append(out, in.caseWay(logs, v))
	}
	for _, a := range acts {
		out = append(out, way{sort: a, features: features{"act": 1, "act sort": logs[a], "act texts": v.measures["n:texts"]}})
	}
	if in.whole != nil {
		in.ofWhole(out, sorted(in.whole.measured))
	}
	return out
}

// ofWhole adds to the ways to reply to one question what speaks for them in the message
// of which it is; logs are of what sort that may be.
func (in *inquiry) ofWhole(ways []way, logs map[Sort]float64) {
	for i := range ways {
		w := &ways[i]
		switch w.sort {
		case OfPassage:
			w.features.near(in.whole.matches, w.match.Passage)
			w.features["passage whole sort"] = logs[OfPassage]
		case OfCase:
			w.features["case part"], w.features["case whole sort"] = 1, logs[OfCase]
		case Near, Chatter, Gibberish:
			w.features["none part"], w.features["none whole sort"] = 1, logs[w.sort]
		}
	}
}

// measures is what a message is sorted by: its words, its meaning, what was
// recognised in it, and how near the passages are to it.
func (in *inquiry) measures(found []kb.Match, cases bool) features {
	q, f := in.q, features{}
	heard := cmp.Or(in.context, q.Heard())
	f.grams(heard)
	if in.Sense != nil {
		if numbers, ok := in.Sense.Point(heard); ok {
			f.point(numbers)
		}
	}
	texts, second := highest(found, func(m kb.Match) float64 { return m.Meaning.Texts })
	words, secondWords := highest(found, func(m kb.Match) float64 { return m.Words })
	first, _ := highest(found, func(m kb.Match) float64 { return m.Meaning.First })
	centre, _ := highest(found, func(m kb.Match) float64 { return m.Meaning.Centre })
	focus, _ := highest(found, func(m kb.Match) float64 { return m.Focus })
	f.measure("n:texts", 3*texts)
	f.measure("n:texts margin", 3*(texts-second))
	f.measure("n:very near", 6*max(0, texts-0.6))
	f.measure("n:words", 3*words)
	f.measure("n:words margin", 2*(words-secondWords))
	f.measure("n:first", 2*first)
	f.measure("n:centre", 2*centre)
	likely, _ := highest(found, func(m kb.Match) float64 { return m.LikelyMargin })
	f.measure("n:focus", 2*focus)
	f.measure("n:likely margin", likely/3)
	f.measure("n:aspects", float64(len(q.Aspects)))
	f.measure("n:named", float64(len(in.q.Named())))
	f.measure("n:length", float64(min(len([]rune(q.Text)), 60))/20)
	f.measure("n:rest", restOf(q)*2)
	for name, holds := range map[string]bool{
		"n:here": q.Here != nil, "n:service": q.Services != nil, "n:age": q.AgeSaid, "n:channel": q.Channel != "", "n:paper": q.Paper != "",
		"n:card": q.Generic, "n:document": len(q.Documents) > 0, "n:other document": in.otherDocument(), "n:months": q.Months > 0,
		"n:household": q.Household != nil || q.Homes != nil || q.NotHome != "", "n:elsewhere": in.elsewhere(), "n:case": cases, "n:before": in.goesOn(),
	} {
		f.measure(name, indicator(holds))
	}
	return f
}

// restOf is how much of a message nobody understood: 1 for twenty characters, at most 2.
func restOf(q nlu.Reading) float64 { return float64(min(len([]rune(q.Rest)), 40)) / 20 }

func (f features) measure(name string, value float64) { f[name] = measureShare * value }

func indicator(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}

// highest are the two highest values among matches.
func highest(found []kb.Match, value func(kb.Match) float64) (first, second float64) {
	for _, m := range found {
		switch v := value(m); {
		case v > first:
			first, second = v, first
		case v > second:
			second = v
		}
	}
	return first, second
}

// goesOn reports that something was spoken of before. One of several questions
// must stand by itself.
func (in *inquiry) goesOn() bool {
	return (in.before.Services != nil || in.before.Aspects != nil) && (!in.brief || in.q.Follow)
}

// none is that nothing here answers.
func (in *inquiry) none(logs map[Sort]float64, v view) way {
	total, likeliest := 0.0, nones[0]
	for _, s := range nones {
		total += math.Exp(logs[s])
		if logs[s] > logs[likeliest] {
			likeliest = s
		}
	}
	talk, _ := highest(in.talk, func(m kb.Match) float64 { return m.Meaning.Texts })
	return way{sort: likeliest, features: features{
		"none": 1, "none sort": math.Log(total), "none texts": v.measures["n:texts"], "none before": indicator(in.goesOn()), "none near before": indicator(likeliest == Near && in.goesOn()), "none talk texts": talk, "none elsewhere": indicator(in.elsewhere()),
	}}
}

// passageWay is what a passage says.
func (in *inquiry) passageWay(logs map[Sort]float64, m kb.Match, best bool) way {
	p := m.Passage
	asked := in.otherAspects(p)
	talk, _ := matchOf(in.talk, p)
	own := len(in.facts.Places) > 0 && !in.wider(p)
	return way{sort: OfPassage, match: m, features: features{
		"passage sort": logs[OfPassage], "passage texts": m.Meaning.Texts, "passage centre": m.Meaning.Centre, "passage words": m.Words, "passage focus": m.Focus,
		"passage texts margin": m.MeaningMargin, "passage words margin": m.WordsMargin, "passage best": indicator(best),
		"passage opens": indicator(p.Lead), "passage very near": 4 * max(0, m.Meaning.Texts-0.75),
		"passage place": indicator(own), "passage wider": indicator(len(in.facts.Places) > 0 && !own),
		"passage everywhere": indicator(len(in.facts.Places) > 0 && slices.Contains(p.Article.Scope, place.Nation)),
		"passage document":   indicator(in.facts.Document != "" && in.about(p, in.facts.Document)), "passage other service": indicator(in.otherService(p)), "passage unnamed document": indicator(in.cardOnly() && in.othersOnly(p)), "passage before": indicator(in.goesOn()),
		"passage not aspect": float64(asked),
		"passage likely":     m.Likely, "passage likely margin": m.LikelyMargin, "passage likeliest": indicator(m.Likely == 0),
		"passage talk texts": talk.Meaning.Texts, "passage talk words": talk.Words, "passage talk margin": talk.MeaningMargin,
		"passage talk best": indicator(len(in.talk) > 0 && in.talk[0].Passage == p), "passage talk very near": 4 * max(0, talk.Meaning.Texts-0.75),
		"passage again": indicator(in.before.Found == p.ID), "passage same article": indicator(in.goesOn() && in.before.Found.In() == p.Article.ID),
	}}
}

// near adds how near a passage is to the message of which one question is weighed.
func (f features) near(matches []kb.Match, p *kb.Passage) {
	m, _ := matchOf(matches, p)
	f["passage part"] = 1
	f["passage whole texts"], f["passage whole words"] = m.Meaning.Texts, m.Words
	f["passage whole margin"], f["passage whole likely"] = m.MeaningMargin, m.LikelyMargin
	f["passage whole best"] = indicator(len(matches) > 0 && matches[0].Passage == p)
}

// otherAspects counts the aspects asked that none of a passage's questions names.
func (in *inquiry) otherAspects(p *kb.Passage) (n int) {
	for _, a := range in.q.Aspects {
		asks := func(question string) bool { return in.language.AsksFor(a, question) }
		if a != nlu.How && !slices.ContainsFunc(p.Questions, asks) { // that has no words of its own
			n++
		}
	}
	return n
}

// caseWay is what the cases say.
func (in *inquiry) caseWay(logs map[Sort]float64, v view) way {
	q, m := in.q, v.measures
	return way{sort: OfCase, work: v.work, reply: v.reply, features: features{
		"case": 1, "case elsewhere": indicator(in.elsewhere()), "case sort": logs[OfCase], "case texts": m["n:texts"], "case words": m["n:words"], "case focus": m["n:focus"], "case rest": m["n:rest"],
		"case aspects": float64(len(q.Aspects)), "case named": float64(len(in.q.Named())), "case asks": indicator(v.reply.Kind == KindAsk),
		"case single": indicator(q.Single), "case explains": indicator(q.Rest == ""),
		"case likely margin": m["n:likely margin"],
		"case circumstance":  indicator(in.language.Says("circumstance", q.Text)),
		"case again":         indicator(in.before.CaseSaid != "" && in.before.CaseSaid == sum(v.reply.Text)), "case before": indicator(in.goesOn()), "case told": indicator(in.goesOn() && in.tellsMore()),
		"case whole": indicator(len(q.Aspects) == 0 || q.Asks(nlu.How) || q.Asks(kb.Can)), "case asks anew": indicator(in.goesOn() && in.asksAnew()),
		"case rest before": m["n:rest"] * indicator(in.goesOn()),
		"case person":      indicator(q.AgeSaid || q.Household != nil || q.Homes != nil),
	}}
}

// caseSaid is what the cases say among some ways.
func caseSaid(ways []way) string {
	if i := slices.IndexFunc(ways, func(w way) bool { return w.sort == OfCase }); i >= 0 {
		return ways[i].reply.Text
	}
	return ""
}

// elsewhere reports a question that names another office's document and none of
// ours: 结婚证丢了怎么补.
func (in *inquiry) elsewhere() bool {
	return in.q.Documents == nil && in.language.Says("elsewhere", in.q.Text)
}

// heading is what a way is called on a button; empty for one without a heading.
func (w way) heading() string {
	if w.sort != OfPassage {
		return ""
	}
	return w.match.Passage.Questions[0]
}

// button is what an act is called on a button.
func (s Sort) button() string { return phrases.Say("act.button." + string(s)) }
