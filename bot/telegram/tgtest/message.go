package tgtest

import (
	"encoding/json"
	"reflect"
	"slices"
	"time"
)

// userForm is a user or a bot on the wire.
type userForm struct {
	ID        int64  `json:"id"`
	IsBot     bool   `json:"is_bot"`
	FirstName string `json:"first_name"`
	Username  string `json:"username,omitempty"`
	Language  string `json:"language_code,omitempty"`
}

// chatForm is a chat on the wire.
type chatForm struct {
	ID        int64  `json:"id"`
	Title     string `json:"title,omitempty"`
	Type      string `json:"type"`
	FirstName string `json:"first_name,omitempty"`
	Username  string `json:"username,omitempty"`
	Forum     bool   `json:"is_forum,omitempty"`
}

// messageForm is a message on the wire.
type messageForm struct {
	MessageID int          `json:"message_id"`
	Thread    int          `json:"message_thread_id,omitempty"`
	From      *userForm    `json:"from,omitempty"`
	Chat      chatForm     `json:"chat"`
	Date      int64        `json:"date"`
	EditDate  int64        `json:"edit_date,omitempty"`
	InTopic   bool         `json:"is_topic_message,omitempty"`
	ReplyTo   *messageForm `json:"reply_to_message,omitempty"`
	Album     string       `json:"media_group_id,omitempty"`
	Protected bool         `json:"has_protected_content,omitempty"`
	content
	Markup *keyboard `json:"reply_markup,omitempty"`
}

// content is what a message says or shows, and what copyMessage copies.
type content struct {
	Text            string          `json:"text,omitempty"`
	Entities        []Entity        `json:"entities,omitempty"`
	Preview         json.RawMessage `json:"link_preview_options,omitempty"`
	Caption         string          `json:"caption,omitempty"`
	CaptionEntities []Entity        `json:"caption_entities,omitempty"`

	Photo    []photoSize     `json:"photo,omitempty"`
	Document *fileForm       `json:"document,omitempty"`
	Sticker  *fileForm       `json:"sticker,omitempty"`
	Voice    *fileForm       `json:"voice,omitempty"`
	Video    *fileForm       `json:"video,omitempty"`
	Location json.RawMessage `json:"location,omitempty"`
	Contact  json.RawMessage `json:"contact,omitempty"`
	Dice     json.RawMessage `json:"dice,omitempty"`
	Poll     json.RawMessage `json:"poll,omitempty"`

	service
}

// service is what happened to a chat.
type service struct {
	MigrateTo     int64           `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom   int64           `json:"migrate_from_chat_id,omitempty"`
	TopicCreated  json.RawMessage `json:"forum_topic_created,omitempty"`
	TopicEdited   json.RawMessage `json:"forum_topic_edited,omitempty"`
	TopicClosed   json.RawMessage `json:"forum_topic_closed,omitempty"`
	TopicReopened json.RawMessage `json:"forum_topic_reopened,omitempty"`
}

// message is a message in a chat.
type message struct {
	form     messageForm
	chat     *chat
	at       time.Time
	editedAt time.Time
	edited   int
	reaction string // of the bot
}

// byBot reports whether the bot sent it.
func (m *message) byBot() bool { return m.form.From != nil && m.form.From.IsBot }

// kind is what a message mainly is.
func (c *content) kind() string {
	switch {
	case !reflect.DeepEqual(c.service, service{}):
		return "service"
	case c.Photo != nil:
		return "photo"
	case c.Document != nil:
		return "document"
	case c.Sticker != nil:
		return "sticker"
	case c.Voice != nil:
		return "voice"
	case c.Video != nil:
		return "video"
	case c.Location != nil:
		return "location"
	case c.Contact != nil:
		return "contact"
	case c.Dice != nil:
		return "dice"
	case c.Poll != nil:
		return "poll"
	}
	return "text"
}

// Message is a message as people see it.
type Message struct {
	ID       int
	Bot      bool   // the bot sent it
	From     int64  // who did
	Kind     string // text, photo, document, sticker, voice, video, location, contact, dice, poll, service
	Text     string // or the caption
	Entities []Entity
	Rows     [][]Button
	Edited   int // how often
	At       time.Time
	EditedAt time.Time
	Thread   int    // its topic; 0 is none
	ReplyTo  int    // 0 is none
	Album    string // what pictures sent together have in common
	Reaction string // of the bot
}

// Button is a button below a message.
type Button struct {
	Label string `json:"label"`
	Data  string `json:"data,omitempty"` // of a button that is pressed
	URL   string `json:"url,omitempty"`  // of a button that opens a page
}

// view is a message as people see it.
func (m *message) view() Message {
	v := Message{
		ID: m.form.MessageID, Bot: m.byBot(), Kind: m.form.kind(), Text: m.form.Text + m.form.Caption,
		Entities: slices.Concat(m.form.Entities, m.form.CaptionEntities), Rows: m.form.Markup.rows(),
		Edited: m.edited, At: m.at, EditedAt: m.editedAt, Thread: m.form.Thread, Album: m.form.Album, Reaction: m.reaction,
	}
	if m.form.From != nil {
		v.From = m.form.From.ID
	}
	if m.form.ReplyTo != nil {
		v.ReplyTo = m.form.ReplyTo.MessageID
	}
	return v
}
