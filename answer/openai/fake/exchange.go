package fake

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"
	"unicode/utf8"
)

// exchange is one request and what is said to it.
type exchange struct {
	ctx     context.Context // ends when the client goes away, and on Close
	w       http.ResponseWriter
	pause   time.Duration
	request Request
	turn    int // requests before it in this mode
	text    string
}

// object is JSON to send.
type object map[string]any

// open sends the headers of an event stream.
func (x *exchange) open() {
	x.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	x.w.Header().Set("Cache-Control", "no-cache")
	x.w.WriteHeader(http.StatusOK)
	x.flush()
}

// raw sends bytes, and reports whether somebody still listens.
func (x *exchange) raw(s string) bool {
	_, err := io.WriteString(x.w, s)
	x.flush()
	return err == nil && x.ctx.Err() == nil
}

func (x *exchange) flush() { _ = http.NewResponseController(x.w).Flush() }

// event sends one object as an event.
func (x *exchange) event(o object) bool {
	data, err := json.Marshal(o)
	return err == nil && x.raw("data: "+string(data)+"\n\n")
}

// chunk is a completion chunk with these choices.
func (x *exchange) chunk(choices ...object) object {
	if choices == nil {
		choices = []object{}
	}
	return object{
		"id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 1767225600,
		"model": x.request.Model, "choices": choices,
	}
}

// choice is a choice of a chunk; finish is nil while it is not finished.
func choice(index int, delta object, finish any) object {
	return object{"index": index, "delta": delta, "finish_reason": finish}
}

// delta sends a part of the message.
func (x *exchange) delta(d object) bool { return x.event(x.chunk(choice(0, d, nil))) }

// begin opens the stream and says whose turn it is.
func (x *exchange) begin() {
	x.open()
	x.delta(object{"role": "assistant", "content": ""})
}

// say sends text in pieces of a few characters, under a name such as content.
func (x *exchange) say(name, text string) {
	for _, piece := range pieces(text) {
		if !x.delta(object{name: piece}) {
			return
		}
	}
}

// finish says why the message ends; a nil reason is sent as null.
func (x *exchange) finish(reason any) { x.event(x.chunk(choice(0, object{}, reason))) }

// end sends the usage, if it is wanted, and [DONE].
func (x *exchange) end() {
	if x.request.Usage {
		usage := x.chunk()
		usage["usage"] = x.usage()
		x.event(usage)
	}
	x.raw("data: [DONE]\n\n")
}

// usage counts a character as a token.
func (x *exchange) usage() object {
	in := utf8.RuneCountInString(x.request.System + x.request.User)
	out := utf8.RuneCountInString(x.text)
	return object{"prompt_tokens": in, "completion_tokens": out, "total_tokens": in + out}
}

// all sends a text that ends well.
func (x *exchange) all() {
	x.begin()
	x.say("content", x.text)
	x.finish("stop")
	x.end()
}

// half sends half of the text.
func (x *exchange) half() {
	x.begin()
	all := []rune(x.text)
	x.say("content", string(all[:len(all)/2]))
}

// whole sends the reply in one piece, as to a client that wants no stream.
func (x *exchange) whole() {
	x.status(http.StatusOK, object{
		"id": "chatcmpl-fake", "object": "chat.completion", "created": 1767225600, "model": x.request.Model,
		"choices": []object{{"index": 0, "message": object{"role": "assistant", "content": x.text}, "finish_reason": "stop"}},
		"usage":   x.usage(),
	})
}

// status sends a status and an object.
func (x *exchange) status(code int, o object) {
	x.w.Header().Set("Content-Type", "application/json")
	x.w.WriteHeader(code)
	_ = json.NewEncoder(x.w).Encode(o)
}

// page sends a status and a page of HTML.
func (x *exchange) page(code int, html string) {
	x.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	x.w.WriteHeader(code)
	x.raw(html)
}

// cut closes the connection in the middle of things.
func (x *exchange) cut() { panic(http.ErrAbortHandler) }

// wait takes its time, and reports whether somebody still listens.
func (x *exchange) wait() bool {
	select {
	case <-time.After(x.pause):
		return true
	case <-x.ctx.Done():
		return false
	}
}

// hang says nothing until nobody listens.
func (x *exchange) hang() { <-x.ctx.Done() }

// pieces are three characters each: words are cut, characters are not.
func pieces(text string) []string {
	var out []string
	all := []rune(text)
	for len(all) > 0 {
		n := min(3, len(all))
		out = append(out, string(all[:n]))
		all = all[n:]
	}
	return out
}
