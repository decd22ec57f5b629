package main

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/terminal"
	"huizhi/phrases"
)

// errDone ends a group whose work is done.
var errDone = errors.New("done")

// chat is the whole desk with one customer at the keyboard.
func chat(ctx context.Context, c *call) error {
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	d, err := openData(c)
	if err != nil {
		return err
	}
	defer d.Close()
	hours := attended(c)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	screen := newScreen(c)
	keys := keyboardOf(c, stop)
	defer keys.leave()
	lib.watch(ctx, c)
	defer lib.learning.end()
	defer func() { tell(c.errs, answers.Tally()) }()
	fmt.Fprintln(c.out, phrases.Say("chat.hello"))
	t := terminal.New(screen, c.config.customer, c.config.burst)
	b := bot.New(bot.Options{
		Store: d.DB, Answers: answers, Channels: []bot.Channel{t}, Hours: hours, Links: links(lib.places), Log: c.logger(), Traced: explainer(c),
	})
	err = together(ctx, b.Run,
		func(ctx context.Context) error { return d.keep(ctx, c.errs) },
		func(ctx context.Context) error { return talk(ctx, t, b, keys) })
	if err != nil {
		return deskError(d.dir, err)
	}
	return nil
}

// talk is the conversation until its input ends.
func talk(ctx context.Context, t *terminal.Terminal, b *bot.Bot, k keyboard) error {
	if err := t.Talk(ctx, b, typed(ctx, k)); err != nil {
		return err
	}
	return errDone
}

// together runs what belongs together until one of it ends.
func together(ctx context.Context, runs ...func(context.Context) error) error {
	g, inner := errgroup.WithContext(ctx)
	for _, run := range runs {
		g.Go(func() error { return run(inner) })
	}
	err := g.Wait()
	if errors.Is(err, errDone) || ctx.Err() != nil {
		return nil
	}
	return err
}

// typed is what is typed, line by line.
func typed(ctx context.Context, k keyboard) iter.Seq[terminal.Line] {
	return func(yield func(terminal.Line) bool) {
		for l := range each(ctx, k.lines(ctx)) {
			if !yield(terminal.Line{Text: string(l.text), Err: l.err}) {
				return
			}
		}
	}
}

// explainer prints how each answer came about, if that is wanted.
func explainer(c *call) func(answer.Trace) {
	if !c.config.explain {
		return nil
	}
	return func(t answer.Trace) { explain(c.out, t) }
}
