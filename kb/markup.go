package kb

import (
	"regexp"
	"strings"
)

// A body is plain text but for the headings that cut it into passages: customers
// read it as it stands, in chats that know no Markdown. What follows is what
// people write out of habit.
var (
	heading    = regexp.MustCompile(`^## +\S`)
	hashes     = regexp.MustCompile(`^[\s\x{3000}]*([#＃]+)[\s\x{3000}]*(.*?)\s*$`)
	underline  = regexp.MustCompile(`^\s*(={2,}|-{2,}|\*{3,}|_{3,})\s*$`)
	tableRow   = regexp.MustCompile(`^\s*\|.*\|\s*$|^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$`)
	image      = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)|!\[[^\]]*\]\[[^\]]*\]|!\[\[[^\]]*\]\]`)
	link       = regexp.MustCompile(`\[[^\]]*\]\([^)]*\)|\[[^\]]*\]\[[^\]]*\]|\[\[[^\]]*\]\]|^\s*\[[^\]]+\]:\s*\S+|<https?://[^>]*>`)
	html       = regexp.MustCompile(`</?[a-zA-Z][\w-]*(?:\s[^>]*)?/?>|<!--|-->|&(?:[a-zA-Z]+|#\d+);`)
	emphasized = regexp.MustCompile("\\*\\*[^*]+\\*\\*|__[^_]+__|~~[^~]+~~|`+[^`]+`+|```")
)

// markup tells of each line of a body that customers would read otherwise than
// its editor sees it; of a table only the first.
func (r *reader) markup(body string, line int) {
	inTable := false
	for i, text := range strings.Split(body, "\n") {
		table := tableRow.MatchString(text)
		if table && !inTable {
			r.problem(line+i, "lint.table")
		}
		if inTable = table; !table && !r.headings(text, line+i) {
			r.inline(text, line+i)
		}
	}
}

// headings tells of a line that looks like a heading and is none.
func (r *reader) headings(text string, line int) bool {
	if m := underline.FindStringSubmatch(text); m != nil {
		r.problem(line, "lint.underline", m[1])
		return true
	}
	m := hashes.FindStringSubmatch(text)
	switch {
	case m == nil || heading.MatchString(text):
		return false
	case m[2] == "":
		r.problem(line, "lint.heading_empty")
	case len([]rune(m[1])) == 2:
		r.problem(line, "lint.heading", m[2])
	default:
		r.problem(line, "lint.heading_level", m[2])
	}
	return true
}

// inline tells of markup within a line.
func (r *reader) inline(text string, line int) {
	switch {
	case image.MatchString(text):
		r.problem(line, "lint.image", image.FindString(text))
	case link.MatchString(text):
		r.problem(line, "lint.link", strings.TrimSpace(link.FindString(text)))
	case html.MatchString(text):
		r.problem(line, "lint.html", html.FindString(text))
	case emphasized.MatchString(text):
		r.problem(line, "lint.emphasis", emphasized.FindString(text))
	}
}
