package tgtest

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// chat is a private chat, a group or a supergroup.
type chat struct {
	id       int64
	kind     string // private, group, supergroup
	title    string
	person   *person // of a private chat
	forum    bool
	instance string // as presses name the chat

	bot        string          // what the bot is here: administrator, member, left, kicked
	rights     map[string]bool // of the bot as an administrator
	members    map[int64]*person
	migratedTo int64

	messages map[int]*message
	order    []*message
	lastID   int
	topics   map[int]*topic
	pinned   *message
	draft    *Draft
	action   Action
	pace     paced
}

// person is somebody with Telegram.
type person struct {
	form        userForm
	started     bool // has written to the bot
	blocked     bool
	deactivated bool
}

// administratorRights are what an administrator of a group may be allowed.
var administratorRights = strings.Fields("can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories can_pin_messages can_manage_topics")

// newChat makes a chat. The lock is held.
func (s *Server) newChat(id int64, kind string) *chat {
	c := &chat{id: id, kind: kind, instance: s.given(), members: map[int64]*person{}, messages: map[int]*message{}, topics: map[int]*topic{}}
	s.chats[id] = c
	return c
}

// form is a chat on the wire.
func (c *chat) form() chatForm {
	f := chatForm{ID: c.id, Type: c.kind, Title: c.title, Forum: c.forum}
	if c.person != nil {
		f.FirstName, f.Username = c.person.form.FirstName, c.person.form.Username
	}
	return f
}

// find is the chat that a parameter names, by number or by @name.
func (s *Server) find(q *request, parameter string) (*chat, *Refusal) {
	c := s.chats[q.number(parameter)]
	if name, ok := strings.CutPrefix(q.text(parameter), "@"); ok {
		c = s.named(name)
	}
	if c == nil {
		return nil, bad("chat not found")
	}
	if c.migratedTo != 0 {
		return nil, migrated(c.migratedTo)
	}
	return c, c.absent()
}

// named is the private chat with who has a name.
func (s *Server) named(name string) *chat {
	for _, c := range s.chats {
		if c.person != nil && c.person.form.Username != "" && strings.EqualFold(c.person.form.Username, name) {
			return c
		}
	}
	return nil
}

// migrated is what calls to a group get that became a supergroup.
func migrated(to int64) *Refusal {
	r := bad("group chat was upgraded to a supergroup chat")
	r.MigrateTo = to
	return r
}

// absent refuses what is asked of a group that the bot is not in.
func (c *chat) absent() *Refusal {
	switch c.bot {
	case "kicked":
		return forbidden("bot was kicked from the %s chat", c.kind)
	case "left":
		return forbidden("bot is not a member of the %s chat", c.kind)
	}
	return nil
}

// writable is the chat that chat_id names, if the bot may write there.
func (s *Server) writable(q *request) (*chat, *Refusal) {
	c, refusal := s.find(q, "chat_id")
	if refusal != nil || c.person == nil {
		return c, refusal
	}
	switch p := c.person; {
	case p.deactivated:
		return nil, forbidden("user is deactivated")
	case p.blocked:
		return nil, forbidden("bot was blocked by the user")
	case !p.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return c, nil
}

// may reports whether the bot has a right in a chat.
func (c *chat) may(right string) bool {
	return c.person != nil || c.bot == "administrator" && c.rights[right]
}

// nextID is the identifier of the next message: each supergroup counts for
// itself, private chats and groups count together.
func (s *Server) nextID(c *chat) int {
	last := &s.lastID
	if c.kind == "supergroup" {
		last = &c.lastID
	}
	*last++
	return *last
}

// add puts a message into a chat. The lock is held.
func (s *Server) add(c *chat, from *userForm, thread int, what content) *message {
	m := &message{chat: c, at: s.now()}
	m.form = messageForm{MessageID: s.nextID(c), From: from, Chat: c.form(), Date: m.at.Unix(), Thread: thread, InTopic: thread != 0, content: what}
	c.messages[m.form.MessageID] = m
	c.order = append(c.order, m)
	return m
}

// remove takes messages out of a chat.
func (c *chat) remove(gone func(*message) bool) {
	maps.DeleteFunc(c.messages, func(_ int, m *message) bool { return gone(m) })
	c.order = slices.DeleteFunc(c.order, gone)
}

// view is a chat as people see it.
func (c *chat) view() []Message {
	var out []Message
	for _, m := range c.order {
		out = append(out, m.view())
	}
	return out
}

// Draft is a message that is being written.
type Draft struct {
	ID       int64
	Text     string
	Entities []Entity
	At       time.Time
}

// How long a draft and an action are shown.
const (
	draftLasts  = 30 * time.Second
	actionLasts = 5 * time.Second
)
