package faq

import (
	"strings"
	"unicode/utf8"
)

// block is a paragraph, or a list of short lines. A paragraph may begin with
// what it is about: 工本费.
type block struct {
	Label string
	Text  string
	Items []string
}

// bullet opens a line of a list, in replies and in articles.
const bullet = "·"

// longestLabel is how many characters may stand before a colon to be a label.
const longestLabel = 5

// blocks reads plain text: each line is a paragraph, and lines with a bullet
// that follow each other are one list.
func blocks(text string) []block {
	var out []block
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, listed := strings.CutPrefix(line, bullet)
		switch {
		case line == "":
		case listed && len(out) > 0 && out[len(out)-1].Items != nil:
			last := &out[len(out)-1]
			last.Items = append(last.Items, strings.TrimSpace(item))
		case listed:
			out = append(out, block{Items: []string{strings.TrimSpace(item)}})
		default:
			out = append(out, block{Text: line})
		}
	}
	return out
}

// labelled takes the labels out of all paragraphs but the first, which is the
// verdict.
func labelled(bs []block) []block {
	for i := range bs {
		label, rest, ok := strings.Cut(bs[i].Text, "：")
		if i > 0 && ok && utf8.RuneCountInString(label) <= longestLabel {
			bs[i].Label, bs[i].Text = label, rest
		}
	}
	return bs
}

// longestSummary is how many characters search engines show of a description.
const longestSummary = 110

// summary is the beginning of a text in one line.
func summary(text string) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= longestSummary {
		return string(line)
	}
	return string(line[:longestSummary]) + "…"
}
