package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai/fake"
	"huizhi/eval"
	"huizhi/phrases"
)

// evalModel plays a language model until it is interrupted: whoever wants to
// see how this program gets on with a good or a bad one lets them talk.
func evalModel(ctx context.Context, c *call) error {
	known := slices.ContainsFunc(fake.Modes(), func(m fake.Mode) bool { return m.Name == c.config.mode })
	switch {
	case c.config.mode == "list":
		fmt.Fprintf(c.out, "%-24s %s\n%-24s %s\n", sensible, phrases.Say("eval.sensible"), malicious, phrases.Say("eval.malicious"))
		for _, m := range fake.Modes() {
			fmt.Fprintf(c.out, "%-24s %s\n", m.Name, m.About)
		}
		return nil
	case !known && c.config.mode != sensible && c.config.mode != malicious:
		return usageError(phrases.Say("usage.mode", c.config.mode))
	}
	s, err := fake.Start(behaviour(c.config.mode, c.config.listen))
	if err != nil {
		return fmt.Errorf("%s", phrases.Say("eval.listen", c.config.listen, err))
	}
	defer s.Close()
	fmt.Fprintln(c.out, phrases.Say("eval.model", s.URL()))
	<-ctx.Done()
	return nil
}

// The two characters of the fake server.
const (
	sensible  = "sensible"
	malicious = "malicious"
)

// behaviour is a mode of the fake server, or one of its two characters.
func behaviour(mode, listen string) fake.Behaviour {
	switch mode {
	case sensible:
		return fake.Behaviour{Write: fake.Sensible, Addr: listen, Pause: time.Nanosecond}
	case malicious:
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
	if err != nil {
		s.Close()
		return nil, err
	}
	return &trial{lib, plain, with, s}, nil
}

// bench is what every trial starts from: answers without a model, and what to
// ask: n questions of a file, or of the golden ones.
func bench(ctx context.Context, c *call) (lib *library, plain *answer.Answerer, asked []string, err error) {
	if lib, plain, err = openDesk(ctx, c); err != nil {
		return nil, nil, nil, err
	}
	if c.config.questions == "" {
		for _, a := range lib.current.Load().Corpus.Articles() {
			for _, g := range a.Golden {
				asked = append(asked, g.Ask...)
			}
		}
		return lib, plain, spread(asked, c.config.number), nil
	}
	conversations, err := eval.ReadConversations(c.config.questions)
	for _, one := range conversations {
		asked = append(asked, one.Turns[0])
	}
	return lib, plain, spread(asked, c.config.number), err
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
