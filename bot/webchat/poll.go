package webchat

import (
	"encoding/json"
	"net/http"
	"time"
)

// pollWait is how long a poll waits for something to see. It is short: it is for those
// whose proxy holds streams.
const pollWait = 2 * time.Second

// poll is what a page asks that gets no stream: what it has not seen. With ?look it
// asks only whether it has a session.
func (w *Web) poll(out http.ResponseWriter, r *http.Request, session string) {
	if r.URL.Query().Has("look") {
		out.WriteHeader(http.StatusNoContent)
		return
	}
	done, ok := w.limits.listens(session, w.Visitors.Of(r))
	if !ok {
		w.refuse(out, http.StatusTooManyRequests, "web.too_many")
		return
	}
	defer done()
	room, leave := w.enter(session)
	defer leave()
	frames, part := room.join()
	defer part()
	w.back(r.Context(), session)
	out.Header().Set("Content-Type", "application/json")
	out.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(out).Encode(map[string]any{"frames": w.wait(r, frames, w.missed(session))})
}

// wait is what there is to see now, or comes in a moment, behind what was missed.
func (w *Web) wait(r *http.Request, frames <-chan frame, missed []frame) []frame {
	out := append([]frame{}, missed...) // none is a list, too
	over := time.After(pollWait)
	if len(out) > 0 {
		over = time.After(0)
	}
	for {
		select {
		case f, open := <-frames:
			if !open {
				return out
			}
			if out = append(out, f); f.Kind == said {
				over = time.After(50 * time.Millisecond) // and what comes right behind it
			}
		case <-over:
			return out
		case <-r.Context().Done():
			return out
		case <-w.closed:
			return out
		}
	}
}
