package openai

import (
	"strings"
	"unicode"
)

// What a model thinks in its text stands between these, before all else.
const (
	thoughtBegins = "<think>"
	thoughtEnds   = "</think>"
)

// thoughts takes leading thoughts, and the space around them, out of a text
// that comes in pieces. A tag may be split over several.
type thoughts struct {
	held   string // may be a thought, or become a tag
	within bool
	past   bool
}

// strip returns what of the text is known to be text now.
func (t *thoughts) strip(piece string) string {
	if t.past {
		return piece
	}
	t.held += piece
	for {
		if t.within && !t.leave() {
			return ""
		}
		t.held = strings.TrimLeftFunc(t.held, unicode.IsSpace)
		if t.held, t.within = strings.CutPrefix(t.held, thoughtBegins); !t.within {
			break
		}
	}
	if strings.HasPrefix(thoughtBegins, t.held) {
		return ""
	}
	return t.rest()
}

// leave drops what is thought, and reports whether it ended.
func (t *thoughts) leave() bool {
	_, after, ended := strings.Cut(t.held, thoughtEnds)
	if ended {
		t.held, t.within = after, false
		return true
	}
	t.held = t.held[max(0, len(t.held)-len(thoughtEnds)):]
	return false
}

// rest returns what was held back and is text after all.
func (t *thoughts) rest() string {
	if t.within {
		return ""
	}
	text := t.held
	t.held, t.past = "", true
	return text
}
