package tgtest

import (
	"reflect"
	"time"
)

// place is where a message goes: a chat, a topic in it, and what it replies to.
type place struct {
	chat    *chat
	thread  int
	replyTo *messageForm
	markup  *keyboard
}

// place finds out where a message goes.
func (s *Server) place(q *request) (p place, refusal *Refusal) {
	if p.chat, refusal = s.writable(q); refusal != nil {
		return p, refusal
	}
	if p.thread, refusal = s.thread(p.chat, int(q.number("message_thread_id"))); refusal != nil {
		return p, refusal
	}
	if refusal = p.reply(q); refusal != nil {
		return p, refusal
	}
	p.markup, refusal = s.keyboard(q)
	return p, refusal
}

// reply finds what a message replies to. A reply goes where that stands.
func (p *place) reply(q *request) *Refusal {
	var to struct {
		Message int  `json:"message_id"`
		Anyway  bool `json:"allow_sending_without_reply"`
	}
	if err := q.decode("reply_parameters", &to); err != nil {
		return bad("can't parse reply parameters: %v", err)
	}
	if to.Message == 0 {
		return nil
	}
	m := p.chat.messages[to.Message]
	if m == nil && !to.Anyway {
		return bad("message to be replied not found")
	}
	if m != nil {
		original := m.form
		original.ReplyTo = nil
		p.replyTo = &original
		if p.thread == 0 {
			p.thread = m.form.Thread
		}
	}
	return nil
}

// put sends what the bot says. Drafts and actions are over with it.
func (s *Server) put(q *request, p place, what content) *message {
	m := s.add(p.chat, &s.me, p.thread, what)
	m.form.ReplyTo, m.form.Markup, m.form.Protected = p.replyTo, p.markup, q.flag("protect_content")
	p.chat.draft, p.chat.action = nil, Action{}
	s.saved(m)
	return m
}

// says reads the text of a message.
func (s *Server) says(q *request) (content, *Refusal) {
	text, entities, refusal := s.formatted(q, "text", "entities")
	switch {
	case refusal != nil:
		return content{}, refusal
	case text == "":
		return content{}, bad("message text is empty")
	case units(text) > longestText:
		return content{}, bad("message is too long")
	}
	var preview []byte
	if q.has("link_preview_options") {
		preview = []byte(q.text("link_preview_options"))
	}
	return content{Text: text, Entities: entities, Preview: preview}, nil
}

// sendMessage is the method.
func (s *Server) sendMessage(q *request) (any, *Refusal) {
	p, refusal := s.place(q)
	if refusal != nil {
		return nil, refusal
	}
	what, refusal := s.says(q)
	if refusal != nil {
		return nil, refusal
	}
	return s.put(q, p, what).form, nil
}

// captioned reads a caption into what a message shows.
func (s *Server) captioned(q *request, what *content) (refusal *Refusal) {
	what.Caption, what.CaptionEntities, refusal = s.formatted(q, "caption", "caption_entities")
	if refusal == nil && units(what.Caption) > longestCaption {
		refusal = bad("message caption is too long")
	}
	return refusal
}

// sendPhoto is the method.
func (s *Server) sendPhoto(q *request) (any, *Refusal) {
	f, refusal := s.sent(q, "photo", "photos")
	if refusal != nil {
		return nil, refusal
	}
	return s.sendMedia(q, content{Photo: []photoSize{f.size()}})
}

// sendDocument is the method.
func (s *Server) sendDocument(q *request) (any, *Refusal) {
	f, refusal := s.sent(q, "document", "documents")
	if refusal != nil {
		return nil, refusal
	}
	return s.sendMedia(q, content{Document: f.form()})
}

func (s *Server) sendMedia(q *request, what content) (any, *Refusal) {
	p, refusal := s.place(q)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := s.captioned(q, &what); refusal != nil {
		return nil, refusal
	}
	return s.put(q, p, what).form, nil
}

// copyMessage is the method: what a message shows, sent anew.
func (s *Server) copyMessage(q *request) (any, *Refusal) {
	p, refusal := s.place(q)
	if refusal != nil {
		return nil, refusal
	}
	from, refusal := s.find(q, "from_chat_id")
	if refusal != nil {
		return nil, refusal
	}
	m := from.messages[int(q.number("message_id"))]
	if m == nil {
		return nil, bad("message to copy not found")
	}
	what := m.form.content
	if what.kind() == "service" {
		return nil, bad("message can't be copied")
	}
	if q.has("caption") {
		if refusal := s.captioned(q, &what); refusal != nil {
			return nil, refusal
		}
	}
	return map[string]int{"message_id": s.put(q, p, what).form.MessageID}, nil
}

// own is the message that is to be edited.
func (s *Server) own(q *request) (*message, *Refusal) {
	if !q.has("chat_id") {
		return nil, bad("chat_id is empty")
	}
	if !q.has("message_id") {
		return nil, bad("message identifier is not specified")
	}
	c, refusal := s.writable(q)
	if refusal != nil {
		return nil, refusal
	}
	switch m := c.messages[int(q.number("message_id"))]; {
	case m == nil:
		return nil, bad("message to edit not found")
	case !m.byBot():
		return nil, bad("message can't be edited")
	default:
		return m, nil
	}
}

// editMessageText is the method. Buttons that are not given anew are gone.
func (s *Server) editMessageText(q *request) (any, *Refusal) {
	m, refusal := s.own(q)
	if refusal != nil {
		return nil, refusal
	}
	if m.form.Text == "" {
		return nil, bad("there is no text in the message to edit")
	}
	what, refusal := s.says(q)
	if refusal != nil {
		return nil, refusal
	}
	markup, refusal := s.keyboard(q)
	if refusal != nil {
		return nil, refusal
	}
	return s.edit(m, what, markup)
}

// editMessageReplyMarkup is the method.
func (s *Server) editMessageReplyMarkup(q *request) (any, *Refusal) {
	m, refusal := s.own(q)
	if refusal != nil {
		return nil, refusal
	}
	markup, refusal := s.keyboard(q)
	if refusal != nil {
		return nil, refusal
	}
	return s.edit(m, m.form.content, markup)
}

// shown is what of a message makes a difference to an edit.
func (c content) shown() content {
	c.Preview = nil
	return c
}

// edit changes a message, if it changes.
func (s *Server) edit(m *message, what content, markup *keyboard) (any, *Refusal) {
	if reflect.DeepEqual(m.form.shown(), what.shown()) && reflect.DeepEqual(m.form.Markup, markup) {
		return nil, bad("message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message")
	}
	m.form.content, m.form.Markup = what, markup
	m.edited++
	m.editedAt = s.now()
	m.form.EditDate = m.editedAt.Unix()
	s.saved(m)
	return m.form, nil
}

// deletable is how old a message may be that is deleted for everybody.
const deletable = 48 * time.Hour

// deleteMessage is the method.
func (s *Server) deleteMessage(q *request) (any, *Refusal) {
	c, refusal := s.writable(q)
	if refusal != nil {
		return nil, refusal
	}
	m := c.messages[int(q.number("message_id"))]
	switch {
	case m == nil:
		return nil, bad("message to delete not found")
	case !m.byBot() && !c.may("can_delete_messages"):
		return nil, bad("message can't be deleted")
	case s.now().Sub(m.at) > deletable && (c.person != nil || !c.may("can_delete_messages")):
		return nil, bad("message can't be deleted for everyone")
	}
	c.remove(func(o *message) bool { return o == m })
	return true, nil
}
