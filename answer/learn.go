package answer

import (
	"context"
	"maps"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"huizhi/kb"
	"huizhi/linear"
	"huizhi/nlu"
	"huizhi/phrases"
)

// Lesson is a message of which it is known what it is and how to reply to it.
type Lesson struct {
	Scene *Scene
	Sort  Sort           // empty where only the ways to reply are known
	Right func(Way) bool // whether a way to reply is right
	Fold  int            // messages of one fold are weighed without having been learned

	// Weight is how many times it counts: what must be said in conversations
	// counts more than what one reader labelled.
	Weight float64
}

// Scene is a message before the ways to reply to it are weighed.
type Scene struct {
	in      *inquiry
	view    view
	weighed bool // no rule answers it
}

// Way is one way to reply to a message, for those who judge it.
type Way struct {
	Sort    Sort
	Passage *kb.Passage // of OfPassage
	Reply   Answer      // as the customer would get it; an opening in its own words
}

// Scene reads the last of some messages, after the others. ok is false where
// nothing is weighed: its very words stand in the articles, or a rule of its own
// answers it. It does not depend on any weights.
func (a *Answerer) Scene(ctx context.Context, turns []string, at time.Time) (s *Scene, ok bool, err error) {
	s, err = a.last(ctx, turns, at)
	return s, err == nil && s != nil && s.weighed, err
}

// last reads the last of some messages, after the others.
func (a *Answerer) last(ctx context.Context, turns []string, at time.Time) (s *Scene, err error) {
	var f Facts
	for _, text := range turns {
		before := f
		var q nlu.Reading
		f, q = a.language.Understand(before, text, at)
		if s, err = a.inquire(a.current(), before, f, q).scene(ctx); err != nil {
			return nil, err
		}
		if f = s.in.facts; s.weighed {
			f = f.looked(s.view.found, s.view.reply.Text)
		}
	}
	return s, nil
}

// Asked is one question of a message.
type Asked struct {
	Text  string
	Scene *Scene // nil where nothing is weighed
}

// Questions reads the last of some messages, after the others, question by question; none
// if it is answered as a whole.
func (a *Answerer) Questions(ctx context.Context, turns []string, at time.Time) (out []Asked, err error) {
	whole, err := a.last(ctx, turns, at)
	if err != nil || whole == nil || !whole.in.mayAskSeveral() {
		return nil, err
	}
	raw := turns[len(turns)-1]
	texts := a.language.Parts(raw, at)
	if len(texts) < 2 {
		return nil, nil
	}
	f := whole.in.before.at(whole.in.facts)
	for _, text := range texts[:min(nlu.MostParts, len(texts))] {
		in := a.partly(f, whole.in, text, at)
		s, err := in.scene(ctx)
		if err != nil {
			return nil, err
		}
		f = in.facts
		q := Asked{Text: text}
		if s.weighed {
			q.Scene = s
		}
		out = append(out, q)
	}
	return out, nil
}

// scene looks over what is to be weighed, if anything is.
func (in *inquiry) scene(ctx context.Context) (*Scene, error) {
	if _, ruled, err := in.ruled(ctx); ruled || err != nil {
		return &Scene{in: in}, err
	}
	found, err := in.search(ctx)
	in.matches = found
	return &Scene{in, in.view(found), true}, err
}

// ways are the ways to reply, of what sort the message may be.
func (s *Scene) ways(sorted func(features) map[Sort]float64) []way {
	return s.in.ways(s.view, sorted)
}

// shown is a way as others see it.
func (s *Scene) shown(w way) Way {
	out := Way{Sort: w.sort}
	switch in := *s.in; w.sort {
	case OfPassage:
		out.Passage = w.match.Passage
		_, out.Reply = in.finish(in.passage(w.match))
	case OfCase:
		_, out.Reply = w.work.finish(w.reply)
	case Near, Chatter, Gibberish:
		_, out.Reply = in.finish(unknown(phrases.Say("unknown."+string(w.sort)), nil))
	case Misuse:
		out.Reply.Kind = KindUnknown
	default:
		_, out.Reply = in.finish(in.act(w.sort))
	}
	return out
}

// How weights are learned.
const (
	Folds      = 4   // that lessons are parted into
	leastOften = 20  // in how many messages characters must stand to count
	sortsDecay = 0.1 // of a weight's square
	waysDecay  = 0.1
)

// Learned is weights, as files, and how well they do on messages that were not
// learned from.
type Learned struct {
	Sorts, Ways []byte
	Forecasts   []Forecast // one for each lesson
}

// Forecast is the likeliest way to reply, as weights tell that were learned from
// the other folds.
type Forecast struct {
	Way    Way
	Chance float64
	Right  bool
}

// Learn learns the weights from lessons. The same lessons give the same bytes.
func Learn(lessons []Lesson) Learned {
	sorted := make([]*sorter, Folds+1) // the last has learned from all
	sorts := make([]Sort, len(lessons))
	for i, l := range lessons {
		sorts[i] = l.sort()
	}
	inFolds(func(fold int) { sorted[fold] = sortLessons(lessons, sorts, fold) })
	exercises := make([]exercise, len(lessons))
	for i, l := range lessons {
		exercises[i] = l.exercise(sorted[l.Fold])
	}
	names := namesOf(exercises)
	weighed := make([]*linear.Choices, Folds+1)
	inFolds(func(fold int) {
		weighed[fold] = linear.TrainChoices(names, examples(lessons, exercises, names, fold), waysDecay)
	})
	ways := weighed[Folds]
	ways.Heat = heat(lessons, exercises, names, weighed)
	out := Learned{Sorts: sorted[Folds].model.Marshal(), Ways: ways.Marshal()}
	for i, l := range lessons {
		w := newWeigher(nil, &linear.Choices{Names: names, Weights: weighed[l.Fold].Weights, Heat: ways.Heat})
		w.weigh(exercises[i].ways)
		best := exercises[i].ways[0]
		out.Forecasts = append(out.Forecasts, Forecast{l.Scene.shown(best), best.chance, best.right})
	}
	return out
}

// inFolds does something for each fold and, as fold number Folds, for all
// lessons, on all cores.
func inFolds(do func(fold int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for fold := range Folds + 1 {
		g.Go(func() error { do(fold); return nil })
	}
	_ = g.Wait() // there are no errors
}

// sortLessons learns of what sort messages are, from all but one fold.
func sortLessons(lessons []Lesson, sorts []Sort, fold int) *sorter {
	s := newSorter(&linear.Classes{Names: sortNames(lessons)})
	var members []linear.Member
	for i, l := range lessons {
		if l.Fold != fold && sorts[i] != "" {
			members = append(members, linear.Member{Row: s.row(l.Scene.view.measures), Class: slices.Index(Sorts, sorts[i]), Weight: l.Weight})
		}
	}
	classes := make([]string, len(Sorts))
	for i, name := range Sorts {
		classes[i] = string(name)
	}
	s.model = linear.TrainClasses(classes, s.model.Names, members, sortsDecay)
	return s
}

// sort is of what sort a lesson's message is. Where nobody said it, it is that of
// the right ways to reply, if they are of one.
func (l Lesson) sort() Sort {
	if l.Sort != "" {
		return l.Sort
	}
	right := map[Sort]bool{}
	for _, w := range l.Scene.ways(func(features) map[Sort]float64 { return nil }) {
		if l.Right(l.Scene.shown(w)) {
			right[w.sort] = true
		}
	}
	if len(right) != 1 {
		return ""
	}
	return slices.Collect(maps.Keys(right))[0]
}

// sortNames are the features that stand in enough messages.
func sortNames(lessons []Lesson) (out []string) {
	often := map[string]int{}
	for _, l := range lessons {
		for name, value := range l.Scene.view.measures {
			if value != 0 {
				often[name]++
			}
		}
	}
	for name, n := range often {
		if n >= leastOften {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// exercise is the ways to reply to a lesson's message.
type exercise struct{ ways []way }

func (l Lesson) exercise(s *sorter) exercise {
	ways := l.Scene.ways(s.logs)
	any := false
	for i := range ways {
		ways[i].right = l.Right(l.Scene.shown(ways[i]))
		any = any || ways[i].right
	}
	if !any && l.Sort == OfPassage {
		ways[0].right = true // it was not found, and the honest reply is to say so
	}
	return exercise{ways}
}

// namesOf are the features of all ways.
func namesOf(exercises []exercise) []string {
	seen := map[string]bool{}
	for _, e := range exercises {
		for _, w := range e.ways {
			for name := range w.features {
				seen[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// examples are the exercises of all lessons but those of one fold.
func examples(lessons []Lesson, exercises []exercise, names []string, fold int) (out []linear.Example) {
	w := newWeigher(nil, &linear.Choices{Names: names})
	for i, l := range lessons {
		if l.Fold != fold {
			out = append(out, exercises[i].example(w.row, l.Weight))
		}
	}
	return out
}

func (e exercise) example(row func(features) linear.Row, weight float64) (out linear.Example) {
	out.Weight = weight
	for _, w := range e.ways {
		out.Rows, out.Right = append(out.Rows, row(w.features)), append(out.Right, w.right)
	}
	return out
}

// heat makes chances true for messages that were not learned from.
func heat(lessons []Lesson, exercises []exercise, names []string, weighed []*linear.Choices) float64 {
	sums := &linear.Choices{Names: []string{"sum"}, Weights: []float64{1}}
	w := newWeigher(nil, &linear.Choices{Names: names})
	var apart []linear.Example
	for i, l := range lessons {
		if l.Weight > 1 || l.Scene.in.goesOn() {
			continue
		}
		apart = append(apart, exercises[i].example(func(f features) linear.Row {
			return linear.Row{{Value: weighed[l.Fold].Sum(w.row(f))}}
		}, 1))
	}
	sums.Calibrate(apart)
	return sums.Heat
}

// Weights are the built-in ones, as files.
func Weights() (sorts, ways []byte) { return sortsFile, waysFile }
