package bot

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huizhi/handoff"
	"huizhi/phrases"
)

// gatherWake ends a burst.
const gatherWake = "gather"

// longestWait is how long a burst can hold up its reply: this many times the
// channel's own pause.
const longestWait = 4

// longestBurst is how many messages get one reply.
const longestBurst = 12

// longestQuestion is how many characters of a burst are read.
const longestQuestion = 500

// hear takes a message. People write in bursts: on a channel where they do, the
// reply waits a moment for the rest.
func (s *step) hear() {
	s.take()
	if s.around.Can.Gather == 0 || s.pressed() || s.enough() {
		s.reply()
		return
	}
	s.gather()
}

// take keeps what was said or shown until it is replied to.
func (s *step) take() {
	switch e := s.in.Event.(type) {
	case Photo:
		if s.c.Stage != Gathering {
			s.c.Photos = nil
		}
		s.c.Photos = append(slices.Clip(s.c.Photos), e.Files...)
		s.heard(e.Message, s.plain(e.Caption))
	case Text:
		s.heard(e.Message, s.text)
	case Edited:
		s.heard(e.Message, s.text)
	default:
		s.heard("", s.text)
	}
}

func (s *step) heard(message, text string) {
	if text == "" {
		return
	}
	s.record(text)
	s.c.Heard = append(slices.Clip(s.c.Heard), Heard{message, text})
}

// record keeps what the customer said for whoever reads it later.
func (s *step) record(text string) {
	if script := phrases.ScriptOf(text); script != "" {
		s.c.Script = script
	}
	s.c.spoke(handoff.TheCustomer, text, s.in.At)
	s.toTicket(handoff.CustomerSaid, text)
}

// pressed reports that the text came from a button: nothing more will follow.
func (s *step) pressed() bool { _, ok := s.in.Event.(Button); return ok }

// enough reports a burst as long as it is read.
func (s *step) enough() bool {
	return len(s.c.Heard) >= longestBurst || len([]rune(joined(s.c.Heard))) >= longestQuestion
}

// gather waits for the rest of a burst. Each message may prolong it, up to a limit.
func (s *step) gather() {
	wait := s.around.Can.Gather
	until := s.in.At.Add(wait)
	if s.c.Stage != Gathering || s.in.At.After(s.c.Until.Add(longestWait*wait)) {
		s.c.Stage = Gathering
		s.c.Since = s.in.At
		s.wake(gatherWake, wait)
	}
	if last := s.c.Since.Add(longestWait * wait); until.After(last) {
		until = last
	}
	s.c.Until = until
}

// reply replies to the whole burst: once, when nothing was added for a while.
func (s *step) reply() {
	if _, ok := s.in.Event.(Woke); ok && s.in.At.Before(s.c.Until) {
		s.do(Wake{Name: gatherWake, At: s.c.Until})
		return
	}
	text := joined(s.c.Heard)
	if text == "" && len(s.c.Photos) > 0 {
		s.offerPhoto()
		return
	}
	s.ask(Question{Said: s.c.Heard, Text: text})
}

// ask looks for an answer.
func (s *step) ask(q Question) {
	q.Before, q.Known = s.c.Facts, s.c.Known
	s.c.Last, s.c.Heard = q, nil
	s.c.Stage, s.c.Until = Answering, time.Time{}
	s.do(FindAnswer{Facts: q.Before, Text: q.Text, At: s.in.At})
}

// correct takes the changed text for the one it changes: before the reply as if
// it had been sent so, after it as the same question asked better.
func (s *step) correct() {
	fixed := Heard{s.in.Event.(Edited).Message, s.text}
	if heard, ok := replaced(s.c.Heard, fixed); ok {
		s.record(s.text)
		s.c.Heard = heard
		return
	}
	old := s.c.Last
	said, ok := replaced(old.Said, fixed)
	if !ok {
		s.hear()
		return
	}
	s.record(s.text)
	s.overtake()
	s.c.Facts, s.c.Known = old.Before, old.Known
	s.ask(Question{Said: said, Text: joined(said), Instead: old.Delivery})
}

// replaced is what was said with one message changed, if it is among it.
func replaced(said []Heard, fixed Heard) ([]Heard, bool) {
	i := slices.IndexFunc(said, func(h Heard) bool { return h.Message == fixed.Message && h.Message != "" })
	if i < 0 {
		return said, false
	}
	said = slices.Clone(said)
	said[i] = fixed
	return said, true
}

// joined is a burst as one text.
func joined(hs []Heard) string {
	var b strings.Builder
	for i, h := range hs {
		b.WriteString(h.Text)
		if i+1 < len(hs) && !strings.ContainsRune(stops, lastRune(h.Text)) {
			b.WriteRune('，')
		}
	}
	return b.String()
}

// stops are characters that end a sentence or a part of one.
const stops = "。，？！；.,?!;"

func lastRune(text string) rune {
	r, _ := utf8.DecodeLastRuneInString(text)
	return r
}
