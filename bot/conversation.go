package bot

import (
	"encoding/json"
	"slices"
	"time"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/personal"
	"huizhi/phrases"
)

// Stage is where a conversation is: what it waits for. An answer may be looked
// for beside it, and then it is where it was.
type Stage string

// The stages. flow.go says what may happen in each.
const (
	Idle      Stage = ""           // for anything
	Offered   Stage = "offered"    // for what a photo is to be used for; Data is Photos
	WithAgent Stage = "with_agent" // for the customer or the agent, whoever speaks
)

// Conversation is all that is remembered of one chat. It is stored as JSON:
// fields may be added, and are never renamed. Upgrade reads what earlier versions
// wrote.
type Conversation struct {
	Version    int             `json:"version"`         // of these fields
	Turns      uint64          `json:"turns,omitempty"` // how many it has had
	Stage      Stage           `json:"stage,omitempty"`
	Data       json.RawMessage `json:"data,omitempty"`       // what only this stage knows
	Aside      []place         `json:"aside,omitempty"`      // where it was before, the last last
	Burst      *Burst          `json:"burst,omitempty"`      // what is being said, and waits for its end
	Pending    *Pending        `json:"pending,omitempty"`    // the answer that is being looked for
	Generation int             `json:"generation,omitempty"` // raised by what overtakes an answer
	Sent       []Sent          `json:"sent,omitempty"`       // how the last messages stood
	Script     phrases.Script  `json:"script,omitempty"`
	Facts      answer.Facts    `json:"facts"`
	Known      []answer.Known  `json:"known,omitempty"` // the same in words

	Failed bool     `json:"failed,omitempty"` // the last question has no answer yet, and that is our fault
	Masked bool     `json:"masked,omitempty"` // a personal number was said, and nobody was told so yet
	Last   Question `json:"last"`             // the question that is being answered, or was last
	More   string   `json:"more,omitempty"`   // of the last answer, what did not fit
	Asks   string   `json:"asks,omitempty"`   // what the last answer asked back
	Count  int      `json:"count,omitempty"`  // of answers
	Told   []Told   `json:"told,omitempty"`   // the last answers, for 👍 and 👎
	Misses int      `json:"misses,omitempty"` // in a row

	Erasing bool `json:"erasing,omitempty"` // they were asked whether all is to be erased, and have not replied

	Ticket     handoff.ID     `json:"ticket,omitempty"`
	Transcript []handoff.Line `json:"transcript,omitempty"` // the last of what was said, masked
}

// Burst is messages that came one after the other and get one reply.
type Burst struct {
	Heard []Heard   `json:"heard,omitempty"`
	Since time.Time `json:"since,omitzero"` // when it began
	Until time.Time `json:"until,omitzero"` // when it is over; zero if nothing is waited for
	Photos
}

// Pending is an answer that is being looked for. The question is Last.
type Pending struct {
	Lead string `json:"lead,omitempty"` // the phrase to say before the answer
	Photos
}

// Photos are pictures that came, by the channel's name for them.
type Photos struct {
	Files []File `json:"photos,omitempty"`
	Album string `json:"album,omitempty"` // that the last of them came in
}

// Heard is a message not replied to yet.
type Heard struct {
	Message string `json:"message,omitempty"`
	Text    string `json:"text"`
}

// Question is a question, and what was known before it was asked.
type Question struct {
	Said     []Heard        `json:"said,omitempty"`
	Text     string         `json:"text,omitempty"`
	Before   answer.Facts   `json:"before"`
	Known    []answer.Known `json:"known,omitempty"` // before it
	Delivery Key            `json:"delivery,omitempty"`
	Instead  Key            `json:"instead,omitempty"` // of the answer to what it corrects
}

// Told is an answer that may still be praised or blamed.
type Told struct {
	ID      int    `json:"id"`
	Text    string `json:"text"` // of the question, masked
	Article string `json:"article,omitempty"`
	Passage string `json:"passage,omitempty"`
	Place   string `json:"place,omitempty"`
	// What was known then, for the buttons below it.
	Facts answer.Facts   `json:"facts,omitzero"`
	Known []answer.Known `json:"known,omitempty"`

	Voted bool `json:"voted,omitempty"`
	Why   bool `json:"why,omitempty"`
}

// How much is remembered for buttons and for agents.
const (
	maxTold       = 8
	maxTranscript = 20
	maxSpoken     = 200 // characters of a line
)

// spoke adds a line to the transcript.
func (c *Conversation) spoke(who handoff.Party, text string, at time.Time) {
	text, _ = personal.Mask(text)
	c.Transcript = latest(maxTranscript, c.Transcript, handoff.Line{Who: who, Text: brief(text), At: at})
}

// remember keeps an answer for 👍 and 👎.
func (c *Conversation) remember(t Told) { c.Told = latest(maxTold, c.Told, t) }

// latest adds to a list that keeps its last n. The list handed in stays as it is.
func latest[T any](n int, list []T, v T) []T {
	list = append(slices.Clip(list), v)
	return list[max(0, len(list)-n):]
}

// brief is a text as it is kept for others to read.
func brief(text string) string {
	if r := []rune(text); len(r) > maxSpoken {
		return string(r[:maxSpoken]) + "…"
	}
	return text
}

// place is the city the conversation is about, empty if that is open.
func (c *Conversation) place() string {
	for _, k := range c.Known {
		if k.Name == answer.AsksPlace {
			return k.Label
		}
	}
	return ""
}
