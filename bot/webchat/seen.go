package webchat

import "net/http"

// mostSeen is how many messages a page may say at once to have.
const mostSeen = 256

// seen takes the word of a page that it has some messages.
func (w *Web) seen(out http.ResponseWriter, r *http.Request, session string) {
	var s struct {
		Keys []string `json:"keys"`
	}
	if !w.read(out, r, &s) {
		return
	}
	if len(s.Keys) > mostSeen {
		w.refuse(out, http.StatusBadRequest, "web.bad_request")
		return
	}
	if room := w.room(session); room != nil && room.sawAny(s.Keys) {
		w.back(r.Context(), session)
	}
	out.WriteHeader(http.StatusNoContent)
}
