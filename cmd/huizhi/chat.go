package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"huizhi/answer"
	"huizhi/phrases"
)

// chat answers line after line and remembers what was said.
func chat(ctx context.Context, c *call) error {
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	lib.watch(ctx, c)
	s := newScreen(c)
	fmt.Fprintln(c.out, phrases.Say("chat.hello"))
	defer func() { tell(c.errs, answers.Tally()) }()
	return talk(ctx, c, answers, s)
}

// talk is the conversation until its input ends.
func talk(ctx context.Context, c *call, answers *answer.Answerer, s screen) error {
	var facts answer.Facts
	var more string
	fmt.Fprint(c.out, prompt)
	for l := range lines(ctx, c.in) {
		text := strings.TrimSpace(string(l.text))
		switch {
		case l.err != nil:
			fmt.Fprintln(c.out, phrases.Say("chat.too_long"))
		case text == phrases.Say("chat.more"):
			fmt.Fprintln(c.out, cmp.Or(more, phrases.Say("chat.no_more")))
			more = ""
		case text != "":
			f, a, err := s.answer(ctx, answers, facts, text)
			if err != nil {
				return err
			}
			facts, more = f, a.More
		}
		fmt.Fprint(c.out, prompt)
	}
	fmt.Fprintln(c.out)
	return nil
}

const prompt = "\n> "
