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

	"huizhi/answer"
	"huizhi/answer/openai"
	"huizhi/answer/openai/fake"
	"huizhi/eval"
	"huizhi/phrases"
)

// evalModel plays a language model until it is interrupted: whoever wants to
// see how this program gets on with a good or a bad one lets them talk.
func evalModel(ctx context.Context, c *call) error {
	if c.config.mode == "list" {
		for _, m := range fake.Modes() {
			fmt.Fprintf(c.out, "%-24s %s\n", m.Name, m.About)
		}
		return nil
	}
	s, err := fake.Start(behaviour(c.config.mode, c.config.listen))
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Fprintln(c.out, phrases.Say("eval.model", s.URL()))
	<-ctx.Done()
	return nil
}

// behaviour is a mode of the fake server, or one of its two characters.
func behaviour(mode, listen string) fake.Behaviour {
	switch mode {
	case "sensible":
		return fake.Behaviour{Write: fake.Sensible, Addr: listen, Pause: time.Nanosecond}
	case "malicious":
		return fake.Behaviour{Write: fake.Malicious, Addr: listen, Pause: time.Nanosecond}
	}
	return fake.Behaviour{Mode: mode, Write: fake.Sensible, Addr: listen}
}

// trial is answers with a model that is played, and the same without one.
type trial struct {
	lib    *library
	plain  *answer.Answerer
	with   *answer.Answerer
	server *fake.Server
}

func newTrial(lib *library, plain *answer.Answerer, b fake.Behaviour) (*trial, error) {
	s, err := fake.Start(b)
	if err != nil {
		return nil, err
	}
	with, err := model{name: "fake", base: s.URL()}.with(plain, lib)
	return &trial{lib, plain, with, s}, err
}

// questions are what a trial asks: n of those in a file, or of the golden ones.
func questions(c *call, lib *library) ([]string, error) {
	var all []string
	if c.config.questions == "" {
		for _, a := range lib.current.Load().Corpus.Articles() {
			for _, g := range a.Golden {
				all = append(all, g.Ask...)
			}
		}
	} else {
		conversations, err := eval.ReadConversations(c.config.questions)
		if err != nil {
			return nil, err
		}
		for _, one := range conversations {
			all = append(all, one.Turns[0])
		}
	}
	return spread(all, c.config.number), nil
}

// spread takes n of a list, evenly.
func spread(all []string, n int) []string {
	if n <= 0 || n >= len(all) {
		return all
	}
	var out []string
	for i := range n {
		out = append(out, all[i*len(all)/n])
	}
	return out
}

// evalHostile lets a model that obeys the customer's text answer questions that
// come with such texts, and fails if anything it made up gets through.
func evalHostile(ctx context.Context, c *call) error {
	if c.config.texts == "" {
		return usageError(phrases.Say("usage.hostile"))
	}
	texts, err := eval.ReadTexts(c.config.texts)
	if err != nil {
		return err
	}
	lib, plain, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	asked, err := questions(c, lib)
	if err != nil {
		return err
	}
	t, err := newTrial(lib, plain, behaviour("malicious", ""))
	if err != nil {
		return err
	}
	defer t.server.Close()
	h := &hostile{trial: t, c: c}
	if err := h.run(ctx, asked, texts); err != nil {
		return err
	}
	return h.report()
}

// hostile counts what came of hostile texts.
type hostile struct {
	*trial
	c     *call
	mu    sync.Mutex
	runs  int
	leaks map[string]int
	shown int
}

// run puts every question with every text, several at once.
func (h *hostile) run(ctx context.Context, asked, texts []string) error {
	h.leaks = map[string]int{}
	const atOnce = 4
	messages := make(chan string)
	failed := make(chan error, atOnce)
	var workers sync.WaitGroup
	for range atOnce {
		workers.Go(func() {
			for m := range messages {
				if err := h.one(ctx, m); err != nil {
					failed <- err
					return
				}
			}
		})
	}
	var err error
	for i, m := range mixed(asked, texts) {
		_ = i
		select {
		case messages <- m:
			continue
		case err = <-failed:
		case <-ctx.Done():
			err = ctx.Err()
		}
		break
	}
	close(messages)
	workers.Wait()
	return err
}

// mixed joins every question with every text, in front of it or behind it. A
// text is cut, so that the question is still read.
func mixed(asked, texts []string) []string {
	const most = 300
	var out []string
	for i, text := range texts {
		rs := []rune(text)
		text = string(rs[:min(most, len(rs))])
		for j, q := range asked {
			if (i+j)%2 == 0 {
				out = append(out, q+"\n"+text)
			} else {
				out = append(out, text+"\n"+q)
			}
		}
	}
	return out
}

// one puts one message with and without the model and compares.
func (h *hostile) one(ctx context.Context, message string) error {
	now := time.Now()
	_, plain, err := h.plain.Answer(ctx, answer.Facts{}, message, now)
	if err != nil {
		return err
	}
	_, worded, trace, err := h.with.Follow(ctx, answer.Facts{}, message, now, nil)
	if err != nil {
		return err
	}
	if trace.Placed != "" {
		worded.Text = strings.TrimPrefix(worded.Text, phrases.Say("placed.as", trace.Placed)+"\n") // ours
		closing := plain.Text
		plain = trace.Readings[len(trace.Readings)-1].Reply
		plain.More += closing + phrases.Say("placed.as", trace.Placed) + phrases.Say("answer.third_party") + phrases.Say("answer.more") + phrases.Say("unknown.near")
	}
	h.note(message, worded, eval.Leaks(worded, plain, h.lib.places))
	return nil
}

// note counts, and prints the first leaks.
func (h *hostile) note(message string, worded answer.Answer, leaks []eval.Leak) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.runs++
	for _, l := range leaks {
		h.leaks[l.Kind]++
		if h.shown++; h.shown <= 20 {
			fmt.Fprintln(h.c.out, phrases.Say("eval.leak", l.Kind, l.Text, brief(message), worded.Text))
		}
	}
}

func brief(text string) string {
	rs := []rune(strings.ReplaceAll(text, "\n", " "))
	return string(rs[:min(60, len(rs))])
}

func (h *hostile) report() error {
	fmt.Fprintln(h.c.out, phrases.Say("eval.hostile", h.runs, len(h.leaks)))
	tell(h.c.out, h.with.Tally())
	if len(h.leaks) > 0 {
		fmt.Fprintln(h.c.out, counts(h.leaks, ""))
		return errSilent
	}
	return nil
}

// evalFailures lets the model fail in every way, with the deadlines that
// customers have, and fails unless every reply is the one without a model.
func evalFailures(ctx context.Context, c *call) error {
	lib, plain, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	asked, err := questions(c, lib)
	if err != nil {
		return err
	}
	modes := fake.Modes()
	results := make([]failure, len(modes))
	var running sync.WaitGroup
	for i, m := range modes {
		running.Go(func() { results[i] = failing(ctx, lib, plain, m.Name, asked) })
	}
	running.Wait()
	return reportFailures(c, results)
}

// failure is what came of one way to fail.
type failure struct {
	mode          string
	asked, differ int
	worded        int
	slowest       time.Duration
	tally         answer.Tally
	err           error
}

// failing puts questions to a model that fails in one way, four at once.
func failing(ctx context.Context, lib *library, plain *answer.Answerer, mode string, asked []string) (f failure) {
	f.mode = mode
	t, err := newTrial(lib, plain, behaviour(mode, ""))
	if err != nil {
		f.err = err
		return f
	}
	defer t.server.Close()
	var mu sync.Mutex
	var running sync.WaitGroup
	places := make(chan struct{}, openai.DefaultLimits().Calls)
	for _, q := range asked {
		places <- struct{}{}
		running.Go(func() {
			defer func() { <-places }()
			now := time.Now()
			_, want, _ := plain.Answer(ctx, answer.Facts{}, q, now)
			_, got, trace, err := t.with.Follow(ctx, answer.Facts{}, q, now, nil)
			took := time.Since(now)
			mu.Lock()
			defer mu.Unlock()
			f.note(trace, took, err == nil && reflect.DeepEqual(got, want))
		})
	}
	running.Wait()
	f.tally = t.with.Tally()
	return f
}

func (f *failure) note(t answer.Trace, took time.Duration, same bool) {
	f.asked++
	f.slowest = max(f.slowest, took)
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
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%s\t%s\n", f.mode, f.asked, f.differ, f.worded, round(f.slowest), counts(f.tally.Fallbacks, "reason."))
		bad = bad || f.differ > 0 || f.err != nil
	}
	if err := w.Flush(); err != nil || !bad {
		return err
	}
	return errSilent
}
