package kb

import (
	"fmt"
	"strings"
)

// otherWordings opens the one line under a heading that lists how else
// customers ask it. Customers never see that line.
var otherWordings = []string{"问法：", "问法:"}

// readPassages splits a body: the text before the first "## " answers the
// title, and each heading is a question with its own answer.
func readPassages(a *Article, body []byte, line int) []Passage {
	var out []Passage
	current := Passage{Article: a, Line: line, Questions: append([]string{a.Title}, a.Variants...)}
	flush := func() {
		current.Text = strings.TrimSpace(current.Text)
		if current.Text != "" {
			current.ID = PassageID(fmt.Sprintf("%s#%d", a.ID, len(out)))
			out = append(out, current)
		}
	}
	for i, text := range strings.Split(string(body), "\n") {
		if heading, ok := strings.CutPrefix(text, "## "); ok {
			flush()
			current = Passage{Article: a, Line: line + i, Questions: []string{strings.TrimSpace(heading)}}
			continue
		}
		if more, ok := cutWordings(text); ok {
			current.Questions = append(current.Questions, more...)
			continue
		}
		current.Text += text + "\n"
	}
	flush()
	return out
}

// cutWordings reads the line of other wordings.
func cutWordings(line string) ([]string, bool) {
	for _, mark := range otherWordings {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			parts := strings.FieldsFunc(rest, func(r rune) bool { return r == '/' || r == '／' })
			var out []string
			for _, p := range parts {
				if p = strings.TrimSpace(p); p != "" {
					out = append(out, p)
				}
			}
			return out, true
		}
	}
	return nil, false
}
