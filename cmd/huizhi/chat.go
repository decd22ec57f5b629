package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/phrases"
)

// chat answers line after line and remembers what was said.
func chat(ctx context.Context, c *call) error {
	lib, err := openLibrary(ctx, c)
	if err != nil {
		return err
	}
	answers, err := lib.answerer()
	if err != nil {
		return err
	}
	lib.watch(ctx, c)
	s := newScreen(c)
	fmt.Fprintln(c.out, phrases.Say("chat.hello"))
	return talk(ctx, c, answers, s)
}

// talk is the conversation until its input ends.
func talk(ctx context.Context, c *call, answers *answer.Answerer, s screen) error {
	var facts answer.Facts
	var more string
	lines := bufio.NewScanner(c.in)
	lines.Buffer(nil, maxLine)
	for fmt.Fprint(c.out, "\n> "); ctx.Err() == nil && lines.Scan(); fmt.Fprint(c.out, "\n> ") {
		text := strings.TrimSpace(lines.Text())
		if more != "" && text == phrases.Say("chat.more") {
			fmt.Fprintln(c.out, more)
			more = ""
			continue
		}
		if text == "" {
			continue
		}
		f, a, err := answers.Answer(ctx, facts, text, time.Now())
		if err != nil {
			return err
		}
		facts, more = f, a.More
		s.show(a)
	}
	fmt.Fprintln(c.out)
	return lines.Err()
}
