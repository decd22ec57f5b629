package faq

import (
	"bytes"
	"errors"
	"net/http"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
	"huizhi/visitor"
)

// visit is one request, and the one snapshot of the knowledge that it is served
// from.
type visit struct {
	*Site
	w    http.ResponseWriter
	r    *http.Request
	know answer.Knowledge
	at   time.Time
	ed   *edition // the one that it is served from
	busy bool     // it takes up room for work
}

// visited serves a page from one snapshot, unless the browser has that page
// still. What answers may know a newer snapshot, never an older one: then the
// page is fetched again.
func (s *Site) visited(show func(*visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{Site: s, w: w, r: r, know: s.opts.Knowledge(), at: s.opts.Now().In(shanghai)}
		v.ed = s.editions.of(v.know, v.at)
		defer v.leave()
		if v.private() {
			v.own(show)
		} else {
			v.common(show)
		}
	}
}

// own serves what is made for one: a search, or somebody's case.
func (v *visit) own(show func(*visit)) {
	v.w.Header().Set("Cache-Control", "private, no-store")
	if !v.lets(casesFrom) {
		return
	}
	if err := v.enter(); err != nil {
		v.fail(err)
		return
	}
	show(v)
}

// common serves what is the same for everybody.
func (v *visit) common(show func(*visit)) {
	if !v.lets(pagesFrom) {
		return
	}
	v.w.Header().Set("Cache-Control", "no-cache")
	v.ed.stamp(v.w.Header(), v.base())
	if v.ed.has(v.r, v.base()) {
		v.w.WriteHeader(http.StatusNotModified)
		return
	}
	show(v)
}

// lets reports whether one more page may be asked for; if not, that is said.
func (v *visit) lets(r visitor.Rate) bool {
	ok := v.opts.Visitors.Lets(r, v.opts.Visitors.Of(v.r))
	if !ok {
		v.later(http.StatusTooManyRequests, phrases.Say("faq.too_many"))
	}
	return ok
}

// enter waits until there is room for what is costly.
func (v *visit) enter() error {
	if v.busy {
		return nil
	}
	err := v.room.enter(v.r.Context())
	v.busy = err == nil
	return err
}

// leave makes room for the next.
func (v *visit) leave() {
	if v.busy {
		v.busy = false
		v.room.leave()
	}
}

func (v *visit) corpus() *kb.Corpus { return v.know.Corpus }

// base is the public address without a slash at its end.
func (v *visit) base() string { return v.opts.Visitors.Base(v.r) }

// show writes a page whole, or a failure instead of half of it.
func (v *visit) show(status int, name string, page any) {
	var out bytes.Buffer
	if err := v.pages.ExecuteTemplate(&out, name, page); err != nil {
		v.fail(err)
		return
	}
	v.write(status, "text/html; charset=utf-8", out.Bytes())
}

// write writes what is made. Whoever reads it slowly takes up no room meanwhile.
func (v *visit) write(status int, kind string, body []byte) {
	v.leave()
	v.w.Header().Set("Content-Type", kind)
	v.w.WriteHeader(status)
	_, _ = v.w.Write(body)
}

// later asks to come again a little later.
func (v *visit) later(status int, why string) {
	v.unstamp()
	v.w.Header().Set("Retry-After", "2")
	v.write(status, "text/plain; charset=utf-8", []byte(why+"\n"))
}

// fail owns up to a page that could not be made. Nobody may keep it.
func (v *visit) fail(err error) {
	if errors.Is(err, errBusy) {
		v.later(http.StatusServiceUnavailable, phrases.Say("faq.busy"))
		return
	}
	if v.r.Context().Err() == nil {
		v.opts.Log.Error("page failed", "path", v.r.URL.Path, "error", err)
	}
	v.unstamp()
	v.write(http.StatusInternalServerError, "text/plain; charset=utf-8", []byte(phrases.Say("faq.failed")+"\n"))
}

// unstamp takes back what says that the page may be kept.
func (v *visit) unstamp() {
	for _, name := range []string{"ETag", "Last-Modified"} {
		v.w.Header().Del(name)
	}
	v.w.Header().Set("Cache-Control", "no-store")
}
