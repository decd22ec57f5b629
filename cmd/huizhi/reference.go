package main

import (
	"context"
	"fmt"
	"strings"

	"huizhi/phrases"
)

// reference prints all settings.
func reference(_ context.Context, c *call) error {
	for _, s := range settings {
		fmt.Fprintln(c.out, phrases.Say("settings.entry", s.name, s.meaning(), s.unset(), s.assigned(), s.readers()))
	}
	_, err := fmt.Fprintln(c.out, phrases.Say("settings.files"))
	return err
}

// meaning is what a setting says, and that it is to be kept to oneself.
func (s setting) meaning() string {
	text := phrases.Say("setting." + s.name)
	if s.secret {
		text = phrases.Say("settings.secret", text)
	}
	return text
}

// unset is what holds when a setting is not set.
func (s setting) unset() string {
	if s.standard != "" {
		return s.standard
	}
	return phrases.Say("setting." + s.name + ".unset")
}

// assigned is an example as it stands in an environment. A secret is better kept
// in a file.
func (s setting) assigned() string {
	if s.secret {
		return s.name + inFile + "=" + s.example
	}
	return s.name + "=" + s.example
}

// readers are the commands that go by a setting.
func (s setting) readers() string {
	if len(s.commands) == 0 {
		return phrases.Say("settings.all")
	}
	typed := strings.ReplaceAll(strings.Join(s.commands, ", "), ".", " ")
	return strings.ReplaceAll(typed, ", ", phrases.Say("when.and"))
}
