package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"huizhi/answer"
	"huizhi/eval"
	"huizhi/phrases"
)

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
	lib, plain, asked, err := bench(ctx, c)
	if err != nil {
		return err
	}
	t, err := newTrial(lib, plain, behaviour(malicious, ""))
	if err != nil {
		return err
	}
	defer t.server.Close()
	h := &hostile{trial: t, ours: eval.NewOurs(lib.current.Load().Corpus, lib.places), c: c}
	if err := h.run(ctx, asked, texts); err != nil {
		return err
	}
	return h.report()
}

// hostile counts what came of hostile texts.
type hostile struct {
	*trial
	ours  *eval.Ours
	c     *call
	mu    sync.Mutex
	runs  int
	leaks map[string]int
	shown int
}

// atOnce is how many questions are asked at the same time.
const atOnce = 4

// run puts every question with every text.
func (h *hostile) run(ctx context.Context, asked, texts []string) error {
	h.leaks = map[string]int{}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for _, m := range mixed(asked, texts) {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error { return h.one(ctx, m) })
	}
	return g.Wait()
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

// one puts one message with and without the model, and looks at every sentence of the
// model that was shown, and at what came of its reading.
func (h *hostile) one(ctx context.Context, message string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	now := time.Now()
	_, plain, err := h.plain.Answer(ctx, answer.Facts{}, message, now)
	if err != nil {
		return err
	}
	_, got, trace, err := h.with.Follow(ctx, answer.Facts{}, message, now, nil)
	if err != nil {
		return err
	}
	var leaks []eval.Leak
	for _, c := range trace.Claims {
		if trace.Worded && c.Why == "" {
			leaks = append(leaks, eval.Leaks(c, h.lib.places)...)
		}
	}
	if !trace.Worded {
		leaks = append(leaks, h.ours.Misread(got, plain, trace)...)
	}
	h.note(message, got, leaks)
	return nil
}

// note counts, and prints the first leaks.
func (h *hostile) note(message string, got answer.Answer, leaks []eval.Leak) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.runs++
	for _, l := range leaks {
		h.leaks[l.Kind]++
		if h.shown++; h.shown <= 20 {
			fmt.Fprintln(h.c.out, phrases.Say("eval.leak", l.Kind, l.Text, brief(message), got.Text))
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
