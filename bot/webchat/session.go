package webchat

import (
	"cmp"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
	"time"
)

// cookie is where a browser keeps its session.
const (
	cookie  = "huizhi"
	lasting = 90 * 24 * time.Hour
)

// begin gives a browser a session: the one it has, or a new one.
func (w *Web) begin(out http.ResponseWriter, r *http.Request) {
	session, ok := w.begun(r)
	if !ok {
		w.refuse(out, http.StatusTooManyRequests, "web.too_many")
		return
	}
	w.keep(out, r, session)
	out.WriteHeader(http.StatusNoContent)
}

// begun is whose request it is from now on; false if too many begin, or ask.
func (w *Web) begun(r *http.Request) (string, bool) {
	session, ok := w.session(r)
	if !ok {
		return fresh(), w.Visitors.Lets(begins, w.Visitors.Of(r))
	}
	if !w.mayAsk(session, r) {
		return "", false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return cmp.Or(w.heirs[session].session, session), true
}

// asking serves those who have a session, as often as pages ask.
func (w *Web) asking(serve func(out http.ResponseWriter, r *http.Request, session string)) http.HandlerFunc {
	return func(out http.ResponseWriter, r *http.Request) {
		session, ok := w.session(r)
		if !ok {
			w.refuse(out, http.StatusUnauthorized, "web.no_session")
			return
		}
		if !w.mayAsk(session, r) {
			w.refuse(out, http.StatusTooManyRequests, "web.too_many")
			return
		}
		serve(out, r, session)
	}
}

// known tells a page that its browser keeps a session.
func (w *Web) known(out http.ResponseWriter, _ *http.Request, _ string) {
	out.Header().Set("Cache-Control", "no-store")
	out.WriteHeader(http.StatusNoContent)
}

// inheriting is how long the pages of somebody who was forgotten have to begin anew.
const inheriting = 10 * time.Minute

// heir is who the pages of somebody who was forgotten are from then on.
type heir struct {
	session string
	mark    string // of this time of being forgotten: a page that did it already knows it by that
}

// inherit has the pages of a session begin a new one, all of them the same.
func (w *Web) inherit(session string) (mark string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := heir{fresh(), fresh()}
	w.heirs[session] = h
	time.AfterFunc(inheriting, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.heirs, session)
	})
	return h.mark
}

// missed is what a page is told first that did not look when its session was forgotten.
func (w *Web) missed(session string) []frame {
	w.mu.Lock()
	defer w.mu.Unlock()
	if h, ok := w.heirs[session]; ok {
		return []frame{{Kind: forgotten, Key: h.mark}}
	}
	return nil
}

// keep has a browser keep a session, and only that. Within the page of another site a
// browser keeps it apart for that site, if it does at all, and only over https. Within
// a page of our own site it would keep both: so the other is taken away, and first, as
// to a browser that keeps none apart they are the same.
func (w *Web) keep(out http.ResponseWriter, r *http.Request, session string) {
	c, other := w.cookies(r)
	if c.Secure {
		other.MaxAge = -1
		http.SetCookie(out, other)
	}
	c.Value, c.MaxAge = session+"."+w.sign(session), int(lasting.Seconds())
	http.SetCookie(out, c)
}

// cookies are the one that a request is to be given, and the other.
func (w *Web) cookies(r *http.Request) (c, other *http.Cookie) {
	plain := http.Cookie{Name: cookie, Path: "/", HttpOnly: true, Secure: w.Visitors.Secure(r), SameSite: http.SameSiteLaxMode}
	apart := plain
	apart.SameSite, apart.Partitioned = http.SameSiteNoneMode, true
	if plain.Secure && r.URL.Query().Has("embed") {
		return &apart, &plain
	}
	return &plain, &apart
}

// session is whose request it is; false for nobody that we know.
func (w *Web) session(r *http.Request) (string, bool) {
	for _, c := range r.CookiesNamed(cookie) {
		session, sign, _ := strings.Cut(c.Value, ".")
		if session != "" && hmac.Equal([]byte(sign), []byte(w.sign(session))) {
			return session, true
		}
	}
	return "", false
}

func (w *Web) sign(session string) string {
	mac := hmac.New(sha256.New, w.Secret)
	mac.Write([]byte("session " + session))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// fresh is a session that nobody has had.
func fresh() string { return strings.ToLower(rand.Text()) }
