package telegram

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// wanted is what Telegram is asked to bring.
var wanted = []string{"message", "edited_message", "callback_query", "my_chat_member"}

// arrived is what an update means to us. At most one field is set; none for what
// means nothing.
type arrived struct {
	event     bot.Event // of somebody in their private chat
	press     *models.CallbackQuery
	addressed bool  // somebody in a group speaks to us
	left      bool  // somebody has blocked us,
	back      bool  // or has let us in again
	moved     int64 // the group has this id now
}

// maxNumber is far beyond any number of Telegram's: one more must still be one.
const maxNumber = 1 << 60

// numberOf is the id of an update, which is read by itself: what else is in it may
// be of any form.
func numberOf(raw json.RawMessage) (int64, error) {
	var u struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(raw, &u); err != nil {
		return 0, errors.New("it is no update")
	}
	if u.ID == nil || *u.ID < 0 || *u.ID > maxNumber {
		return 0, errors.New("it has no update_id")
	}
	return *u.ID, nil
}

// read says what an update means, and in which chat. me is the bot's own name, for
// groups. An error says why it cannot be read, and quotes nothing of it.
func read(raw json.RawMessage, me string) (chat int64, thread int, a arrived, err error) {
	var u models.Update
	if err := decode(raw, &u); err != nil {
		return 0, 0, a, err
	}
	switch {
	case u.Message != nil:
		chat, thread = place(u.Message)
		return chat, thread, message(u.Message, me), nil
	case u.EditedMessage != nil:
		chat, thread = place(u.EditedMessage)
		return chat, thread, edited(u.EditedMessage), nil
	case u.CallbackQuery != nil:
		chat, thread, a = press(u.CallbackQuery)
		return chat, thread, a, nil
	case u.MyChatMember != nil:
		return u.MyChatMember.Chat.ID, 0, membership(u.MyChatMember), nil
	}
	return 0, 0, a, nil
}

// decode reads JSON whose form the library knows. It panics where the library does
// over what it does not know, so that is an error here.
func decode(raw json.RawMessage, u *models.Update) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("it cannot be read: %T", r)
		}
	}()
	var t *json.UnmarshalTypeError
	switch err := json.Unmarshal(raw, u); {
	case errors.As(err, &t):
		return fmt.Errorf("it cannot be read: %s is no %s", t.Field, t.Type.Kind())
	case err != nil:
		return errors.New("it cannot be read")
	}
	return nil
}

// place is the chat of a message and, if it has topics, its topic.
func place(m *models.Message) (chat int64, thread int) {
	if m.IsTopicMessage {
		thread = m.MessageThreadID
	}
	return m.Chat.ID, thread
}

// private reports a message of a person to us alone.
func private(m *models.Message) bool {
	return m.Chat.Type == models.ChatTypePrivate && m.Chat.ID != 0 && (m.From == nil || !m.From.IsBot)
}

// message says what a message means.
func message(m *models.Message, me string) arrived {
	switch {
	case m.MigrateToChatID != 0:
		return arrived{moved: m.MigrateToChatID}
	case private(m):
		return arrived{event: said(m)}
	}
	return arrived{addressed: isAddressed(m, me)}
}

// said is what somebody says in private; nil if it says nothing, as when Telegram
// itself does.
func said(m *models.Message) bot.Event {
	id := strconv.Itoa(m.ID)
	if m.Text != "" {
		return bot.Text{Message: id, Text: m.Text}
	}
	if f := picture(m); f != "" {
		return bot.Photo{Message: id, Album: m.MediaGroupID, Files: []bot.File{f}, Caption: m.Caption}
	}
	if what := unreadable(m); what != "" {
		return bot.Unreadable{What: what}
	}
	return nil
}

// picture is the largest size of a picture, which may be sent as a file too.
func picture(m *models.Message) bot.File {
	if n := len(m.Photo); n > 0 {
		best := m.Photo[0]
		for _, p := range m.Photo {
			if p.Width*p.Height > best.Width*best.Height {
				best = p
			}
		}
		return bot.File(best.FileID)
	}
	if d := m.Document; d != nil && strings.HasPrefix(d.MimeType, "image/") {
		return bot.File(d.FileID)
	}
	return ""
}

// unreadable is the kind of a message that we have no use for; empty for what
// nobody has said.
func unreadable(m *models.Message) string {
	switch {
	case m.Voice != nil || m.Audio != nil:
		return "voice"
	case m.Video != nil || m.VideoNote != nil || m.Animation != nil:
		return "video"
	case m.Sticker != nil:
		return "sticker"
	case m.Document != nil:
		return "file"
	case m.Location != nil || m.Venue != nil:
		return "location"
	case m.Contact != nil:
		return "contact"
	case m.Dice != nil || m.Game != nil || m.Poll != nil || m.Story != nil || m.Checklist != nil || m.PaidMedia != nil || m.RichMessage != nil:
		return "other"
	}
	return ""
}

// edited is a correction. What is no text is changed by itself, as a place that
// somebody shares while they move.
func edited(m *models.Message) arrived {
	text := m.Text
	if text == "" {
		text = m.Caption
	}
	if !private(m) || text == "" {
		return arrived{}
	}
	return arrived{event: bot.Edited{Message: strconv.Itoa(m.ID), Text: text}}
}

// press is the press of a button, and where. Telegram says only the data of what
// was pressed; what stood on it is read off the message, which is there unless it is
// old.
func press(q *models.CallbackQuery) (chat int64, thread int, a arrived) {
	a.press = q
	data, _, ok := dataOf(q.Data)
	if !ok {
		data = q.Data
	}
	b := bot.Button{Data: data}
	switch m := q.Message; {
	case m.Message != nil:
		chat, thread = place(m.Message)
		b.On = refOf(m.Message.ID)
		b.Label, _ = pressed(keys(m.Message), q.Data)
	case m.InaccessibleMessage != nil:
		chat, b.On = m.InaccessibleMessage.Chat.ID, refOf(m.InaccessibleMessage.MessageID)
	}
	if chat == q.From.ID && chat != 0 {
		a.event = b
	}
	return chat, thread, a
}

// keys is the buttons below a message.
func keys(m *models.Message) [][]models.InlineKeyboardButton {
	if m.ReplyMarkup == nil {
		return nil
	}
	return m.ReplyMarkup.InlineKeyboard
}

// membership says whether somebody has blocked us, or let us in again.
func membership(c *models.ChatMemberUpdated) arrived {
	if c.Chat.Type != models.ChatTypePrivate {
		return arrived{}
	}
	gone := c.NewChatMember.Type == models.ChatMemberTypeBanned || c.NewChatMember.Type == models.ChatMemberTypeLeft
	return arrived{left: gone, back: !gone}
}

// isAddressed reports whether a message in a group speaks to us: by name, or as a
// reply.
func isAddressed(m *models.Message, me string) bool {
	if m.From == nil || m.From.IsBot || me == "" {
		return false
	}
	if r := m.ReplyToMessage; r != nil && r.From != nil && r.From.Username == me {
		return true
	}
	return names(m.Text+" "+m.Caption, me)
}

// mention is a name in a text, and what stands before it: a command may end in one.
var mention = regexp.MustCompile(`(?:^|(/[A-Za-z0-9_]+)|[^A-Za-z0-9_.])@([A-Za-z0-9_]+)`)

// names reports whether a text names us.
func names(text, me string) bool {
	return slices.ContainsFunc(mention.FindAllStringSubmatch(text, -1), func(m []string) bool { return strings.EqualFold(m[2], me) })
}

// refOf is what we call a message.
func refOf(id int) bot.Ref { return bot.Ref(strconv.Itoa(id)) }

// addressOf is where a message is answered.
func addressOf(chat int64, thread int) bot.Address {
	a := bot.Address{Channel: Name, Chat: strconv.FormatInt(chat, 10)}
	if thread != 0 {
		a.Chat += "/" + strconv.Itoa(thread)
	}
	return a
}

// chatOf is the chat and the topic of an address.
func chatOf(a bot.Address) (chat int64, thread int, err error) {
	id, topic, ok := strings.Cut(a.Chat, "/")
	chat, err = strconv.ParseInt(id, 10, 64)
	if err == nil && ok {
		thread, err = strconv.Atoi(topic)
	}
	if err != nil || chat == 0 {
		return 0, 0, errors.New("that is no chat")
	}
	return chat, thread, nil
}

// whose is the private chat that an update which cannot be read seems to be of;
// nobody if that cannot be read either.
func whose(raw json.RawMessage) bot.Address {
	var u map[string]json.RawMessage
	if json.Unmarshal(raw, &u) != nil {
		return bot.Address{}
	}
	for _, kind := range wanted {
		for _, at := range [][]string{{"chat", "id"}, {"message", "chat", "id"}, {"from", "id"}} {
			if id, ok := number(u[kind], at); ok && id > 0 {
				return addressOf(id, 0)
			}
		}
	}
	return bot.Address{}
}

// number is what stands deep in some JSON, if it is a whole number.
func number(raw json.RawMessage, at []string) (n int64, ok bool) {
	for _, name := range at {
		var object map[string]json.RawMessage
		if json.Unmarshal(raw, &object) != nil {
			return 0, false
		}
		raw = object[name]
	}
	return n, json.Unmarshal(raw, &n) == nil
}
