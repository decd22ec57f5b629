package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"huizhi/bot"
	"huizhi/encoder"
	"huizhi/phrases"
)

// surroundings are what a run finds around it. A process has one of each; where
// runs share a process, each is handed its own.
type surroundings struct {
	in      io.Reader
	out     io.Writer
	errs    io.Writer
	getenv  func(string) string
	environ func() []string                         // all of it, "NAME=value"
	dir     string                                  // where relative names begin; empty for the working directory
	builtIn func(context.Context) (*library, error) // opens the built-in articles
	encoder func() (*encoder.Encoder, error)
	desk    func(*bot.Bot) // hears of the desk that serves; nil unless somebody watches it
}

// at is the path that a name given by somebody leads to.
func (s surroundings) at(name string) string {
	if s.dir == "" || name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(s.dir, name)
}

// setting reads NAME, or the file that NAME_FILE names. A file that is named and
// says nothing is refused: whoever named it believes that it says something.
func (s surroundings) setting(name string) (string, error) {
	if v := s.getenv(name); v != "" {
		return v, nil
	}
	path := s.getenv(name + "_FILE")
	if path == "" {
		return "", nil
	}
	data, err := os.ReadFile(s.at(path))
	if err != nil {
		return "", fmt.Errorf("%s", phrases.Say("config.file", name+"_FILE", path, reason(err)))
	}
	text := strings.TrimSpace(string(data))
	if text == "" {
		return "", fmt.Errorf("%s", phrases.Say("config.empty_file", name+"_FILE", path))
	}
	return text, nil
}

// named is a setting, and where it goes.
type named struct {
	value *string
	name  string
}

// fill fills in what no flag has said.
func (s surroundings) fill(all ...named) error {
	var wrong []error
	for _, n := range all {
		v, err := s.setting(n.name)
		wrong = append(wrong, err)
		*n.value = cmp.Or(*n.value, v)
	}
	return errors.Join(wrong...)
}
