package bot

import (
	"fmt"
	"time"

	"huizhi/handoff"
	"huizhi/phrases"
)

// Around is what a step may know of the world: it comes in, like the event.
type Around struct {
	Can   Capabilities            // of the event's channel
	All   map[string]Capabilities // of each channel, by its name
	Hours handoff.Hours           // when agents are there
	Links Links                   // what a link may say; nil for nothing
	flow  table                   // nil for the one of flow.go
}

// Step is what one event does to one conversation. It is pure: the time is the
// event's.
func Step(c Conversation, in Incoming, around Around) (Conversation, []Effect) {
	s := begin(c, in, around)
	a := s.read()
	s.c.Erasing = s.c.Erasing && (a == nothing || !done(in.Event))
	m, own := s.flow.find(&s.c, a)
	m.do(s)
	s.went(m.way)
	if !own || m.way.kind == returns {
		s.show()
	}
	s.c.Turns = c.Turns + 1
	return s.c, s.out
}

// begin is a step before anything is done. What it may change is its own.
func begin(c Conversation, in Incoming, around Around) *step {
	c.Version = version
	if c.Burst != nil {
		burst := *c.Burst
		c.Burst = &burst
	}
	if around.flow == nil {
		around.flow = flow
	}
	return &step{c: c, in: in, around: around, flow: around.flow}
}

// show says again what the stage waits for, if something was said that is beside it.
func (s *step) show() {
	shows := s.flow[s.c.Stage].shows
	if shows != nil && s.count > 0 && s.c.Burst == nil && s.c.Pending == nil {
		shows(s)
	}
}

// step is one event on its way through a conversation.
type step struct {
	c      Conversation
	in     Incoming
	around Around
	flow   table
	out    []Effect
	count  int // of messages

	text string // asked, corrected: what was said
	arg  string // of a button: what follows its verb
}

// nothing is to be done: the result of an answer nobody waits for any more.
func (s *step) nothing() {}

// say adds a message and returns the key of its delivery.
func (s *step) say(m *Say) Key {
	s.out = append(s.out, m)
	s.count++
	return deliveryKey(s.in.Key, s.count-1)
}

// phrase says one sentence; buttons may be added to what it returns.
func (s *step) phrase(key string, args ...any) *Say {
	m := &Say{Lines: []Line{line(key, args...)}}
	s.say(m)
	return m
}

// row adds a row of buttons.
func (m *Say) row(cs ...Choice) *Say {
	if len(cs) > 0 {
		m.Buttons = append(m.Buttons, cs)
	}
	return m
}

func line(key string, args ...any) Line { return Line{Key: key, Args: args} }

// do adds a task or a note.
func (s *step) do(e Effect) { s.out = append(s.out, e) }

// void makes the answer that is being looked for void.
func (s *step) void() {
	s.c.Generation++
	s.c.Pending = nil
}

// forget is void, and forgets what was said and not replied to.
func (s *step) forget() {
	s.void()
	s.c.Burst, s.c.Masked = nil, false
}

// wake asks to be woken after a while.
func (s *step) wake(name string, after time.Duration) {
	s.do(Wake{Name: name, At: s.in.At.Add(after)})
}

func deliveryKey(of Key, n int) Key { return Key(fmt.Sprintf("%s/%d", of, n)) }

// words renders a line in the customer's script.
func (l Line) words(script phrases.Script) string {
	switch {
	case l.Verbatim:
		return l.Text
	case l.Key == "":
		return phrases.In(script, l.Text)
	}
	return phrases.In(script, phrases.Say(l.Key, l.Args...))
}
