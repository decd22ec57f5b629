package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"huizhi/answer"
	"huizhi/eval"
	"huizhi/phrases"
)

// train learns the weights by which ways to reply are weighed, from labelled
// messages and from the questions of which it is known what must be said. With
// -out it writes them there; without, it says whether the built-in ones are those.
func train(ctx context.Context, c *call) error {
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	messages, err := eval.ReadMessages(c.config.labels)
	if err != nil {
		return err
	}
	demands := eval.Demands(lib.current.Load().Corpus)
	if c.config.questions != "" {
		conversations, err := eval.ReadConversations(c.config.questions)
		if err != nil {
			return err
		}
		for _, x := range conversations {
			demands = append(demands, x.Demand())
		}
	}
	if err := c.learnMessages(ctx, lib, messages, demands); err != nil {
		return err
	}
	lessons, err := lessonsOf(ctx, answers, messages, demands)
	if err != nil {
		return err
	}
	learned := answer.Learn(taught(lessons))
	fmt.Fprintln(c.out, phrases.Say("train.learned", len(lessons), len(messages), len(demands)))
	if c.config.report != "" {
		if err := writeFile(c.config.report, []byte(understanding(lessons, learned))); err != nil {
			return err
		}
	}
	return c.keepWeights(learned)
}

// learnMessages encodes what is labelled. A file beside the labels keeps it, so
// that only new messages are encoded; with -out it is brought up to date.
func (c *call) learnMessages(ctx context.Context, lib *library, messages []eval.Message, demands []eval.Demand) error {
	table, err := lib.senses.table()
	if err != nil {
		return err
	}
	language, err := lib.reads()
	if err != nil {
		return err
	}
	var texts []string
	for _, m := range messages {
		for _, text := range append(slices.Clip(m.Before), m.Text) {
			texts = append(texts, language.Heard(text))
		}
	}
	for _, d := range demands {
		for _, text := range d.Turns {
			texts = append(texts, language.Heard(text))
		}
	}
	path := filepath.Join(c.config.labels, "points.bin")
	if data, err := os.ReadFile(path); err == nil {
		_ = table.Add(data) // what is damaged or of other weights is encoded again
	}
	missing := table.Missing(texts)
	if err := table.Learn(ctx, missing, lib.senses.progress(len(missing))); err != nil || c.config.out == "" || len(missing) == 0 {
		return err
	}
	return saveVectors(path, table.Marshal(texts))
}

// keepWeights writes weights, or compares them with the built-in ones.
func (c *call) keepWeights(learned answer.Learned) error {
	sorts, ways := answer.Weights()
	if c.config.out == "" {
		if !bytes.Equal(sorts, learned.Sorts) || !bytes.Equal(ways, learned.Ways) {
			return fmt.Errorf("%s", phrases.Say("train.outdated"))
		}
		return nil
	}
	for name, data := range map[string][]byte{"sorts.tsv": learned.Sorts, "ways.tsv": learned.Ways} {
		if err := writeFile(filepath.Join(c.config.out, name), data); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, data []byte) error {
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("%s", phrases.Say("train.unsaved", path, reason(err)))
	}
	return nil
}

// schoolDay is when lessons take place: always at one moment, so that ages and dates come out the same.
var schoolDay = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

// demanded is how many times what must be said counts.
const demanded = 16

// inTalk is of how many messages that do not go on with a conversation one is also
// taught in the middle of one: what was asked before does not make it a question.
const inTalk = 4

// rarely is how many times such a lesson counts: people seldom say in the middle of a
// conversation what has nothing to do with it.
const rarely = 0.25

// lessonsOf reads messages and demands, on all cores. Where nothing is weighed
// there is no lesson.
func lessonsOf(ctx context.Context, answers *answer.Answerer, messages []eval.Message, demands []eval.Demand) ([]lesson, error) {
	var all []lesson
	fold, before := foldsOf(messages), openings(demands)
	for i, m := range messages {
		if m.Several {
			continue // its questions are answered one by one
		}
		as := answer.Lesson{Sort: m.Sort(), Right: m.Right, Fold: fold[m.By], Weight: 1}
		all = append(all, lesson{append(slices.Clip(m.Before), m.Text), as, m})
		if !m.GoesOn() && m.Before == nil && i%inTalk == 0 && len(before) > 0 {
			as.Weight = rarely
			all = append(all, lesson{[]string{before[i%len(before)], m.Text}, as, m})
		}
	}
	for i, d := range demands {
		met := func(w answer.Way) bool { return d.Met(w.Reply) }
		all = append(all, lesson{turns: d.Turns, as: answer.Lesson{Right: met, Fold: i % answer.Folds, Weight: demanded}})
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, l := range all {
		g.Go(func() error {
			s, ok, err := answers.Scene(ctx, l.turns, schoolDay)
			if ok {
				all[i].as.Scene = s
			}
			return err
		})
	}
	questions := make([][]lesson, len(messages))
	for i, m := range messages {
		g.Go(func() error {
			var err error
			questions[i], err = lessonsWithin(ctx, answers, m, fold[m.By])
			return err
		})
	}
	err := g.Wait()
	all = append(all, slices.Concat(questions...)...)
	return slices.DeleteFunc(all, func(l lesson) bool { return l.as.Scene == nil }), err
}

// lessonsWithin are those of the questions of one message whose points are labelled; a
// part that asks none of them teaches nothing.
func lessonsWithin(ctx context.Context, answers *answer.Answerer, m eval.Message, fold int) (out []lesson, err error) {
	if len(m.Asks) == 0 {
		return nil, nil
	}
	turns := append(slices.Clip(m.Before), m.Text)
	asked, err := answers.Questions(ctx, turns, schoolDay)
	for _, q := range asked {
		points := m.In(q.Text)
		if len(points) == 0 {
			continue
		}
		right := func(w answer.Way) bool {
			return slices.ContainsFunc(points, func(p eval.Point) bool { return p.Right(w) })
		}
		sort := points[0].Sort()
		if slices.ContainsFunc(points, func(p eval.Point) bool { return p.Sort() != sort }) {
			sort = ""
		}
		as := answer.Lesson{Scene: q.Scene, Sort: sort, Right: right, Fold: fold, Weight: 1}
		out = append(out, lesson{append(slices.Clip(m.Before), q.Text), as, m})
	}
	return out, err
}

// lesson is what is said, turn by turn, and what it teaches.
type lesson struct {
	turns   []string
	as      answer.Lesson
	message eval.Message // the last turn, if it is a labelled message
}

// taught are lessons as answer learns from them.
func taught(lessons []lesson) []answer.Lesson {
	out := make([]answer.Lesson, len(lessons))
	for i, l := range lessons {
		out[i] = l.as
	}
	return out
}

// openings are what conversations begin with.
func openings(demands []eval.Demand) (out []string) {
	for _, d := range demands {
		if len(d.Turns) > 1 {
			out = append(out, d.Turns[0])
		}
	}
	return out
}

// foldsOf puts what one person wrote into one fold.
func foldsOf(messages []eval.Message) map[string]int {
	var writers []string
	for _, m := range messages {
		writers = append(writers, m.By)
	}
	slices.Sort(writers)
	out := map[string]int{}
	for i, w := range slices.Compact(writers) {
		out[w] = i % answer.Folds
	}
	return out
}
