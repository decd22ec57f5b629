package main

import (
	"context"
	"fmt"
	"text/tabwriter"
	"time"

	"huizhi/answer"
	"huizhi/eval"
	"huizhi/phrases"
)

// spoiledShares are the shares of a reader's choices that are made at random.
var spoiledShares = []float64{0, 0.25, 0.5, 0.75, 1}

// evalReaders tells what readers of every quality would make of labelled messages.
func evalReaders(ctx context.Context, c *call) error {
	if len(c.args) == 0 {
		return usageError(phrases.Say("usage.readers"))
	}
	var list []eval.Message
	for _, path := range c.args {
		more, err := eval.ReadMessages(c.at(path))
		if err != nil {
			return err
		}
		list = append(list, more...)
	}
	_, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, phrases.Say("eval.readers"))
	if err := readWith(ctx, w, phrases.Say("eval.reader.none"), list, answers, func(eval.Message) *answer.Answerer { return answers }); err != nil {
		return err
	}
	for _, share := range spoiledShares {
		with := func(m eval.Message) *answer.Answerer {
			return answers.WithReader(eval.Spoiled{Reader: &eval.Knowing{Message: m}, Share: share})
		}
		if err := readWith(ctx, w, phrases.Say("eval.reader.spoiled", percent(100*(1-share))), list, answers, with); err != nil {
			return err
		}
	}
	return w.Flush()
}

// readWith is a line of the table: messages that ask something, each with its reader.
func readWith(ctx context.Context, w *tabwriter.Writer, name string, list []eval.Message, plain *answer.Answerer, with func(eval.Message) *answer.Answerer) error {
	messages, asked, met, whole, astray := 0, 0, 0, 0, 0
	for _, m := range list {
		if len(m.Asks) == 0 {
			continue
		}
		t, err := eval.Treat(ctx, plain, with(m), m, time.Now())
		if err != nil {
			return err
		}
		messages++
		asked, met, astray = asked+len(m.Asks), met+len(t.Met), astray+t.Astray
		if len(t.Met) == len(m.Asks) {
			whole++
		}
	}
	if messages == 0 {
		return usageError(phrases.Say("usage.readers"))
	}
	_, err := fmt.Fprintf(w, "%s\t%d\t%d\t%s%%\t%s%%\t%d\n", name, messages, asked, percent(100*float64(met)/float64(asked)), percent(100*float64(whole)/float64(messages)), astray)
	return err
}
