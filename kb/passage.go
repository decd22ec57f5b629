package kb

import (
	"strings"
)

// otherWordings opens the one line under a heading that lists how else
// customers ask it. Customers never see that line.
var otherWordings = []string{"问法：", "问法:"}

// readPassages splits a body: the text before the first "## " answers the
// title, and each heading is a question with its own answer.
func readPassages(a *Article, body []byte, line int) []Passage {
	var out []Passage
	var golden []Golden
	current := Passage{ID: PassageID(a.ID), Article: a, Line: line, Questions: append([]string{a.Title}, a.Variants...), Lead: true}
	flush := func() {
		current.Text = strings.TrimSpace(current.Text)
		answered := PassageID("") // empty where nothing answers, which Lint tells
		if current.Text != "" {
			answered = current.ID
			out = append(out, current)
		}
		for _, g := range golden {
			g.Passage = answered
			a.Golden = append(a.Golden, g)
		}
		golden = nil
	}
	for i, text := range strings.Split(string(body), "\n") {
		if heading, ok := strings.CutPrefix(text, "## "); ok {
			flush()
			current = section(a, heading, line+i)
			continue
		}
		if more, ok := cutWordings(text, otherWordings); ok {
			current.Questions = append(current.Questions, more...)
			continue
		}
		if asked, ok := cutWordings(text, goldenQuestions); ok {
			golden = append(golden, Golden{Line: line + i, Ask: asked})
			continue
		}
		if src, ok := cutSources(text); ok {
			current.Src = append(current.Src, src...)
			continue
		}
		current.Text += text + "\n"
	}
	flush()
	return out
}

// cutSources reads the one line under a heading that names, by their keys, the
// sources of what stands there.
func cutSources(line string) ([]string, bool) {
	rest, ok := strings.CutPrefix(strings.Replace(line, ":", "：", 1), "出处：")
	if !ok {
		return nil, false
	}
	return strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("、， /", r) }), true
}

// cutWordings reads a line of wordings that opens with one of the marks.
func cutWordings(line string, marks []string) ([]string, bool) {
	for _, mark := range marks {
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
