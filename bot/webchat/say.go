package webchat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"unicode/utf16"

	"huizhi/bot"
	"huizhi/phrases"
)

// How much a page may say at once.
const (
	longestBody = 64 << 10
	longestText = 4096 // UTF-16 units, as in chat apps
)

// spoken is what a page says: a text, a correction of one, or a press.
type spoken struct {
	ID    string  `json:"id"` // made by the page, and kept over tries
	Kind  string  `json:"kind"`
	Text  string  `json:"text"`
	Of    string  `json:"of"` // the text that is corrected
	Data  string  `json:"data"`
	Label string  `json:"label"`
	On    bot.Ref `json:"on"` // the message whose button was pressed
}

// ids are those that a page makes.
var ids = regexp.MustCompile(`^[A-Za-z0-9-]{8,64}$`)

var errSpoken = errors.New("it means nothing")

// event is what was said as an event.
func (s spoken) event() (bot.Event, error) {
	text := strings.TrimSpace(s.Text)
	switch {
	case !ids.MatchString(s.ID):
		return nil, errSpoken
	case s.Kind == "text" && text != "":
		return bot.Text{Message: s.ID, Text: text}, nil
	case s.Kind == "edit" && text != "" && ids.MatchString(s.Of):
		return bot.Edited{Message: s.Of, Text: text}, nil
	case s.Kind == "press" && s.Data != "" && len(s.Data)+len(s.Label)+len(s.On) < 1024:
		return bot.Button{Data: s.Data, Label: s.Label, On: s.On}, nil
	}
	return nil, errSpoken
}

// say takes what a page says. When it has replied 202, it is on disk.
func (w *Web) say(out http.ResponseWriter, r *http.Request) {
	session, ok := w.session(r)
	if !ok {
		w.refuse(out, http.StatusUnauthorized, "web.no_session")
		return
	}
	if w.stops.Load() {
		w.refuse(out, http.StatusServiceUnavailable, "web.not_taken")
		return
	}
	if !w.maySay(session, r) {
		w.refuse(out, http.StatusTooManyRequests, "web.too_many")
		return
	}
	var s spoken
	if !w.read(out, r, &s) {
		return
	}
	if len(utf16.Encode([]rune(s.Text))) > longestText {
		w.refuse(out, http.StatusRequestEntityTooLarge, "web.too_long")
		return
	}
	e, err := s.event()
	if err != nil {
		w.refuse(out, http.StatusBadRequest, "web.bad_request")
		return
	}
	a := bot.Address{Channel: Name, Chat: session}
	in := bot.Incoming{Key: bot.Key(fmt.Sprintf("%s/%s/%s", Name, session, s.ID)), From: a, At: w.Now(), Event: e}
	if err := w.accept(r.Context(), in); err != nil {
		w.refuse(out, http.StatusServiceUnavailable, "web.not_taken")
		return
	}
	out.WriteHeader(http.StatusAccepted)
}

// accept has the desk take an event: of one session one after the other, as it wants.
func (w *Web) accept(ctx context.Context, in bot.Incoming) error {
	turn := &w.turns[maphash.String(w.seed, in.From.Chat)%uint64(len(w.turns))]
	turn.Lock()
	defer turn.Unlock()
	return w.desk.Accept(ctx, bot.Batch{Events: []bot.Incoming{in}})
}

// read reads JSON of a page; where it is none, that is refused. A form on another site
// cannot send this type.
func (w *Web) read(out http.ResponseWriter, r *http.Request, into any) bool {
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		w.refuse(out, http.StatusUnsupportedMediaType, "web.bad_request")
		return false
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, r.Body, longestBody))
	if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
		w.refuse(out, http.StatusRequestEntityTooLarge, "web.too_long")
		return false
	}
	if err != nil || json.Unmarshal(body, into) != nil {
		w.refuse(out, http.StatusBadRequest, "web.bad_request")
		return false
	}
	return true
}

// refuse says why something was not taken, in words that the page shows.
func (w *Web) refuse(out http.ResponseWriter, status int, key string) {
	out.Header().Set("Content-Type", "application/json")
	if status == http.StatusTooManyRequests {
		out.Header().Set("Retry-After", "2")
	}
	out.WriteHeader(status)
	_ = json.NewEncoder(out).Encode(map[string]string{"error": phrases.Say(key)})
}
