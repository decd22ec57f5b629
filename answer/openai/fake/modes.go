package fake

import (
	"net/http"
	"slices"
	"strings"
)

// Mode is a way to behave.
type Mode struct {
	Name  string
	About string // in a line
	play  func(*exchange)
}

// Modes are the ways a server can behave. They stream, wanted or not, where they
// misbehave in the stream.
func Modes() []Mode {
	return slices.Concat(fine(), slow(), broken(), ended(), endless(), refusals(), picky())
}

// fine are the modes that end well.
func fine() []Mode {
	return []Mode{
		{"ok", "says its text and ends well", ok},
		{"flaky", "503 to the first request, then ok", flaky},
		{"flaky_cut", "cuts the first stream before anything, then ok", flakyCut},
		{"think", "a <think> block, then the text", func(x *exchange) {
			x.begin()
			x.say("content", "<think>\nWhat might they mean?\n</think>\n\n"+x.text)
			x.finish("stop")
			x.end()
		}},
		{"reasoning_content", "thoughts as reasoning_content, then the text", thinksIn("reasoning_content")},
		{"reasoning", "thoughts as reasoning, then the text", thinksIn("reasoning")},
		{"keepalives_then_ok", "400 comments, then ok", func(x *exchange) {
			x.open()
			x.raw(strings.Repeat(": keep-alive\n\n", 400))
			x.wait()
			x.say("content", x.text)
			x.finish("stop")
			x.end()
		}},
		{"stop_again", "the finish reason comes twice, the same", func(x *exchange) {
			x.begin()
			x.say("content", x.text)
			x.finish("stop")
			x.finish("stop")
			x.end()
		}},
	}
}

func ok(x *exchange) {
	if x.request.Stream {
		x.all()
	} else {
		x.whole()
	}
}

func flaky(x *exchange) {
	if x.turn == 0 {
		x.status(http.StatusServiceUnavailable, object{"error": object{"message": "overloaded", "type": "server_error"}})
		return
	}
	ok(x)
}

func flakyCut(x *exchange) {
	if x.turn == 0 {
		x.open()
		x.cut()
	}
	ok(x)
}

// slow are the modes that keep one waiting.
func slow() []Mode {
	return []Mode{
		{"slow", "a pause before every piece, but it ends well", func(x *exchange) {
			x.begin()
			for _, piece := range pieces(x.text) {
				if !x.wait() || !x.delta(object{"content": piece}) {
					return
				}
			}
			x.finish("stop")
			x.end()
		}},
		{"silent", "not even headers", (*exchange).hang},
		{"silent_after_headers", "headers, then nothing", func(x *exchange) { x.open(); x.hang() }},
		{"silent_after_role", "the role chunk, then nothing", func(x *exchange) { x.begin(); x.hang() }},
		{"empty_events", "events without choices, for ever", func(x *exchange) {
			x.open()
			for x.wait() && x.event(x.chunk()) {
			}
		}},
		{"stall", "half of the text, then nothing", func(x *exchange) { x.half(); x.hang() }},
		{"stall_keepalives", "half of the text, then comments for ever", func(x *exchange) { x.half(); x.keepAlive() }},
		{"stall_done", "all but [DONE], then nothing", func(x *exchange) {
			x.begin()
			x.say("content", x.text)
			x.finish("stop")
			x.hang()
		}},
		{"keepalives_only", "comments for ever", func(x *exchange) { x.open(); x.keepAlive() }},
	}
}

func (x *exchange) keepAlive() {
	for x.wait() && x.raw(": keep-alive\n\n") {
	}
}

// broken are the modes in which a stream is not one.
func broken() []Mode {
	return []Mode{
		{"cut", "half of the text, then the connection closes", func(x *exchange) { x.half(); x.cut() }},
		{"cut_clean", "half of the text, then the body ends properly", (*exchange).half},
		{"cut_before", "the connection closes before anything", (*exchange).cut},
		{"garbage", "bytes that are no event stream", func(x *exchange) {
			x.open()
			x.raw(strings.Repeat("\x8f\x00\xfe\x17\n\xc3\x28", 100))
		}},
		{"broken_json", "an event that breaks off in its JSON", func(x *exchange) {
			x.begin()
			x.raw("data: {\"cho\n\n")
			x.end()
		}},
		{"html", "200 and a page", func(x *exchange) { x.page(http.StatusOK, "<html><body>Please log in</body></html>") }},
		{"json_not_stream", "the whole completion as JSON, though a stream was wanted", (*exchange).whole},
		{"bad_utf8", "bytes within the text that are no UTF-8", func(x *exchange) {
			x.begin()
			x.raw(`data: {"choices":[{"index":0,"delta":{"content":"` + "\xe8\xba" + `"}}]}` + "\n\n")
			x.finish("stop")
			x.end()
		}},
		{"wrong_index", "a choice 1, but no choice 0", func(x *exchange) {
			x.open()
			x.event(x.chunk(choice(1, object{"content": x.text}, nil)))
			x.event(x.chunk(choice(1, object{}, "stop")))
			x.end()
		}},
		{"no_choices", "events without choices", func(x *exchange) {
			x.open()
			x.event(x.chunk())
			x.event(x.chunk())
			x.end()
		}},
		{"two_finishes", "the finish reason comes twice: stop, then length", func(x *exchange) {
			x.begin()
			x.say("content", x.text)
			x.finish("stop")
			x.finish("length")
			x.end()
		}},
		{"text_after_finish", "more text after the finish reason", func(x *exchange) {
			x.begin()
			x.say("content", x.text)
			x.finish("stop")
			x.say("content", x.text)
			x.end()
		}},
		{"error_mid_stream", "half of the text, then an error event", func(x *exchange) {
			x.half()
			x.event(object{"error": object{"message": "the server had an error", "type": "server_error"}})
		}},
		{"error_after_comment", "a comment, then an error event, before any text", func(x *exchange) {
			x.open()
			x.raw(": keep-alive\n\n")
			x.event(object{"error": object{"message": "the server had an error", "type": "server_error"}})
		}},
	}
}

// ended are the modes that end, but not with stop and a text.
func ended() []Mode {
	finished := func(reason any) func(*exchange) {
		return func(x *exchange) { x.half(); x.finish(reason); x.end() }
	}
	return []Mode{
		{"done_without_finish", "the text and [DONE], but no finish reason", func(x *exchange) {
			x.begin()
			x.say("content", x.text)
			x.end()
		}},
		{"finish_null", "the finish reason is null", finished(nil)},
		{"finish_length", "out of tokens", finished("length")},
		{"finish_content_filter", "filtered", finished("content_filter")},
		{"finish_tool_calls", "wants a tool", finished("tool_calls")},
		{"empty", "stop, without any text", func(x *exchange) { x.begin(); x.finish("stop"); x.end() }},
	}
}

// endless are the modes that do not end, or not soon.
func endless() []Mode {
	return []Mode{
		{"endless", "a letter after every pause, for ever", func(x *exchange) {
			x.begin()
			for x.wait() && x.delta(object{"content": "a"}) {
			}
		}},
		{"huge_text", "text for ever, as fast as it can", func(x *exchange) {
			x.begin()
			for x.delta(object{"content": x.text}) {
			}
		}},
		{"huge_thoughts", "thoughts for ever, as fast as it can", func(x *exchange) {
			x.begin()
			for x.delta(object{"reasoning_content": "Hmm. "}) {
			}
		}},
		{"huge_line", "one line of 50 MB", func(x *exchange) { x.open(); x.raw("data: "); x.flood(50) }},
	}
}

// flood sends so many megabytes without a line's end.
func (x *exchange) flood(megabytes int) {
	part := strings.Repeat("a", 1<<16)
	for range megabytes << 4 {
		if !x.raw(part) {
			return
		}
	}
}

// thinksIn streams thoughts in a field of their own, then the text.
func thinksIn(field string) func(*exchange) {
	return func(x *exchange) {
		x.begin()
		x.say(field, "What might they mean?")
		x.say("content", x.text)
		x.finish("stop")
		x.end()
	}
}
