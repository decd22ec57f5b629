package tgtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Seat is a user in a chat, and in a topic of it: where they say and press
// things. What is said gets a message identifier, which is returned.
type Seat struct {
	s      *Server
	user   *person
	where  func() *chat // with the lock held; a group may be another one later
	thread int
}

// Topic is the same user in a topic. 0 is none.
func (p Seat) Topic(id int) Seat {
	p.thread = id
	return p
}

// ID is the user's identifier.
func (p Seat) ID() int64 { return p.user.form.ID }

// Say says a text.
func (p Seat) Say(text string) int {
	return p.send(content{Text: text, Entities: detected(text)})
}

// Reply says a text in reply to a message of the chat.
func (p Seat) Reply(to int, text string) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.speak()
	original := c.messages[to]
	if original == nil {
		panic(fmt.Sprintf("tgtest: no message %d to reply to", to))
	}
	m := p.s.add(c, &p.user.form, p.thread, content{Text: text, Entities: detected(text)})
	form := original.form
	form.ReplyTo = nil
	m.form.ReplyTo = &form
	p.s.heard(m)
	return m.form.MessageID
}

// send puts something into the chat and tells the bot.
func (p Seat) send(what content) int { return p.sendIn("", what)[0] }

// sendIn puts messages into the chat that belong together.
func (p Seat) sendIn(album string, all ...content) []int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.speak()
	var out []int
	for _, what := range all {
		m := p.s.add(c, &p.user.form, p.thread, what)
		m.form.Album = album
		p.s.heard(m)
		out = append(out, m.form.MessageID)
	}
	return out
}

// heard tells the bot of a message, if it may know of it.
func (s *Server) heard(m *message) {
	if s.hears(m) {
		s.push("message", m.chat.id, m.form)
	} else {
		s.change()
	}
}

// hears reports whether the bot gets a message: in private all, in a group all
// as an administrator, else only what is said to it or happens to the group.
func (s *Server) hears(m *message) bool {
	c := m.chat
	switch {
	case c.person != nil || c.bot == "administrator":
		return true
	case c.bot != "member":
		return false
	case m.form.kind() == "service":
		return true
	}
	return m.form.ReplyTo != nil && m.form.ReplyTo.From != nil && m.form.ReplyTo.From.ID == s.me.ID ||
		slices.ContainsFunc(m.form.Entities, func(e Entity) bool { return s.calls(e, m.form.Text) })
}

// calls reports whether an entity is a command for the bot, or its name.
func (s *Server) calls(e Entity, text string) bool {
	of := e.Of(text)
	switch e.Type {
	case "mention":
		return strings.EqualFold(of, "@"+s.me.Username)
	case "bot_command":
		_, to, named := strings.Cut(of, "@")
		return !named || strings.EqualFold(to, s.me.Username)
	}
	return false
}

// What Telegram finds in the texts of people.
var (
	commands = regexp.MustCompile(`(?:^|[\s(])(/[A-Za-z0-9_]{1,64}(?:@\w+)?)(?:$|[^\w/])`)
	mentions = regexp.MustCompile(`(?:^|[^\w@])(@\w{4,32})`)
	links    = regexp.MustCompile(`https?://[^\s，。）]+`)
)

// detected are the entities that Telegram finds in a text by itself.
func detected(text string) []Entity {
	var out []Entity
	find := func(kind string, all [][]int) {
		for _, at := range all {
			begin, end := at[len(at)-2], at[len(at)-1]
			out = append(out, Entity{Type: kind, Offset: units(text[:begin]), Length: units(text[begin:end])})
		}
	}
	find("bot_command", commands.FindAllStringSubmatchIndex(text, -1))
	find("mention", mentions.FindAllStringSubmatchIndex(text, -1))
	find("url", links.FindAllStringSubmatchIndex(text, -1))
	slices.SortFunc(out, func(a, b Entity) int { return a.Offset - b.Offset })
	return slices.CompactFunc(out, func(a, b Entity) bool { return b.Offset < a.Offset+a.Length })
}

// Edit changes a text, or a caption, that the user sent. It panics when that is
// not there.
func (p Seat) Edit(id int, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := p.where().messages[id]
	if m == nil || m.form.From == nil || m.form.From.ID != p.ID() {
		panic(fmt.Sprintf("tgtest: user %d has no message %d to edit", p.ID(), id))
	}
	if m.form.kind() == "text" {
		m.form.Text, m.form.Entities = text, detected(text)
	} else {
		m.form.Caption, m.form.CaptionEntities = text, detected(text)
	}
	m.edited++
	m.editedAt = p.s.now()
	m.form.EditDate = m.editedAt.Unix()
	if p.s.hears(m) {
		p.s.push("edited_message", m.chat.id, m.form)
	}
	p.s.change()
}

// Delete takes a message out of the chat for everybody. Telegram tells no bot.
func (p Seat) Delete(id int) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.where().remove(func(m *message) bool { return m.form.MessageID == id })
	p.s.change()
}

// React puts an emoji on a message, or takes it off with "". The bot hears of it
// if it asked for message_reaction, and in a group only as an administrator.
func (p Seat) React(message int, emoji string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	c := p.speak()
	reactions := []map[string]string{}
	if emoji != "" {
		reactions = append(reactions, map[string]string{"type": "emoji", "emoji": emoji})
	}
	if c.person == nil && c.bot != "administrator" {
		return
	}
	p.s.push("message_reaction", c.id, map[string]any{"chat": c.form(), "message_id": message, "user": p.user.form, "date": p.s.now().Unix(), "old_reaction": []int{}, "new_reaction": reactions})
}

// Photo sends a made-up picture in three sizes.
func (p Seat) Photo(caption string) int { return p.Album(caption)[0] }

// Album sends made-up pictures that belong together, each with its caption. One
// alone is no album.
func (p Seat) Album(captions ...string) []int {
	album := ""
	if len(captions) > 1 {
		p.s.mu.Lock()
		album = p.s.given()
		p.s.mu.Unlock()
	}
	var all []content
	for _, caption := range captions {
		all = append(all, content{Photo: p.s.picture(), Caption: caption, CaptionEntities: detected(caption)})
	}
	return p.sendIn(album, all...)
}

// Picture sends a picture that is given: JPEG or PNG. It comes in one size.
func (p Seat) Picture(data []byte, caption string) int {
	p.s.mu.Lock()
	size := p.s.keepFile("photos", "jpg", "image/jpeg", data).size()
	p.s.mu.Unlock()
	return p.send(content{Photo: []photoSize{size}, Caption: caption, CaptionEntities: detected(caption)})
}

// Document sends a file.
func (p Seat) Document(name, mime string, data []byte, caption string) int {
	f := p.s.newFile("documents", extension(name), mime, data)
	f.Name = name
	return p.send(content{Document: f, Caption: caption, CaptionEntities: detected(caption)})
}

// Sticker sends a sticker.
func (p Seat) Sticker() int {
	f := p.s.newFile("stickers", "webp", "", []byte("RIFF"))
	f.Type, f.Width, f.Height, f.Emoji = "regular", 512, 512, "👍"
	f.Animated, f.Video = new(bool), new(bool)
	return p.send(content{Sticker: f})
}

// Voice sends a voice message.
func (p Seat) Voice() int {
	f := p.s.newFile("voice", "oga", "audio/ogg", []byte("OggS"))
	f.Duration = 3
	return p.send(content{Voice: f})
}

// Video sends a video.
func (p Seat) Video() int {
	f := p.s.newFile("videos", "mp4", "video/mp4", []byte("ftyp"))
	f.Duration, f.Width, f.Height = 5, 1280, 720
	return p.send(content{Video: f})
}

// Location sends a place.
func (p Seat) Location() int {
	return p.send(content{Location: json.RawMessage(`{"latitude":39.9042,"longitude":116.4074}`)})
}

// Contact sends the user's own contact.
func (p Seat) Contact() int {
	raw, _ := json.Marshal(map[string]any{"phone_number": "+8613800000000", "first_name": p.user.form.FirstName, "user_id": p.ID()})
	return p.send(content{Contact: raw})
}

// Dice throws a four.
func (p Seat) Dice() int {
	return p.send(content{Dice: json.RawMessage(`{"emoji":"🎲","value":4}`)})
}

// Poll sends a poll.
func (p Seat) Poll() int {
	raw := `{"id":"1","question":"?","options":[{"persistent_id":"a","text":"A","voter_count":0},{"persistent_id":"b","text":"B","voter_count":0}],"total_voter_count":0,"is_closed":false,"is_anonymous":true,"type":"regular","allows_multiple_answers":false,"allows_revoting":false,"members_only":false}`
	return p.send(content{Poll: json.RawMessage(raw)})
}

// Press is a button that was pressed.
type Press struct {
	ID       string
	User     int64
	Chat     int64
	Message  int
	Data     string
	At       time.Time
	Answered time.Duration // after the press; 0 is not yet
	Answer   string        // the notification that is shown
	Alert    bool          // it has to be closed
	URL      string        // that is opened
}

// Press presses the button of a message on which something stands. It is an
// error when there is none, or when it opens a page.
func (p Seat) Press(message int, label string) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := p.where().messages[message]
	if m == nil {
		return fmt.Errorf("no message %d", message)
	}
	b, ok := m.form.Markup.labelled(label)
	if !ok {
		return fmt.Errorf("message %d has no button %q", message, label)
	}
	if b.Data == "" {
		return fmt.Errorf("button %q opens %s", label, b.URL)
	}
	p.press(m.form, b.Data)
	return nil
}

// PressData presses a button with some data, whether it is there or not: a
// message may be shown as it was, and a program may pretend. A message that is
// gone comes without content.
func (p Seat) PressData(message int, data string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if m := p.where().messages[message]; m != nil {
		p.press(m.form, data)
		return
	}
	p.press(messageForm{MessageID: message, Chat: p.where().form()}, data)
}

// press tells the bot of a press.
func (p Seat) press(m messageForm, data string) {
	c := p.where()
	press := &Press{ID: p.s.given(), User: p.ID(), Chat: c.id, Message: m.MessageID, Data: data, At: p.s.now()}
	p.s.presses = kept(append(p.s.presses, press), p.s.options.Keep)
	p.s.open[press.ID] = press
	old := p.s.options.Inaccessible
	var shown any = m
	if m.Date == 0 || old > 0 && p.s.now().Sub(time.Unix(m.Date, 0)) > old {
		shown = map[string]any{"chat": m.Chat, "message_id": m.MessageID, "date": 0}
	}
	p.s.push("callback_query", c.id, map[string]any{"id": press.ID, "from": p.user.form, "message": shown, "chat_instance": c.instance, "data": data})
}

// Presses are all presses, in order.
func (s *Server) Presses() []Press {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Press
	for _, p := range s.presses {
		out = append(out, *p)
	}
	return out
}
