package main

import (
	"context"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/terminal"
	"huizhi/phrases"
)

// newScreen prints for people: with colours on a terminal; without, and without
// moving the cursor, when piped and where the terminal or its owner wants that.
func newScreen(c *call) *terminal.Screen {
	_, live := terminalOf(c.out)
	return &terminal.Screen{
		Out: c.out, Live: live && !c.config.explain, Colour: live && !c.config.plain,
		Waits: c.config.model.name != "" && !c.config.plain, // what says so is taken back
	}
}

// showAnswer answers one question and prints the reply: on a terminal, sentence
// by sentence as a model words it.
func showAnswer(ctx context.Context, c *call, answers *answer.Answerer, text string) error {
	s := newScreen(c)
	s.Wait()
	_, a, t, err := answers.Follow(ctx, answer.Facts{}, text, time.Now(), s.Draft)
	if err != nil {
		return err
	}
	if c.config.explain {
		explain(c.out, t)
	}
	s.Show(message(a))
	return nil
}

// message is an answer without a conversation: the ways to go on are words, not
// buttons.
func message(a answer.Answer) bot.Message {
	m := bot.Message{Text: a.Text}
	if len(a.Suggest) > 0 {
		m.Text += "\n" + phrases.Say("screen.suggest", strings.Join(a.Suggest, " / "))
	}
	for _, s := range a.Sources {
		m.Sources = append(m.Sources, s.Cite())
	}
	return m
}
