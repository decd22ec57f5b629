package fake

import (
	"encoding/json"
	"fmt"
	"strings"
)

// task is what our prompts ask for: a message to be read, or lines to be worded.
type task struct {
	Said       string
	Candidates []struct{ N int }
	Places     []string
	Question   string
	Lines      []struct {
		N    int
		Text string
	}
}

func taskOf(r Request) task {
	var t task
	_ = json.Unmarshal([]byte(r.User), &t) // anything else is an empty task
	return t
}

// Sensible writes what a good model would: the lines one by one, a little more
// politely. Of a message it says only what it is sure of.
func Sensible(r Request) string {
	t := taskOf(r)
	if len(t.Lines) == 0 {
		return read(t.Said)
	}
	var out strings.Builder
	polite := strings.NewReplacer(written().Polite...)
	for _, l := range t.Lines {
		fmt.Fprintf(&out, "%s[%d]\n", polite.Replace(l.Text), l.N)
	}
	return out.String()
}

// evidence is a value, and the customer's words for it.
type evidence struct {
	Is      string `json:"is"`
	Because string `json:"because"`
}

// read reads a message by the idioms in it.
func read(said string) string {
	type ask struct {
		Question string   `json:"question"`
		Picks    []string `json:"picks"`
	}
	var out struct {
		Act     string   `json:"act"`
		Asks    []ask    `json:"asks"`
		Service evidence `json:"service"`
	}
	out.Act = "answer"
	for _, i := range written().Idioms {
		switch {
		case !strings.Contains(said, i[0]):
		case i[1] == "service":
			out.Service = evidence{i[2], i[0]}
		default:
			out.Asks = append(out.Asks, ask{Picks: []string{i[2]}})
		}
	}
	text, _ := json.Marshal(out) // strings always marshal
	return string(text)
}
