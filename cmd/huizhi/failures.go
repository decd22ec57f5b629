package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"golang.org/x/sync/errgroup"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
	"huizhi/phrases"
)

// evalFailures lets the model fail in every way, with the deadlines that
// customers have, and fails unless every reply is the one without a model.
func evalFailures(ctx context.Context, c *call) error {
	lib, plain, asked, err := bench(ctx, c)
	if err != nil {
		return err
	}
	results := make([]failure, len(fake.Modes()))
	var g errgroup.Group
	g.SetLimit(modesAtOnce)
	for i, m := range fake.Modes() {
		g.Go(func() (err error) {
			results[i], err = failing(ctx, lib, plain, m.Name, asked)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return reportFailures(c, results)
}

// modesAtOnce is how many ways to fail are tried at the same time: with all of them two cores
// are busy with our own work, and what is measured is no longer the wait for a model.
const modesAtOnce = 12

// failure is what came of one way to fail.
type failure struct {
	mode          string
	asked, differ int
	worded        int
	slowest       time.Duration
	unread        time.Duration // the longest wait for a reading that did not come
	tally         answer.Tally
}

// failing puts questions to a model that fails in one way.
func failing(ctx context.Context, lib *library, plain *answer.Answerer, mode string, asked []string) (f failure, err error) {
	t, err := newTrial(lib, plain, behaviour(mode, ""))
	if err != nil {
		return f, err
	}
	defer t.server.Close()
	f.mode = mode
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(atOnce)
	for _, q := range asked {
		g.Go(func() error {
			now := time.Now()
			_, want, _ := plain.Answer(ctx, answer.Facts{}, q, now)
			_, got, trace, err := t.with.Follow(ctx, answer.Facts{}, q, now, nil)
			took := time.Since(now)
			mu.Lock()
			defer mu.Unlock()
			f.note(trace, took, reflect.DeepEqual(got, want))
			return err
		})
	}
	err = g.Wait()
	f.tally = t.with.Tally()
	return f, err
}

// longest is how long a reply may take at most that is put into other words, with what else
// it takes on a busy machine; longestRead is how long it may be waited for that a model reads.
const (
	longest     = 45 * time.Second
	longestRead = 6500 * time.Millisecond
)

func (f *failure) note(t answer.Trace, took time.Duration, same bool) {
	f.asked++
	f.slowest = max(f.slowest, took)
	if len(t.Calls) > 0 && t.Calls[0].Failed != "" {
		f.unread = max(f.unread, t.Calls[0].Completion.Took)
	}
	switch {
	case t.Worded:
		f.worded++
	case !same:
		f.differ++
	}
}

func reportFailures(c *call, results []failure) error {
	slices.SortFunc(results, func(a, b failure) int { return strings.Compare(a.mode, b.mode) })
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, phrases.Say("eval.failures"))
	bad := false
	for _, f := range results {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%s\t%s\n", f.mode, f.asked, f.differ, f.worded, round(f.slowest), round(f.unread), counts(f.tally.Fallbacks, "reason."))
		bad = bad || f.differ > 0 || f.slowest > longest || f.unread > longestRead
	}
	if err := w.Flush(); err != nil || !bad {
		return err
	}
	return errSilent
}
