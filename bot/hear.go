package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"huizhi/handoff"
	"huizhi/personal"
	"huizhi/phrases"
)

// gatherWake ends a burst.
const gatherWake = "gather"

// longestWait is how long a burst can hold up its reply: this many times the
// channel's own pause.
const longestWait = 4

// How much gets one reply.
const (
	longestBurst    = 12  // messages or pictures
	longestQuestion = 500 // characters: more is more than the answerer reads
)

// hear takes a message. People write in bursts: on a channel where they do, the
// reply waits a moment for the rest.
func (s *step) hear() {
	s.recall()
	s.retake() // texts wait for the answer: this one was lost, as when a backup was restored
	s.take()
	s.replySoon()
}

// recall goes back to what was known when the answer was given below which a
// suggestion stands: it was made for that answer, not for the last one.
func (s *step) recall() {
	if !s.pressed() || s.arg == "" || s.c.Pending != nil || s.arg == strconv.Itoa(s.c.Count) {
		return
	}
	if t, ok := s.toldFor(s.arg); ok {
		s.c.Facts, s.c.Known, s.c.Asks = t.Facts, t.Known, ""
	}
}

// retake takes back the question whose answer is being looked for: it gets one
// reply with what is said besides.
func (s *step) retake() {
	p := s.c.Pending
	if p == nil {
		return
	}
	s.void()
	b := s.burst()
	b.Heard, b.Photos = slices.Concat(s.c.Last.Said, b.Heard), p.Photos
}

// replySoon replies to what was heard, when the burst is over.
func (s *step) replySoon() {
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
		s.burst().add(e)
		s.said(handoff.TheCustomer, phrases.Say("photo.for_agent", len(e.Files)))
		s.heard(e.Message, s.plain(e.Caption))
	case Text:
		s.heard(e.Message, s.text)
	case Edited:
		s.heard(e.Message, s.text)
	default:
		s.heard("", s.text)
	}
}

// burst is the one that is being heard, or a new one.
func (s *step) burst() *Burst {
	if s.c.Burst == nil {
		s.c.Burst = &Burst{}
	}
	return s.c.Burst
}

// add takes pictures in.
func (p *Photos) add(e Photo) {
	p.Files, p.Album = append(slices.Clip(p.Files), e.Files...), e.Album
}

func (s *step) heard(message, text string) {
	if text == "" {
		return
	}
	s.record(text)
	s.burst().Heard = append(slices.Clip(s.burst().Heard), Heard{message, text})
}

// record keeps what the customer said, and how they write.
func (s *step) record(text string) {
	if script := phrases.ScriptOf(text); script != "" {
		s.c.Script = script
	}
	s.said(handoff.TheCustomer, text)
}

// said keeps a line for whoever reads it later, and tells the ticket, if there
// is one.
func (s *step) said(who handoff.Party, text string) {
	s.c.spoke(who, text, s.in.At)
	if s.c.Ticket == "" {
		return
	}
	kind := handoff.CustomerSaid
	if who == handoff.TheBot {
		kind = handoff.BotSaid
	}
	s.do(MoveTicket{
		Ticket: s.c.Ticket, Event: handoff.Event{Kind: kind, At: s.in.At, Text: text},
		Only: who == handoff.TheCustomer && s.c.Stage == WithAgent,
	})
}

// pressed reports that the text came from a button: nothing more will follow.
func (s *step) pressed() bool { _, ok := s.in.Event.(Button); return ok }

// enough reports a burst as long as it is read.
func (s *step) enough() bool {
	b := s.burst()
	return max(len(b.Heard), len(b.Files)) >= longestBurst || len([]rune(joined(b.Heard))) >= longestQuestion
}

// gather waits for the rest of a burst. Each message may prolong it, up to a
// limit. A burst whose wake was lost, or whose clock went back, begins anew.
func (s *step) gather() {
	wait, b := s.around.Can.Gather, s.burst()
	lost := s.in.At.After(b.Until.Add(longestWait*wait)) || s.in.At.Before(b.Since)
	if b.Until.IsZero() || lost {
		b.Since = s.in.At
		s.wake(gatherWake, wait)
	}
	b.Until = s.in.At.Add(wait)
	if last := b.Since.Add(longestWait * wait); b.Until.After(last) {
		b.Until = last
	}
}

// reply replies to the whole burst: once, when nothing was added for a while.
func (s *step) reply() {
	b := s.burst()
	if _, ok := s.in.Event.(Woke); ok && s.in.At.Before(b.Until) {
		s.do(Wake{Name: gatherWake, At: b.Until})
		return
	}
	if len(b.Heard) == 0 && len(b.Files) > 0 {
		s.offerPhoto()
		return
	}
	s.ask(Question{}, "")
}

// ask looks for an answer to what was heard and what is asked besides. A lead is
// said before it.
func (s *step) ask(q Question, lead string) {
	b := *s.burst()
	q.Said = slices.Concat(b.Heard, q.Said)
	q.Text, _ = personal.Mask(joined(q.Said)) // a number may be spread over several messages
	q.Before, q.Known = s.c.Facts, s.c.Known
	s.c.Last, s.c.Burst, s.c.Failed = q, nil, false
	s.c.Pending = &Pending{lead, b.Photos}
	s.do(FindAnswer{Facts: q.Before, Text: q.Text, At: s.in.At})
}

// correct takes the changed text for the one it changes: before the reply as if
// it had been sent so, after it as the same question asked better.
func (s *step) correct() {
	fixed := Heard{s.in.Event.(Edited).Message, s.text}
	if s.c.Burst != nil {
		if heard, ok := replaced(s.c.Burst.Heard, fixed); ok {
			s.record(s.text)
			s.c.Burst.Heard = heard
			return
		}
	}
	old := s.c.Last
	said, ok := replaced(old.Said, fixed)
	if !ok {
		s.hear()
		return
	}
	s.record(s.text)
	if p := s.c.Pending; p != nil {
		s.burst().Photos = p.Photos
	}
	s.void()
	s.c.Facts, s.c.Known = old.Before, old.Known
	s.ask(Question{Said: said, Instead: old.Delivery}, "")
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
