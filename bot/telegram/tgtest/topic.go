package tgtest

import (
	"encoding/json"
	"maps"
	"slices"
	"unicode/utf8"
)

// topic is a topic of a forum, or of a private chat with topics.
type topic struct {
	id     int
	name   string
	color  int
	closed bool
	gone   bool
	says   string // what calls are refused with once it is gone; empty is as usual
}

// Topic is a topic as people see it.
type Topic struct {
	ID     int
	Name   string
	Closed bool
	Gone   bool // deleted, or not there for the bot
}

// thread is where a message goes that names a topic. A private chat ignores one
// that it does not have: the message lands in the main chat.
func (s *Server) thread(c *chat, id int) (int, *Refusal) {
	t := c.topics[id]
	switch {
	case id == 0:
		return 0, nil
	case c.person != nil && (t == nil || t.gone || !s.options.PrivateTopics):
		return 0, nil
	case t == nil:
		return 0, bad("message thread not found")
	case t.gone && t.says != "":
		return 0, bad("%s", t.says)
	case t.gone:
		return 0, bad("message thread not found")
	case t.closed:
		return 0, bad("TOPIC_CLOSED")
	}
	return id, nil
}

// forum is the chat whose topics a call is about.
func (s *Server) forum(q *request, does string) (*chat, *Refusal) {
	c, refusal := s.writable(q)
	switch {
	case refusal != nil:
		return nil, refusal
	case c.person == nil && !c.forum || c.person != nil && !s.options.PrivateTopics:
		return nil, bad("the chat is not a forum")
	case !c.may("can_manage_topics"):
		return nil, bad("not enough rights to %s", does)
	}
	return c, nil
}

// topic is the topic that a call is about.
func (s *Server) topic(q *request, does string) (*chat, *topic, *Refusal) {
	c, refusal := s.forum(q, does)
	if refusal != nil {
		return nil, nil, refusal
	}
	t := c.topics[int(q.number("message_thread_id"))]
	switch {
	case t == nil:
		return nil, nil, bad("TOPIC_ID_INVALID")
	case t.gone && t.says != "":
		return nil, nil, bad("%s", t.says)
	case t.gone:
		return nil, nil, bad("TOPIC_DELETED")
	}
	return c, t, nil
}

// createForumTopic is the method.
func (s *Server) createForumTopic(q *request) (any, *Refusal) {
	c, refusal := s.forum(q, "create a topic")
	if refusal != nil {
		return nil, refusal
	}
	name := clean(q.text("name"))
	if n := utf8.RuneCountInString(name); n < 1 || n > 128 {
		return nil, bad("TOPIC_TITLE_INVALID")
	}
	color := int(q.number("icon_color"))
	if color == 0 {
		color = 0x6FB9F0
	}
	t := s.newTopic(c, &s.me, name, color)
	return map[string]any{"message_thread_id": t.id, "name": t.name, "icon_color": t.color}, nil
}

// newTopic makes a topic; it is called like the message that says so.
func (s *Server) newTopic(c *chat, by *userForm, name string, color int) *topic {
	raw, _ := json.Marshal(map[string]any{"name": name, "icon_color": color})
	m := s.add(c, by, 0, content{service: service{TopicCreated: raw}})
	t := &topic{id: m.form.MessageID, name: name, color: color}
	m.form.Thread, m.form.InTopic = t.id, true
	c.topics[t.id] = t
	return t
}

// editForumTopic is the method.
func (s *Server) editForumTopic(q *request) (any, *Refusal) {
	c, t, refusal := s.topic(q, "edit the topic")
	if refusal != nil {
		return nil, refusal
	}
	name := clean(q.text("name"))
	switch n := utf8.RuneCountInString(name); {
	case n > 128:
		return nil, bad("TOPIC_TITLE_INVALID")
	case n == 0 && !q.has("icon_custom_emoji_id") || name == t.name:
		return nil, bad("TOPIC_NOT_MODIFIED")
	case n > 0:
		t.name = name
	}
	raw, _ := json.Marshal(map[string]any{"name": t.name})
	s.add(c, &s.me, t.id, content{service: service{TopicEdited: raw}})
	return true, nil
}

// closeForumTopic is the method.
func (s *Server) closeForumTopic(q *request) (any, *Refusal) {
	return s.setClosed(q, true)
}

// reopenForumTopic is the method.
func (s *Server) reopenForumTopic(q *request) (any, *Refusal) {
	return s.setClosed(q, false)
}

func (s *Server) setClosed(q *request, closed bool) (any, *Refusal) {
	c, t, refusal := s.topic(q, "close the topic")
	switch {
	case refusal != nil:
		return nil, refusal
	case c.person != nil:
		return nil, bad("the chat is not a forum")
	case t.closed == closed:
		return nil, bad("TOPIC_NOT_MODIFIED")
	}
	s.shut(c, t, &s.me, closed)
	return true, nil
}

// shut closes or reopens a topic, and says so in it.
func (s *Server) shut(c *chat, t *topic, by *userForm, closed bool) *message {
	t.closed = closed
	what := service{TopicClosed: json.RawMessage("{}")}
	if !closed {
		what = service{TopicReopened: json.RawMessage("{}")}
	}
	return s.add(c, by, t.id, content{service: what})
}

// deleteForumTopic is the method.
func (s *Server) deleteForumTopic(q *request) (any, *Refusal) {
	c, t, refusal := s.topic(q, "delete the topic")
	if refusal != nil {
		return nil, refusal
	}
	c.bury(t, "")
	return true, nil
}

// bury deletes a topic with all that was said in it.
func (c *chat) bury(t *topic, says string) {
	t.gone, t.says = true, says
	c.remove(func(m *message) bool { return m.form.Thread == t.id })
}

// topicViews are the topics of a chat, the oldest first.
func (c *chat) topicViews() []Topic {
	var out []Topic
	for _, id := range slices.Sorted(maps.Keys(c.topics)) {
		t := c.topics[id]
		out = append(out, Topic{t.id, t.name, t.closed, t.gone})
	}
	return out
}
