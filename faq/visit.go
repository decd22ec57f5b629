package faq

import (
	"bytes"
	"net/http"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
)

// visit is one request, and the one snapshot of the knowledge that it is served
// from.
type visit struct {
	*Site
	w    http.ResponseWriter
	r    *http.Request
	know answer.Knowledge
	at   time.Time
}

// visited serves a page from one snapshot, unless the browser has that page
// still. What answers may know a newer snapshot, never an older one: then the
// page is fetched again.
func (s *Site) visited(show func(*visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := &visit{s, w, r, s.opts.Knowledge(), s.opts.Now()}
		if r.URL.RawQuery != "" {
			w.Header().Set("Cache-Control", "private, no-store") // somebody's own case
			show(v)
			return
		}
		e := s.editions.of(v.know.Corpus, v.at)
		w.Header().Set("Cache-Control", "no-cache")
		e.stamp(w.Header())
		if e.has(r) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		show(v)
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

func (v *visit) write(status int, kind string, body []byte) {
	v.w.Header().Set("Content-Type", kind)
	v.w.WriteHeader(status)
	_, _ = v.w.Write(body)
}

// fail owns up to a page that could not be made. Nobody may keep it.
func (v *visit) fail(err error) {
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
