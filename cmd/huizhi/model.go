package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/answer/openai"
	"huizhi/answer/reader"
	"huizhi/grounding"
	"huizhi/phrases"
)

// The values of HUIZHI_WORDING: whether a model that reads also words replies.
const (
	wordingOn  = "on"
	wordingOff = "off"
)

// model is which language model to ask, if any.
type model struct {
	name string
	base string
	key  openai.Key

	wanted   bool // the command may ask one
	unworded bool // it only reads
}

func (m *model) flags(fs *flag.FlagSet, text string) {
	fs.StringVar(&m.name, "model", "", text)
	m.wanted = true
}

// complete fills in the environment, if the command may ask a model: the name
// from there only if named, since other programs' settings may lie about.
func (m *model) complete(s surroundings, named bool) error {
	if !m.wanted {
		return nil
	}
	for _, from := range []struct {
		value *string
		name  string
		skip  bool
	}{
		{&m.name, "HUIZHI_MODEL", !named}, {&m.base, "OPENAI_BASE_URL", false}, {(*string)(&m.key), "OPENAI_API_KEY", false},
	} {
		v, err := s.setting(from.name)
		if err != nil {
			return err
		}
		if !from.skip {
			*from.value = cmp.Or(*from.value, v)
		}
	}
	wording, err := s.setting("HUIZHI_WORDING")
	if err != nil {
		return err
	}
	if wording != "" && wording != wordingOn && wording != wordingOff {
		return fmt.Errorf("%s", phrases.Say("config.wording", wording))
	}
	m.unworded = wording == wordingOff
	if named && m.base+string(m.key) != "" {
		other, err := s.setting("OPENAI_MODEL")
		if err != nil {
			return err
		}
		m.name = cmp.Or(m.name, other)
	}
	return m.check()
}

// check refuses half a configuration.
func (m *model) check() error {
	u, err := url.Parse(m.base)
	switch {
	case m.name == "":
		return nil
	case m.base == "" && m.key == "":
		return fmt.Errorf("%s", phrases.Say("config.model", m.name))
	case m.base != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https"):
		return fmt.Errorf("%s", phrases.Say("config.base_url"))
	case strings.ContainsFunc(string(m.key), func(r rune) bool { return r <= ' ' || r > '~' }):
		return fmt.Errorf("%s", phrases.Say("config.key"))
	}
	return nil
}

// with gives answers a language model, if one is configured.
func (m model) with(answers *answer.Answerer, l *library) (*answer.Answerer, error) {
	if m.name == "" {
		return answers, nil
	}
	client := openai.New(openai.Config{BaseURL: m.base, Key: m.key, Model: m.name})
	answers, err := withReader(answers, client, l)
	if err != nil || m.unworded {
		return answers, err
	}
	checker, err := grounding.New(l.words, l.places)
	return answers.WithWriter(client, checker), err
}

// withReader lets a model choose among what is found.
func withReader(answers *answer.Answerer, m answer.Model, l *library) (*answer.Answerer, error) {
	r, err := reader.New(m, l.words)
	return answers.WithReader(r), err
}

// tell prints what a model did and cost, if it was called.
func tell(w io.Writer, t answer.Tally) {
	calls := t.Calls[answer.ToRead] + t.Calls[answer.ToWord]
	if calls == 0 {
		return
	}
	fmt.Fprintln(w, phrases.Say("model.calls", t.Calls[answer.ToRead], t.Reread, t.Calls[answer.ToWord], t.Worded))
	fmt.Fprintln(w, phrases.Say("model.cost", t.In, t.Out, round(t.Median()), round(t.Slowest())))
	if len(t.Fallbacks) > 0 {
		fmt.Fprintln(w, phrases.Say("model.fallbacks", counts(t.Fallbacks, "reason.")))
	}
	fmt.Fprintln(w, phrases.Say("model.sentences", t.Kept, counts(t.Dropped, "drop.")))
	if len(t.Faults) > 0 {
		fmt.Fprintln(w, phrases.Say("model.faults", counts(t.Faults, "fault.")))
	}
}

// counts lists how often what happened, the most frequent first.
func counts[K ~string](m map[K]int, key string) string {
	var out []string
	for _, k := range slices.SortedFunc(maps.Keys(m), func(a, b K) int { return cmp.Or(m[b]-m[a], cmp.Compare(a, b)) }) {
		out = append(out, phrases.Say("model.count", phrases.Say(key+string(k)), m[k]))
	}
	if len(out) == 0 {
		return "0"
	}
	return strings.Join(out, phrases.Say("when.and"))
}

func round(d time.Duration) string { return d.Round(time.Millisecond).String() }
