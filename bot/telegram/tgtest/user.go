package tgtest

import (
	"fmt"
	"strings"
)

// User is somebody with Telegram, in the private chat with the bot. What they
// do is what their Seat can do there.
type User struct {
	Seat
}

// UserOption says more about a user.
type UserOption func(*userForm)

// Language is the user's language: zh-hans, en.
func Language(code string) UserOption { return func(u *userForm) { u.Language = code } }

// Username is the user's @name, without @.
func Username(name string) UserOption { return func(u *userForm) { u.Username = name } }

// User is the user with an identifier, who comes into being when they are first
// named. They have not written to the bot yet.
func (s *Server) User(id int64, name string, options ...UserOption) *User {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.people[id] == nil {
		p := &person{form: userForm{ID: id, FirstName: name, Language: "zh-hans"}}
		for _, o := range options {
			o(&p.form)
		}
		s.people[id] = p
		s.newChat(id, "private").person = p
	}
	c := s.chats[id]
	return &User{Seat{s: s, user: s.people[id], where: func() *chat { return c }}}
}

// Start opens the chat, as the START button or a link with a payload does.
func (u *User) Start(payload string) int {
	return u.Say(strings.TrimSpace("/start " + payload))
}

// Block blocks the bot, and Unblock takes it back. The bot hears of both.
func (u *User) Block() { u.block(true) }

// Unblock see Block.
func (u *User) Unblock() { u.block(false) }

func (u *User) block(blocked bool) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	if u.user.blocked == blocked {
		return
	}
	u.user.blocked = blocked
	was, is := "member", "kicked"
	if !blocked {
		was, is = is, was
	}
	u.s.status(u.where(), u.user, was, is)
}

// status tells the bot what it is in a chat now.
func (s *Server) status(c *chat, by *person, was, is string) {
	s.push("my_chat_member", c.id, map[string]any{
		"chat": c.form(), "from": by.form, "date": s.now().Unix(),
		"old_chat_member": s.memberForm(c, s.me, was), "new_chat_member": s.memberForm(c, s.me, is),
	})
}

// Deactivate deletes the user's account. The bot does not hear of it.
func (u *User) Deactivate() {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	u.user.deactivated = true
}

// Started reports whether the user has written to the bot yet.
func (u *User) Started() bool {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.user.started
}

// Blocked reports whether the user blocks the bot.
func (u *User) Blocked() bool {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.user.blocked
}

// Messages are the chat as the user sees it.
func (u *User) Messages() []Message {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.where().view()
}

// Last is the last message of the bot, the zero value when there is none.
func (u *User) Last() Message {
	var last Message
	for _, m := range u.Messages() {
		if m.Bot {
			last = m
		}
	}
	return last
}

// Draft is what the bot is writing, nil when nothing is shown.
func (u *User) Draft() *Draft {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	d := u.where().draft
	if d == nil || u.s.now().Sub(d.At) > draftLasts {
		return nil
	}
	shown := *d
	return &shown
}

// Action is what the bot shows that it does: typing. Empty is nothing.
func (u *User) Action() string {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	a := u.where().action
	if u.s.now().Sub(a.At) > actionLasts {
		return ""
	}
	return a.Action
}

// speak is the chat where somebody says something, who has written with it. It
// panics when they cannot write, as a test that has them write is wrong. The
// lock is held.
func (p *Seat) speak() *chat {
	c := p.where()
	if c.person != nil {
		if p.user.blocked || p.user.deactivated {
			panic(fmt.Sprintf("tgtest: user %d cannot write", p.user.form.ID))
		}
		p.user.started = true
		return c
	}
	if c.members[p.user.form.ID] == nil {
		c.members[p.user.form.ID] = p.user
	}
	return c
}
