package fake

import (
	"encoding/json"
	"fmt"
	"strings"
)

// task is what our prompts ask for: a question to be placed, or lines to be
// worded.
type task struct {
	Question string
	Lines    []struct {
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
// politely. A question it places only when it is sure.
func Sensible(r Request) string {
	t := taskOf(r)
	if len(t.Lines) == 0 {
		return understood(t.Question)
	}
	var out strings.Builder
	polite := strings.NewReplacer(written().Polite...)
	for _, l := range t.Lines {
		fmt.Fprintf(&out, "%s[%d]\n", polite.Replace(l.Text), l.N)
	}
	return out.String()
}

// understood places a question by the idioms in it.
func understood(question string) string {
	type word struct {
		Is      string `json:"is"`
		Because string `json:"because"`
	}
	out := map[string]word{}
	for _, i := range written().Idioms {
		if strings.Contains(question, i[0]) {
			out[i[1]] = word{i[2], i[0]}
		}
	}
	text, _ := json.Marshal(out) // strings always marshal
	return string(text)
}
