package telegram

import (
	"encoding/json"
	"testing"
	"time"

	"huizhi/bot"
)

// Rendered is the text of a message as it is sent.
func Rendered(m bot.Message) string { return render(m).text }

// UpdatesIn are the updates of a file.
func UpdatesIn(t testing.TB, name string) []json.RawMessage { return updatesIn(t, name) }

// OddUpdates is the file of those that come with the project.
const OddUpdates = oddUpdates

// paused reports whether nothing may go to a chat now.
func (l *limiter) paused(chat int64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.purse(chat).paused.After(time.Now())
}
