package webchat

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"huizhi/bot"
)

// beat is how often a stream that has nothing to say shows that it is there: proxies
// close one that is silent for long, and a page notices one that is.
const beat = 15 * time.Second

// writeTime is how long one frame may take to a page that reads slowly. Over HTTP/2 it
// goes on when the frame is out, and ends the stream: the next beat comes before.
const writeTime = 2 * beat

// events is the stream that a page listens to. Its first line goes out at once, and no
// proxy is to hold it (X-Accel-Buffering is what nginx heeds). The page is in the room
// before: once greeted it misses nothing, even if another page says that it has seen it.
func (w *Web) events(out http.ResponseWriter, r *http.Request, session string) {
	done, ok := w.limits.listens(session, w.Visitors.Of(r))
	if !ok {
		w.refuse(out, http.StatusTooManyRequests, "web.too_many")
		return
	}
	defer done()
	h := out.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-cache, no-transform")
	h.Set("X-Accel-Buffering", "no")
	room, leave := w.enter(session)
	defer leave()
	frames, part := room.join()
	defer part()
	s := &stream{out: out, ctl: http.NewResponseController(out)}
	if s.write("retry: 1000\nevent: hello\ndata: {}\n\n") {
		w.follow(s, r, session, frames)
	}
}

// follow writes what there is to see until the page goes.
func (w *Web) follow(s *stream, r *http.Request, session string, frames <-chan frame) {
	w.back(r.Context(), session)
	for _, f := range w.missed(session) {
		if !s.frame(f) {
			return
		}
	}
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		ok := true
		select {
		case f, open := <-frames:
			ok = open && s.frame(f)
		case <-tick.C:
			ok = s.write("event: beat\ndata: {}\n\n")
		case <-r.Context().Done():
			return
		case <-w.closed:
			return
		}
		if !ok {
			return
		}
	}
}

// back tells the desk that somebody is there again.
func (w *Web) back(ctx context.Context, session string) {
	if err := w.desk.Back(ctx, bot.Address{Channel: Name, Chat: session}); err != nil {
		w.Log.Error("what waited is not sent", "channel", Name, "err", err)
	}
}

// stream is a page that listens.
type stream struct {
	out http.ResponseWriter
	ctl *http.ResponseController
}

func (s *stream) frame(f frame) bool {
	data, err := json.Marshal(f)
	if err != nil {
		return true // it is none
	}
	id := ""
	if f.Key != "" {
		id = "id: " + f.Key + "\n"
	}
	return s.write(fmt.Sprintf("%sevent: %s\ndata: %s\n\n", id, f.Kind, data))
}

// write writes and flushes; false if nobody reads.
func (s *stream) write(text string) bool {
	_ = s.ctl.SetWriteDeadline(time.Now().Add(writeTime))
	if _, err := s.out.Write([]byte(text)); err != nil {
		return false
	}
	return s.ctl.Flush() == nil
}
