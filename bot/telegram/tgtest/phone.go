package tgtest

import (
	"context"
	_ "embed" // the page of the phone
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed phone.html
var phonePage []byte

// phone shows the private chats of a server as phones would.
type phone struct {
	s     *Server
	quiet time.Duration // without anything happening, and the bot is done
}

// errRefused is something that a user cannot do just now.
type errRefused string

func (e errRefused) Error() string { return string(e) }

// Phone is a server's private chats for people and scripts who try a bot without
// Telegram: each user's phone, as plain text of 40 columns.
//
//	GET  /phone/4711            the last screenful; ?all=1 everything; ?wait=3s
//	                            when something new came, or then
//	GET  /phone/4711/menu       the bot's commands
//	POST /phone/4711/start      opens the chat; the body is the payload
//	POST /phone/4711/say        the body is the text
//	POST /phone/4711/press      the body is a button's number or label
//	POST /phone/4711/edit       the body is the last own message's new text
//	POST /phone/4711/photo      the body is the caption
//	POST /phone/4711/album      the body has a caption on each line
//	POST /phone/4711/sticker    and /voice, /video, /location, /contact, /document
//	POST /phone/4711/block      and /unblock
//	POST /phone/4711/later      moves the server's clock on: 8h, or 3d
//	GET  /                      all of this on a page
//
// The first use makes the user; ?name= is what they are called then. What is
// posted is replied to with the screen once the bot has replied, or after two
// seconds in which nothing happened; what a user cannot do with status 409.
func Phone(s *Server) http.Handler { return (&phone{s, quiet}).routes() }

func (p *phone) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(phonePage)
	})
	mux.HandleFunc("GET /phone/{user}", p.show)
	mux.HandleFunc("GET /phone/{user}/menu", p.menu)
	for name, does := range deeds {
		mux.HandleFunc("POST /phone/{user}/"+name, func(w http.ResponseWriter, r *http.Request) { p.do(w, r, does) })
	}
	return http.NewCrossOriginProtection().Handler(mux)
}

// deeds are what a user does, with the body of the request. What comes back is
// shown below the screen.
var deeds = map[string]func(*phone, *User, string) (string, error){
	"start":    func(_ *phone, u *User, payload string) (string, error) { u.Unblock(); u.Start(payload); return "", nil },
	"say":      (*phone).say,
	"photo":    sends(func(u *User, caption string) { u.Photo(caption) }),
	"album":    sends(func(u *User, captions string) { u.Album(strings.Split(captions, "\n")...) }),
	"document": sends(func(u *User, caption string) { u.Document("file.pdf", "application/pdf", []byte("%PDF-1.7"), caption) }),
	"sticker":  sends(func(u *User, _ string) { u.Sticker() }),
	"voice":    sends(func(u *User, _ string) { u.Voice() }),
	"video":    sends(func(u *User, _ string) { u.Video() }),
	"location": sends(func(u *User, _ string) { u.Location() }),
	"contact":  sends(func(u *User, _ string) { u.Contact() }),
	"block":    func(_ *phone, u *User, _ string) (string, error) { u.Block(); return "", nil },
	"unblock":  func(_ *phone, u *User, _ string) (string, error) { u.Unblock(); return "", nil },
	"press":    (*phone).press,
	"edit":     (*phone).edit,
	"later":    (*phone).later,
}

// sends is something that only who has started can do.
func sends(does func(*User, string)) func(*phone, *User, string) (string, error) {
	return func(_ *phone, u *User, text string) (string, error) {
		switch {
		case u.Blocked():
			return "", errRefused(word("blocked"))
		case !u.Started():
			return "", errRefused(word("first"))
		}
		does(u, text)
		return "", nil
	}
}

// say says something; nothing cannot be said.
func (p *phone) say(u *User, text string) (string, error) {
	if strings.TrimSpace(text) == "" {
		return "", errRefused(word("mute"))
	}
	return sends(func(u *User, text string) { u.Say(text) })(p, u, text)
}

// press presses a button by its number on the screen or by its label.
func (p *phone) press(u *User, which string) (string, error) {
	buttons := p.s.draw(u).buttons
	i := slices.IndexFunc(buttons, func(b numbered) bool { return b.Label == which })
	if n, err := strconv.Atoi(which); i < 0 && err == nil {
		i = n - 1
	}
	if i < 0 || i >= len(buttons) {
		return "", errRefused(word("none") + ": " + which)
	}
	b := buttons[i]
	if b.URL != "" {
		return word("opens") + " " + b.URL, nil
	}
	u.PressData(b.message, b.Data)
	return "", nil
}

// edit changes the last text that the user said.
func (p *phone) edit(u *User, text string) (string, error) {
	for _, m := range slices.Backward(u.Messages()) {
		if !m.Bot && m.Kind != "service" {
			u.Edit(m.ID, text)
			return "", nil
		}
	}
	return "", errRefused(word("nothing"))
}

// later moves the clock on.
func (p *phone) later(_ *User, duration string) (string, error) {
	if days, ok := strings.CutSuffix(duration, "d"); ok {
		n, err := strconv.Atoi(days)
		p.s.Later(time.Duration(n) * 24 * time.Hour)
		return "", err
	}
	d, err := time.ParseDuration(duration)
	p.s.Later(d)
	return "", err
}

// user is whose phone it is.
func (p *phone) user(w http.ResponseWriter, r *http.Request) *User {
	id, err := strconv.ParseInt(r.PathValue("user"), 10, 64)
	if err != nil || id <= 0 {
		http.Error(w, word("number"), http.StatusNotFound)
		return nil
	}
	name := r.URL.Query().Get("name")
	if name == "" {
		name = word("user")
	}
	return p.s.User(id, name)
}

// show shows the screen, at once or when there is something new.
func (p *phone) show(w http.ResponseWriter, r *http.Request) {
	u := p.user(w, r)
	if u == nil {
		return
	}
	if d, err := time.ParseDuration(r.URL.Query().Get("wait")); err == nil {
		before := p.s.look(u)
		ctx, cancel := context.WithTimeout(r.Context(), d)
		_ = p.s.Await(ctx, func() bool { return p.s.look(u) != before })
		cancel()
	}
	p.screen(w, r, u, "")
}

// menu shows the commands of the bot.
func (p *phone) menu(w http.ResponseWriter, r *http.Request) {
	u := p.user(w, r)
	if u == nil {
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintln(w, word("menu"))
	for _, c := range p.s.menu(u.user.form.Language) {
		_, _ = fmt.Fprintf(w, "/%s  %s\n", c.Command, c.Description)
	}
}

// menu are the commands that a user sees in private.
func (s *Server) menu(language string) []Command {
	short, _, _ := strings.Cut(language, "-")
	for _, scope := range []string{`{"type":"all_private_chats"}`, ""} {
		for _, l := range []string{short, ""} {
			if all := s.CommandsIn(scope, l); len(all) > 0 {
				return all
			}
		}
	}
	return nil
}

// do does something, waits for what the bot says to it, and shows the screen.
func (p *phone) do(w http.ResponseWriter, r *http.Request, does func(*phone, *User, string) (string, error)) {
	u := p.user(w, r)
	if u == nil {
		return
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	before, presses := p.s.look(u), len(p.s.Presses())
	note, err := does(p, u, strings.TrimRight(string(text), "\n"))
	switch refused := errRefused(""); {
	case errors.As(err, &refused):
		http.Error(w, err.Error(), http.StatusConflict)
		return
	case err != nil:
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if note == "" {
		p.settle(r.Context(), u, before.replies)
		note = p.notice(presses)
	}
	p.screen(w, r, u, note)
}

// notice is what was shown for a press, beginning with the n-th.
func (p *phone) notice(n int) string {
	for _, press := range p.s.Presses()[min(n, len(p.s.Presses())):] {
		if press.Answer != "" {
			return word("notice") + ": " + press.Answer
		}
	}
	return ""
}

// settle waits until the bot has replied and is quiet, or nothing happens.
func (p *phone) settle(ctx context.Context, u *User, replies int) {
	ctx, cancel := context.WithTimeout(ctx, longestSettle)
	defer cancel()
	for {
		now := p.s.look(u)
		pause := p.quiet
		if now.replies > replies && !now.busy {
			pause = quietAfterReply
		}
		still, end := context.WithTimeout(ctx, pause)
		err := p.s.Await(still, func() bool { return p.s.look(u) != now })
		end()
		if err != nil {
			return
		}
	}
}

// screen sends the screen, with a note below.
func (p *phone) screen(w http.ResponseWriter, r *http.Request, u *User, note string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = io.WriteString(w, p.s.draw(u).text(r.URL.Query().Get("all") != ""))
	if note != "" {
		_, _ = fmt.Fprintf(w, "\n(%s)\n", note)
	}
}
