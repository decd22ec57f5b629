package tgtest

import (
	"slices"
	"time"
	"unicode/utf8"
)

// answerable is how long a press can be answered.
const answerable = 30 * time.Second

// answerCallbackQuery is the method. A press is answered once, and soon.
func (s *Server) answerCallbackQuery(q *request) (any, *Refusal) {
	p := s.open[q.text("callback_query_id")]
	if p == nil || s.now().Sub(p.At) > answerable {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if utf8.RuneCountInString(q.text("text")) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	delete(s.open, p.ID)
	p.Answered = max(s.now().Sub(p.At), 1)
	p.Answer, p.Alert, p.URL = q.text("text"), q.flag("show_alert"), q.text("url")
	return true, nil
}

// chatActions are what sendChatAction may say.
var chatActions = []string{"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}

// sendChatAction is the method.
func (s *Server) sendChatAction(q *request) (any, *Refusal) {
	c, refusal := s.writable(q)
	if refusal != nil {
		return nil, refusal
	}
	thread, refusal := s.thread(c, int(q.number("message_thread_id")))
	if refusal != nil {
		return nil, refusal
	}
	if !slices.Contains(chatActions, q.text("action")) {
		return nil, bad("wrong parameter action in request")
	}
	c.action = Action{c.id, thread, q.text("action"), s.now()}
	s.record.actions = kept(append(s.record.actions, c.action), s.options.Keep)
	return true, nil
}

// sendMessageDraft is the method. The draft is shown until the next message.
func (s *Server) sendMessageDraft(q *request) (any, *Refusal) {
	if s.options.NoDrafts {
		return nil, bad("method is not available")
	}
	c, refusal := s.writable(q)
	switch {
	case refusal != nil:
		return nil, refusal
	case c.person == nil:
		return nil, bad("message drafts can be sent only to private chats")
	case q.number("draft_id") == 0:
		return nil, bad("draft_id must be non-zero")
	}
	text, entities, refusal := s.formatted(q, "text", "entities")
	if refusal != nil {
		return nil, refusal
	}
	if units(text) > longestText {
		return nil, bad("message is too long")
	}
	c.draft = &Draft{q.number("draft_id"), text, entities, s.now()}
	return true, nil
}

// setMessageReaction is the method.
func (s *Server) setMessageReaction(q *request) (any, *Refusal) {
	m, refusal := s.existing(q, "react")
	if refusal != nil {
		return nil, refusal
	}
	var reactions []struct{ Type, Emoji string }
	if err := q.decode("reaction", &reactions); err != nil || slices.ContainsFunc(reactions, func(r struct{ Type, Emoji string }) bool { return r.Type != "emoji" || r.Emoji == "" }) {
		return nil, bad("REACTION_INVALID")
	}
	if len(reactions) > 1 {
		return nil, bad("REACTIONS_TOO_MANY")
	}
	m.reaction = ""
	for _, r := range reactions {
		m.reaction = r.Emoji
	}
	return true, nil
}

// pinChatMessage is the method.
func (s *Server) pinChatMessage(q *request) (any, *Refusal) {
	m, refusal := s.existing(q, "pin")
	if refusal != nil {
		return nil, refusal
	}
	if !m.chat.may("can_pin_messages") {
		return nil, bad("not enough rights to manage pinned messages in the chat")
	}
	m.chat.pinned = m
	return true, nil
}

// existing is the message that something is done to.
func (s *Server) existing(q *request, verb string) (*message, *Refusal) {
	c, refusal := s.writable(q)
	if refusal != nil {
		return nil, refusal
	}
	m := c.messages[int(q.number("message_id"))]
	if m == nil {
		return nil, bad("message to %s not found", verb)
	}
	return m, nil
}
