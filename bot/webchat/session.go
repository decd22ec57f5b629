package webchat

import (
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

// begin gives a browser a session: the one it has, or a new one. With ?new it is a new
// one in any case.
func (w *Web) begin(out http.ResponseWriter, r *http.Request) {
	if !w.limits.begins(w.from(r)) {
		w.refuse(out, http.StatusTooManyRequests, "web.too_many")
		return
	}
	session, ok := w.session(r)
	if !ok || r.URL.Query().Has("new") {
		session = fresh()
	}
	http.SetCookie(out, w.cookie(r, session))
	out.WriteHeader(http.StatusNoContent)
}

// cookie holds a session. Within the page of another site a browser keeps it apart for
// that site, if it does at all, and only over https.
func (w *Web) cookie(r *http.Request, session string) *http.Cookie {
	c := &http.Cookie{
		Name: cookie, Value: session + "." + w.sign(session), Path: "/", MaxAge: int(lasting.Seconds()),
		HttpOnly: true, Secure: w.secure(r), SameSite: http.SameSiteLaxMode,
	}
	if c.Secure && r.URL.Query().Has("embed") {
		c.SameSite, c.Partitioned = http.SameSiteNoneMode, true
	}
	return c
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
