package main

import (
	"errors"
	"fmt"

	"huizhi/handoff"
	"huizhi/phrases"
)

// readHours reads when agents are there.
func readHours(text string) (handoff.Hours, error) {
	h, err := handoff.ParseHours(text)
	if err != nil {
		return h, errors.New(phrases.Say("config.hours", text))
	}
	return h, nil
}

// attended is when agents are there for those who chat in the terminal: never,
// as long as there is no channel that agents use. Nobody is promised to whom
// nobody can come.
func attended(c *call) handoff.Hours {
	if c.config.hours.Set() {
		fmt.Fprintln(c.errs, phrases.Say("config.unattended"))
	}
	return handoff.Hours{}
}
