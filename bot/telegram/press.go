package telegram

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// What a button may carry, by Telegram's word: 64 bytes of data. Its data is ours
// behind its number below the message, since Telegram says only the data of what
// was pressed, and several may be alike: "3/say", or "3!up/12" if a press takes it
// away.
const (
	longestData = 64
	stays       = '/'
	goes        = '!'
)

// keyboard is the buttons below a message. One that Telegram would not take is left
// out: the whole message would be refused.
func keyboard(rows [][]bot.Choice) (out [][]models.InlineKeyboardButton) {
	n := 0
	for _, row := range rows {
		var keys []models.InlineKeyboardButton
		for _, c := range row {
			b := models.InlineKeyboardButton{Text: plain(c.Label), CallbackData: numbered(n, c)}
			n++
			if b.Text != "" && len(b.CallbackData) <= longestData && utf8.ValidString(b.CallbackData) {
				keys = append(keys, b)
			}
		}
		if len(keys) > 0 {
			out = append(out, keys)
		}
	}
	return out
}

func numbered(n int, c bot.Choice) string {
	mark := stays
	if c.Once {
		mark = goes
	}
	return strconv.Itoa(n) + string(mark) + c.Data
}

// dataOf is what we put behind the number of a button; once, if a press takes it
// away. What is not of that form is no button of ours.
func dataOf(callback string) (data string, once, ok bool) {
	at := strings.IndexFunc(callback, func(r rune) bool { return r < '0' || r > '9' })
	if at < 1 || callback[at] != stays && callback[at] != goes {
		return "", false, false
	}
	return callback[at+1:], callback[at] == goes, true
}

// pressed is the button of a message that carries some data; its row, too.
func pressed(rows [][]models.InlineKeyboardButton, callback string) (label string, row int) {
	for i, r := range rows {
		for _, b := range r {
			if b.CallbackData == callback {
				return b.Text, i
			}
		}
	}
	return "", -1
}

// once is the data of those buttons of a row that a press takes away.
func once(row []models.InlineKeyboardButton) (out []string) {
	for _, b := range row {
		if _, goes, _ := dataOf(b.CallbackData); goes {
			out = append(out, b.CallbackData)
		}
	}
	return out
}

// without is the buttons without those that carry some data.
func without(rows [][]models.InlineKeyboardButton, gone []string) (out [][]models.InlineKeyboardButton) {
	for _, row := range rows {
		left := slices.DeleteFunc(slices.Clone(row), func(b models.InlineKeyboardButton) bool { return slices.Contains(gone, b.CallbackData) })
		if len(left) > 0 {
			out = append(out, left)
		}
	}
	return out
}

// markup is a keyboard as a parameter; none is an empty one, which takes away what
// was there.
func markup(rows [][]models.InlineKeyboardButton) *models.InlineKeyboardMarkup {
	if rows == nil {
		rows = [][]models.InlineKeyboardButton{}
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}
