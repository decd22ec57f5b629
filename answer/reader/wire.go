package reader

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"huizhi/answer"
	"huizhi/kb"
)

// mostIn is how many tokens a reading may take in, the system's part and the customer's, as
// answer.Tokens estimates.
const mostIn = 1800

// user is a matter as a JSON object: whatever a customer wrote, it stays a value. The
// candidates that were found last are left out where it would be too long; shown is how
// many are in it.
func (r *Reader) user(m answer.Matter) (text string, shown int) {
	text = object(m)
	for len(m.Candidates) > 0 && answer.Tokens(r.system)+answer.Tokens(text) > mostIn {
		m.Candidates = m.Candidates[:len(m.Candidates)-1]
		text = object(m)
	}
	return text, len(m.Candidates)
}

func object(m answer.Matter) string {
	type candidate struct {
		N       int    `json:"n"`
		Heading string `json:"heading"`
		Place   string `json:"place"`
		Says    string `json:"says"`
	}
	in := struct {
		Said       string        `json:"said"`
		Before     []answer.Turn `json:"before,omitempty"`
		Known      []string      `json:"known,omitempty"`
		Service    string        `json:"service,omitempty"`
		Asks       []string      `json:"asks,omitempty"`
		Places     []string      `json:"places,omitempty"`
		Candidates []candidate   `json:"candidates"`
	}{Said: m.Said, Before: m.Before, Known: m.Known, Service: string(m.Service), Candidates: []candidate{}}
	for _, a := range m.Aspects {
		in.Asks = append(in.Asks, string(a))
	}
	for i, p := range m.Places {
		in.Places = append(in.Places, strconv.Itoa(i+1)+" "+string(p))
	}
	for i, c := range m.Candidates {
		in.Candidates = append(in.Candidates, candidate{i + 1, c.Heading, c.Place, c.Says})
	}
	text, _ := json.Marshal(in) // strings and numbers always marshal
	return string(text)
}

// errNoOpinion is a reply without an object that could be one.
var errNoOpinion = errors.New("no opinion")

// mostRead is how much of a reply is read, in bytes.
const mostRead = 8 << 10

// opinion is what a model writes.
type opinion struct {
	Act  text
	Asks []struct {
		Question text
		Picks    texts
	}
	Service, Age, Household, Use, Home value
	Missing                            text
}

// value is a value with the words that it rests on.
type value struct{ Is, Because text }

// text is a string, or a number that was written instead; anything else is empty.
type text string

func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(data, &s) == nil:
		*t = text(s)
	case json.Unmarshal(data, &n) == nil:
		*t = text(n)
	}
	return nil
}

// texts are several of them; one that stands alone is one.
type texts []text

func (t *texts) UnmarshalJSON(data []byte) error {
	var many []text
	if json.Unmarshal(data, &many) != nil {
		many = make([]text, 1)
		_ = many[0].UnmarshalJSON(data) // never fails
	}
	*t = many
	return nil
}

// parse finds the opinion in a reply: one object, in a fence or between other words.
// What has another shape than it should have is left out, the rest is used.
func parse(reply string) (out answer.Opinion, err error) {
	begins, ends := strings.IndexByte(reply, '{'), strings.LastIndexByte(reply, '}')
	if len(reply) > mostRead || begins < 0 || ends < begins {
		return out, errNoOpinion
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal([]byte(reply[begins:ends+1]), &fields) != nil {
		return out, errNoOpinion
	}
	var o opinion
	for name, into := range map[string]any{
		"act": &o.Act, "asks": &o.Asks, "service": &o.Service, "age": &o.Age, "household": &o.Household,
		"use": &o.Use, "home": &o.Home, "missing": &o.Missing,
	} {
		if data, ok := fields[name]; ok {
			_ = json.Unmarshal(data, into) // of another shape: left out
		}
	}
	return o.shared(), nil
}

// shared is an opinion as the rest of the program knows it.
func (o opinion) shared() answer.Opinion {
	evidence := func(v value) answer.Evidence { return answer.Evidence{Is: string(v.Is), Because: string(v.Because)} }
	out := answer.Opinion{
		Act: string(o.Act), Missing: string(o.Missing), Service: evidence(o.Service), Age: evidence(o.Age),
		Household: evidence(o.Household), Use: evidence(o.Use), Home: evidence(o.Home),
	}
	for _, a := range o.Asks {
		r := answer.Reread{Question: string(a.Question)}
		for _, p := range a.Picks {
			r.Picks = append(r.Picks, string(p))
		}
		out.Asks = append(out.Asks, r)
	}
	return out
}

// words are the words of a list.
func words(list []kb.Term) (out []string) {
	for _, t := range list {
		out = append(out, t.Word)
	}
	return out
}

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}
