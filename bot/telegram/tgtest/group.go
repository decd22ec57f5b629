package tgtest

import (
	"fmt"
	"slices"
	"strings"
)

// Group is a group, or a supergroup, with or without topics.
type Group struct {
	s *Server
	c *chat // the supergroup, once it was upgraded
}

// GroupOption says what a group is like.
type GroupOption func(*chat)

// Forum is a supergroup with topics.
func Forum(c *chat) { c.kind, c.forum = "supergroup", true }

// Ordinary makes the bot an ordinary member, with privacy mode on.
func Ordinary(c *chat) { c.bot = "member" }

// Without takes rights of an administrator from the bot: can_manage_topics.
func Without(rights ...string) GroupOption {
	return func(c *chat) {
		for _, right := range rights {
			delete(c.rights, right)
		}
	}
}

// Group makes a group in which the bot is an administrator with all rights. An
// identifier that begins with -100 and is long is a supergroup's. One that is
// taken panics.
func (s *Server) Group(id int64, title string, options ...GroupOption) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chats[id] != nil || id >= 0 {
		panic(fmt.Sprintf("tgtest: no group can be called %d", id))
	}
	kind := "group"
	if id < -1000000000000 {
		kind = "supergroup"
	}
	c := s.newChat(id, kind)
	c.title, c.bot, c.rights = title, "administrator", map[string]bool{}
	for _, right := range administratorRights {
		c.rights[right] = true
	}
	for _, o := range options {
		o(c)
	}
	return &Group{s, c}
}

// ID is the group's identifier, which an upgrade changes.
func (g *Group) ID() int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.c.id
}

// Seat is a user in the group, who joins it when they first say something.
func (g *Group) Seat(u *User) Seat {
	return Seat{s: g.s, user: u.user, where: func() *chat { return g.c }}
}

// Say has a user say something.
func (g *Group) Say(u *User, text string) int { return g.Seat(u).Say(text) }

// SayIn has a user say something in a topic.
func (g *Group) SayIn(topic int, u *User, text string) int { return g.Seat(u).Topic(topic).Say(text) }

// Messages are the group as its members see it.
func (g *Group) Messages() []Message {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.c.view()
}

// In are the messages of one topic; 0 is those outside topics.
func (g *Group) In(topic int) []Message {
	return slices.DeleteFunc(g.Messages(), func(m Message) bool { return m.Thread != topic })
}

// Topics are the topics that there are and were, the oldest first.
func (g *Group) Topics() []Topic {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	return g.c.topicViews()
}

// Pinned is the identifier of the pinned message, 0 when there is none.
func (g *Group) Pinned() int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	if g.c.pinned == nil {
		return 0
	}
	return g.c.pinned.form.MessageID
}

// CreateTopic has a user make a topic, and returns its identifier.
func (g *Group) CreateTopic(u *User, name string) int {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	t := g.s.newTopic(g.c, &u.user.form, name, 0x6FB9F0)
	g.s.heard(g.c.messages[t.id])
	return t.id
}

// CloseTopic has a user close a topic, and ReopenTopic open it again.
func (g *Group) CloseTopic(u *User, id int) { g.shut(u, id, true) }

// ReopenTopic see CloseTopic.
func (g *Group) ReopenTopic(u *User, id int) { g.shut(u, id, false) }

func (g *Group) shut(u *User, id int, closed bool) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.heard(g.s.shut(g.c, g.known(id), &u.user.form, closed))
}

// DeleteTopic deletes a topic with its messages. Telegram tells no bot.
func (g *Group) DeleteTopic(id int) { g.DeleteTopicSaying(id, "") }

// DeleteTopicSaying is DeleteTopic, with what calls are refused with from now on:
// "TOPIC_DELETED". Empty is the usual: "message thread not found" to who sends,
// TOPIC_DELETED to who changes the topic.
func (g *Group) DeleteTopicSaying(id int, description string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.c.bury(g.known(id), description)
	g.s.change()
}

// PruneTopic makes a topic that is there for people gone for the bot, as happens
// in very busy groups. What was said in it stays.
func (g *Group) PruneTopic(id int) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.known(id).gone = true
}

// known is a topic; it panics when there is none.
func (g *Group) known(id int) *topic {
	t := g.c.topics[id]
	if t == nil {
		panic(fmt.Sprintf("tgtest: no topic %d", id))
	}
	return t
}

// Upgrade makes a supergroup of a group, as switching on topics does, and
// returns its identifier. Both say so, and calls to the old one are refused.
func (g *Group) Upgrade(options ...GroupOption) int64 {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	old := g.c
	if old.kind != "group" {
		panic("tgtest: only a group can be upgraded")
	}
	c := g.s.newChat(-1000000000000+old.id, "supergroup")
	c.title, c.bot, c.rights, c.members = old.title, old.bot, old.rights, old.members
	for _, o := range options {
		o(c)
	}
	by := userForm{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
	g.s.push("message", old.id, g.s.add(old, &by, 0, content{service: service{MigrateTo: c.id}}).form)
	g.s.push("message", c.id, g.s.add(c, &by, 0, content{service: service{MigrateFrom: old.id}}).form)
	old.migratedTo, g.c = c.id, c
	return c.id
}

// Kick throws the bot out, Invite takes it in again as an administrator.
func (g *Group) Kick(by *User) { g.become(by, "kicked") }

// Invite see Kick.
func (g *Group) Invite(by *User) { g.become(by, "administrator") }

// Demote makes the bot an ordinary member.
func (g *Group) Demote(by *User) { g.become(by, "member") }

func (g *Group) become(by *User, is string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	was := g.c.bot
	g.c.bot = is
	g.s.status(g.c, by.user, was, is)
}

// Allow gives rights to the bot, and Deny takes them. It is not told.
func (g *Group) Allow(rights ...string) { g.right(true, rights) }

// Deny see Allow.
func (g *Group) Deny(rights ...string) { g.right(false, rights) }

func (g *Group) right(has bool, rights []string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	for _, right := range rights {
		g.c.rights[right] = has
	}
}

// memberForm is what somebody is in a chat, on the wire.
func (s *Server) memberForm(c *chat, who userForm, status string) map[string]any {
	out := map[string]any{"status": status, "user": who}
	switch status {
	case "kicked":
		out["until_date"] = 0
	case "administrator":
		out["can_be_edited"], out["is_anonymous"], out["can_send_welcome_messages"] = false, false, false
		for _, right := range administratorRights {
			out[right] = c.rights[right]
		}
	}
	return out
}

// getChatMember is the method.
func (s *Server) getChatMember(q *request) (any, *Refusal) {
	c, refusal := s.find(q, "chat_id")
	if refusal != nil {
		return nil, refusal
	}
	id := q.number("user_id")
	if id == s.me.ID {
		status := c.bot
		if c.person != nil {
			status = "member"
		}
		return s.memberForm(c, s.me, status), nil
	}
	p := s.people[id]
	switch {
	case p == nil:
		return nil, bad("member not found")
	case c.members[id] != nil || c.person == p:
		return s.memberForm(c, p.form, "member"), nil
	}
	return s.memberForm(c, p.form, "left"), nil
}

// fullChatForm is what getChat tells.
type fullChatForm struct {
	chatForm
	Accent    int             `json:"accent_color_id"`
	Reactions int             `json:"max_reaction_count"`
	Gifts     map[string]bool `json:"accepted_gift_types"`
	Pinned    *messageForm    `json:"pinned_message,omitempty"`
}

// getChat is the method.
func (s *Server) getChat(q *request) (any, *Refusal) {
	c, refusal := s.find(q, "chat_id")
	if refusal != nil {
		return nil, refusal
	}
	full := fullChatForm{chatForm: c.form(), Reactions: 11, Gifts: map[string]bool{}}
	for _, gift := range strings.Fields("unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels") {
		full.Gifts[gift] = false
	}
	if c.pinned != nil {
		full.Pinned = &c.pinned.form
	}
	return full, nil
}

// leaveChat is the method.
func (s *Server) leaveChat(q *request) (any, *Refusal) {
	c, refusal := s.find(q, "chat_id")
	if refusal != nil {
		return nil, refusal
	}
	if c.person != nil {
		return nil, bad("chat member status can't be changed in private chats")
	}
	c.bot = "left"
	return true, nil
}
