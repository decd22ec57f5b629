package bot

import (
	"hash/fnv"
	"slices"
	"strings"

	"huizhi/personal"
)

// Channels report a message as edited when somebody only reacted to it, or when the
// preview of a link in it was found. So it is remembered how the last messages
// stood.

// maxSent is of how many messages it is remembered how they stood.
const maxSent = 20

// Sent is how a message of the customer stood last.
type Sent struct {
	Message string `json:"message"` // the channel's name for it
	Sum     uint64 `json:"sum"`     // FNV-1a, 64 bits, of its text without personal numbers
}

// news takes note of how a message stands; false if it stood so before.
func (s *step) news(message, text string) bool {
	if message == "" {
		return true
	}
	now := Sent{message, sum(text)}
	if slices.Contains(s.c.Sent, now) {
		return false
	}
	others := slices.DeleteFunc(slices.Clone(s.c.Sent), func(o Sent) bool { return o.Message == message })
	s.c.Sent = latest(maxSent, others, now)
	return true
}

// sum tells texts apart.
func sum(text string) uint64 {
	text, _ = personal.Mask(strings.TrimSpace(text))
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// remembers reports a message that it is known of how it stood: another may be of
// long ago, and its correction says nothing now.
func (s *step) remembers(message string) bool {
	is := func(h Heard) bool { return h.Message == message }
	return message == "" || slices.ContainsFunc(s.c.Last.Said, is) ||
		slices.ContainsFunc(s.c.Sent, func(o Sent) bool { return o.Message == message })
}
