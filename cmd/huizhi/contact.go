package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"path/filepath"
	"time"

	"huizhi/answer"
	"huizhi/eval"
	"huizhi/phrases"
)

// cassette declares the flags of a command that may ask a cassette instead of a model.
func (c *config) cassette(fs *flag.FlagSet) {
	fs.StringVar(&c.record, "record", "", phrases.Say("flag.record"))
	fs.StringVar(&c.replay, "replay", "", phrases.Say("flag.replay"))
}

// stand is what an evaluation asks: the answers, and when. close tells what a model did,
// and which requests of a cassette wait for a reply.
type stand struct {
	lib     *library
	answers *answer.Answerer
	at      time.Time
	close   func()
}

// openStand opens the desk that is evaluated, with a cassette if one is named.
func openStand(ctx context.Context, c *call) (s stand, err error) {
	tape, err := c.tape()
	if err != nil {
		return s, err
	}
	if s.lib, s.answers, err = openDesk(ctx, c); err != nil {
		return s, err
	}
	s.at, s.close = time.Now(), func() { tell(c.errs, s.answers.Tally()) }
	if tape == nil {
		return s, nil
	}
	s.answers, err = withReader(s.answers, tape, s.lib)
	s.at, s.close = tape.At, func() {
		tell(c.errs, s.answers.Tally())
		listMissing(c, tape)
	}
	return s, err
}

// tape is the cassette that was named, if one was; its articles are asked then.
func (c *call) tape() (*eval.Cassette, error) {
	dir := c.at(c.config.record + c.config.replay)
	switch {
	case c.config.record != "" && c.config.replay != "", c.config.model.name != "" && c.config.record+c.config.replay != "":
		return nil, usageError(phrases.Say("usage.cassette"))
	case c.config.record == "" && c.config.replay == "":
		return nil, nil
	}
	t, err := eval.OpenCassette(dir, c.config.record != "", time.Now())
	if err == nil && c.config.kb == "" {
		c.config.kb = t.Articles()
	}
	return t, err
}

// listMissing lists the requests of a cassette that nobody has replied to.
func listMissing(c *call, t *eval.Cassette) {
	ids := t.Missing()
	if len(ids) == 0 {
		return
	}
	fmt.Fprintln(c.errs, phrases.Say("eval.missing", len(ids)))
	for _, id := range ids {
		fmt.Fprintln(c.errs, filepath.Join(c.config.record+c.config.replay, id+".json"))
	}
}

// evalContact sends what people wrote who had not seen the program, and prints the
// replies for others to judge.
func evalContact(ctx context.Context, c *call) error {
	if len(c.args) == 0 {
		return usageError(phrases.Say("usage.contact"))
	}
	s, err := openStand(ctx, c)
	if err != nil {
		return err
	}
	defer s.close()
	out := json.NewEncoder(c.out)
	out.SetEscapeHTML(false)
	for _, path := range c.args {
		list, err := eval.ReadContacts(c.surroundings.at(path))
		if err != nil {
			return err
		}
		met, err := eval.Meet(ctx, s.answers, list, s.at)
		if err != nil {
			return err
		}
		for _, m := range met {
			if err := out.Encode(m); err != nil {
				return err
			}
		}
	}
	return nil
}
