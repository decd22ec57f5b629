package bot

import (
	"regexp"
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/personal"
	"huizhi/phrases"
)

// act is what an event means to the conversation.
type act string

const (
	asked        act = "asked"        // a text
	photographed act = "photographed" // pictures
	corrected    act = "corrected"    // an earlier text, changed
	unread       act = "unread"       // something we cannot read
	gathered     act = "gathered"     // the burst may be over
	answered     act = "answered"     // the answer is there
	failed       act = "failed"       // the answer is not to be had

	human     act = "human"     // a person is wanted
	cancelled act = "cancelled" //
	wentBack  act = "went_back" //
	restarted act = "restarted" //
	helped    act = "helped"    // asks what can be done here
	moreAsked act = "more"      // the rest of an answer
	praised   act = "praised"   // 👍
	blamed    act = "blamed"    // 👎
	explained act = "explained" // why 👎
	doubted   act = "doubted"   // the facts are to be changed
	dropped   act = "dropped"   // one of them is
	ordered   act = "ordered"   // a photo receipt is wanted
	ruled     act = "ruled"     // the rules for a photo are
	dismissed act = "dismissed" // the photo was for nothing
	ended     act = "ended"     // no person is wanted any more
	repeated  act = "repeated"  // the last question, once more
	unknown   act = "unknown"   // a button nobody knows any more

	ticketOpened  act = "ticket_opened"
	ticketClosed  act = "ticket_closed"
	ticketRefused act = "ticket_refused" // what was said came too late for it
	agentSpoke    act = "agent_spoke"
	nobodyCame    act = "nobody_came" // it is time to say so
	nothing       act = "nothing"     // too late to mean anything
)

// verbs are the buttons: what stands before the slash of their data.
var verbs = map[string]act{
	"say": asked, "more": moreAsked, "human": human, "cancel": cancelled, "back": wentBack, "restart": restarted,
	"help": helped, "up": praised, "down": blamed, "why": explained, "change": doubted, "drop": dropped,
	"order": ordered, "rules": ruled, "dismiss": dismissed, "end": ended, "again": repeated,
}

// controls are words that, said alone, are not a question.
var controls = map[string]act{
	"人工": human, "转人工": human, "人工客服": human, "转人工客服": human, "找人工": human, "客服": human, "找客服": human, "真人": human,
	"取消": cancelled, "算了": cancelled, "返回": wentBack, "上一步": wentBack, "撤回": wentBack, "撤销": wentBack,
	"重新开始": restarted, "重来": restarted, "从头开始": restarted, "帮助": helped, "菜单": helped, "更多": moreAsked, "还有呢": moreAsked,
	"改": doubted, "结束人工": ended, "办照片回执": ordered,
}

// commands are the same for those who type them.
var commands = map[string]act{
	"start": helped, "help": helped, "human": human, "cancel": cancelled, "back": wentBack, "restart": restarted,
	"more": moreAsked, "change": doubted, "order": ordered, "end": ended,
}

// command is what a command looks like, known or not.
var command = regexp.MustCompile(`^[A-Za-z_]{1,32}$`)

// control is what a text means if it is one of our words; asked otherwise. A
// command may name its bot: /help@huizhi_bot.
func control(text string) act {
	text = fold(text)
	if name, ok := strings.CutPrefix(text, "/"); ok {
		name, _, _ = strings.Cut(name, " ")
		name, _, _ = strings.Cut(name, "@")
		if a, ok := commands[strings.ToLower(name)]; ok {
			return a
		}
		if command.MatchString(name) {
			return helped
		}
	}
	if a, ok := controls[text]; ok {
		return a
	}
	return asked
}

// Rank is which events may be stepped before others. It is stored.
type Rank uint8

// The ranks.
const (
	Ordinary Rank = iota
	Urgent        // need not wait while an answer is looked for
	Result        // ends that wait
)

// RankOf is the rank of an event.
func RankOf(e Event) Rank {
	switch e := e.(type) {
	case Answered, Failed:
		return Result
	case Moved:
		return Urgent
	case Text:
		return overtakes(control(e.Text))
	case Button:
		verb, _, _ := strings.Cut(e.Data, "/")
		return overtakes(verbs[verb])
	}
	return Ordinary
}

func overtakes(a act) Rank {
	if a == human || a == cancelled || a == wentBack || a == restarted || a == ended {
		return Urgent
	}
	return Ordinary
}

// read says what the event means, and keeps what it carries.
func (s *step) read() act {
	switch e := s.in.Event.(type) {
	case Text:
		return s.texted(control(e.Text), e.Text)
	case Edited:
		return s.texted(corrected, e.Text)
	case Photo:
		return photographed
	case Unreadable:
		s.arg = "other"
		if slices.Contains(unreadables, e.What) {
			s.arg = e.What
		}
		return unread
	case Button:
		return s.press(e)
	case Answered:
		return s.current(answered, e.Generation)
	case Failed:
		return s.failure(e)
	case Woke:
		return s.woke(e)
	case Moved:
		return s.moved(e)
	}
	return nothing
}

// texted is an act of a text; one without a character means nothing.
func (s *step) texted(a act, text string) act {
	s.text = s.plain(text)
	if s.text == "" {
		return nothing
	}
	return a
}

// unreadables are the kinds that have a phrase of their own.
var unreadables = []string{"voice", "video", "sticker", "file"}

// press reads a button. What it says as a text is its label.
func (s *step) press(b Button) act {
	verb, arg, _ := strings.Cut(b.Data, "/")
	a, ok := verbs[verb]
	if !ok || a == asked && strings.TrimSpace(b.Label) == "" {
		return unknown
	}
	s.arg, s.text = arg, s.plain(b.Label)
	return a
}

// current is an act of this generation; of an earlier one it means nothing.
func (s *step) current(a act, generation int) act {
	if generation != s.c.Generation || s.c.Stage != Answering {
		return nothing
	}
	return a
}

// failure tells a text that an agent did not get any more from an answer that
// was not found.
func (s *step) failure(f Failed) act {
	if f.Ticket != "" {
		s.text = s.plain(f.Text)
		return ticketRefused
	}
	return s.current(failed, f.Generation)
}

// woke reads a wake: the end of a burst, or of the wait for an agent.
func (s *step) woke(w Woke) act {
	ticket, ok := strings.CutPrefix(w.Name, nobodyWake)
	switch {
	case ok && handoff.ID(ticket) == s.c.Ticket && s.c.Stage != WithAgent:
		return nobodyCame
	case w.Name == gatherWake && s.c.Stage == Gathering:
		return gathered
	}
	return nothing
}

// moved reads what staff did, or the log's word that a ticket is open.
func (s *step) moved(m Moved) act {
	if m.Ticket != s.c.Ticket {
		return nothing
	}
	switch m.Event.Kind {
	case handoff.Opened:
		return ticketOpened
	case handoff.AgentSaid:
		s.text = m.Event.Text
		return agentSpoke
	case handoff.Ended, handoff.Withdrawn:
		return ticketClosed
	}
	return nothing
}

// plain is what was said, as a sentence of its own, without personal numbers:
// nothing behind this line ever sees them. A bare number after a question about
// the age is an age.
func (s *step) plain(text string) string {
	text, found := personal.Mask(strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")))
	s.c.Masked = s.c.Masked || found != 0
	if s.c.Asks == answer.AsksAge && age.MatchString(text) {
		return text + years
	}
	return text
}

// age is an age without its unit.
var age = regexp.MustCompile(`^([0-9０-９]{1,2}|1[01][0-9])$`)

const years = "岁"

// fold is a short text without what does not change its meaning.
func fold(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "。.!！?？~～、,， ")
	return phrases.In(phrases.Simplified, text)
}
