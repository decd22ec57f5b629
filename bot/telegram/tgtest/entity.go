package tgtest

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Entity is a stretch of a text that is more than text.
type Entity struct {
	Type        string          `json:"type"`   // bold, italic, …, text_link, expandable_blockquote
	Offset      int             `json:"offset"` // UTF-16 units
	Length      int             `json:"length"` // UTF-16 units
	URL         string          `json:"url,omitempty"`
	Language    string          `json:"language,omitempty"`
	User        json.RawMessage `json:"user,omitempty"`
	CustomEmoji string          `json:"custom_emoji_id,omitempty"`
}

// mostEntities is how many are kept of one message; Telegram drops the rest.
const mostEntities = 100

// entityTypes are those that a bot may give.
var entityTypes = strings.Fields("mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji")

// Of is what an entity covers of its text.
func (e Entity) Of(text string) string {
	units := utf16.Encode([]rune(text))
	if e.Offset < 0 || e.Length < 0 || e.Offset+e.Length > len(units) {
		return ""
	}
	return string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
}

// units is the length of a text in UTF-16 units.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

// limits of texts, UTF-16 units after parsing.
const (
	longestText    = 4096
	longestCaption = 1024
)

// formatted reads a text and what is marked in it, from its parameters: markup
// by parse_mode, or a list of entities.
func (s *Server) formatted(q *request, text, entities string) (string, []Entity, *Refusal) {
	raw := clean(q.text(text))
	if !utf8.ValidString(raw) {
		return "", nil, bad("strings must be encoded in UTF-8")
	}
	plain, marks, refusal := s.marked(q, raw, entities)
	if refusal != nil {
		return "", nil, refusal
	}
	plain, marks = trim(plain, marks)
	slices.SortStableFunc(marks, func(a, b Entity) int { return cmp.Or(a.Offset-b.Offset, b.Length-a.Length) })
	if len(marks) > mostEntities {
		s.misused("%s: %d entities, %d are kept", q.method, len(marks), mostEntities)
		marks = marks[:mostEntities]
	}
	if crossing(marks) {
		s.misused("%s: entities cross", q.method)
	}
	return plain, marks, nil
}

// marked reads the markup of a text.
func (s *Server) marked(q *request, raw, entities string) (string, []Entity, *Refusal) {
	switch mode := q.text("parse_mode"); {
	case strings.EqualFold(mode, "html"):
		return parseHTML(raw)
	case strings.HasPrefix(strings.ToLower(mode), "markdown"):
		s.misused("%s: parse_mode %s is not played", q.method, mode)
		return "", nil, bad("unsupported parse_mode")
	case mode != "":
		return "", nil, bad("unsupported parse_mode")
	}
	var marks []Entity
	if err := q.decode(entities, &marks); err != nil {
		return "", nil, bad("can't parse entities: %v", err)
	}
	return raw, marks, checkEntities(raw, marks)
}

// clean takes out what no message keeps: carriage returns; other control
// characters become blanks.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return -1
		case r < ' ' && r != '\n':
			return ' '
		}
		return r
	}, text)
}

// checkEntities refuses entities that do not lie in the text, or begin or end
// within a character.
func checkEntities(text string, marks []Entity) *Refusal {
	all := utf16.Encode([]rune(text))
	for _, e := range marks {
		switch end := e.Offset + e.Length; {
		case !slices.Contains(entityTypes, e.Type):
			return bad("can't parse entities: unsupported type %q specified", e.Type)
		case e.Offset < 0 || e.Length <= 0:
			return bad("can't parse entities: entity has offset %d and length %d", e.Offset, e.Length)
		case e.Offset >= len(all):
			return bad("can't parse entities: entity begins after the end of the text at UTF-16 offset %d", e.Offset)
		case end > len(all):
			return bad("can't parse entities: entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, end)
		case splits(all, e.Offset):
			return bad("can't parse entities: entity begins in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset)
		case splits(all, end):
			return bad("can't parse entities: entity beginning at UTF-16 offset %d ends in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset, end)
		}
	}
	return nil
}

// splits reports whether a place lies between the halves of a character.
func splits(all []uint16, at int) bool {
	return at > 0 && at < len(all) && utf16.DecodeRune(rune(all[at-1]), rune(all[at])) != utf8.RuneError
}

// trim takes off blank space at the end, and at the beginning up to the first
// entity, as Telegram does.
func trim(text string, marks []Entity) (string, []Entity) {
	text = strings.TrimRight(text, " \n")
	end, first := units(text), len(text)
	for _, e := range marks {
		first = min(first, e.Offset)
	}
	blank := min(first, len(text)-len(strings.TrimLeft(text, " \n")))
	var out []Entity
	for _, e := range marks {
		if e.Length = min(e.Offset+e.Length, end) - e.Offset; e.Length > 0 {
			e.Offset -= blank
			out = append(out, e)
		}
	}
	return text[blank:], out
}

// crossing reports whether two entities, in order, overlap without one lying in
// the other.
func crossing(marks []Entity) bool {
	for i, a := range marks {
		for _, b := range marks[i+1:] {
			if b.Offset < a.Offset+a.Length && b.Offset+b.Length > a.Offset+a.Length {
				return true
			}
		}
	}
	return false
}
