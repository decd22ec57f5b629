package kb

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// fence is the line before and after the front matter.
const fence = "---"

// isFence reports a fence; blanks behind it are seen by nobody.
func isFence(line string) bool { return strings.TrimRight(line, " \t") == fence }

// frontMatter is a file cut at its fences. Its head is as many lines as in the
// file, the first fence being a blank one, so that lines count alike.
type frontMatter struct {
	head     []string
	body     []byte
	bodyLine int
	opened   bool
	closed   bool
}

// splitFrontMatter cuts a file at its two fences.
func splitFrontMatter(data []byte) frontMatter {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if !isFence(lines[0]) {
		return frontMatter{}
	}
	lines[0] = ""
	end := slices.IndexFunc(lines, isFence)
	if end < 0 {
		return frontMatter{head: lines, opened: true}
	}
	return frontMatter{lines[:end], []byte(strings.Join(lines[end+1:], "\n")), end + 2, true, true}
}

// parse reads lines of YAML.
func parse(lines []string) (doc yaml.Node, err error) {
	err = yaml.Unmarshal([]byte(strings.Join(lines, "\n")), &doc)
	return doc, err
}

// nearFence is what people type or their phones make of a fence.
var nearFence = regexp.MustCompile(`^\s*[-—–－─]{2,}\s*$`)

// unclosed tells where the fence below a front matter should be: at what nearly is
// one, else before the first heading or the first line that cannot be its, else at
// the end.
func (r *reader) unclosed(head []string) {
	line := slices.IndexFunc(head, nearFence.MatchString) + 1
	if line == 0 {
		line = slices.IndexFunc(head, isHeading) + 1
	}
	if bad := unread(head); line == 0 || bad < line && !nearFence.MatchString(head[line-1]) {
		line = bad
	}
	r.problem(line, "lint.head_open")
}

func isHeading(line string) bool { return strings.HasPrefix(line, "## ") }

// mostTries is how many lines a front matter may have for each to be tried.
const mostTries = 400

// unread is the first line that cannot be read: the one after the longest
// beginning that can; the last if all can. The library names the line where a
// block begins, which is often far above.
func unread(head []string) int {
	good := 0
	for i := range min(len(head), mostTries) {
		if isBlank(head[i]) {
			continue
		}
		if doc, err := parse(head[:i+1]); err == nil && isMapping(doc) {
			good = i + 1
		}
	}
	for i := good; i < len(head); i++ {
		if !isBlank(head[i]) {
			return i + 1
		}
	}
	return max(good, 1)
}

// isBlank reports a line that says nothing to YAML.
func isBlank(line string) bool {
	text := strings.TrimSpace(line)
	return text == "" || text[0] == '#'
}

func isMapping(doc yaml.Node) bool {
	return len(doc.Content) == 0 || doc.Content[0].Kind == yaml.MappingNode
}

// unreadable tells why a file is no YAML, if it is none.
func unreadable(file string, data []byte) []Problem {
	r := reader{file: file, problems: spoiled(file, data)}
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	if _, err := parse(lines); err != nil && r.problems == nil {
		r.unreadable(lines)
	}
	return r.problems
}

// unreadable tells in which line of a front matter YAML fails, and what to write
// instead.
func (r *reader) unreadable(head []string) {
	line := unread(head)
	if odd := slices.IndexFunc(head[:line], oddIndent.MatchString); odd >= 0 {
		line = odd + 1 // it was taken for a text, and what is below for more of it
	}
	if r.slip(line, head[line-1:]) {
		return
	}
	if above := lastSaying(head[:line-1]); above > 0 && r.lookalike(above, head[above-1]) {
		return // so was this
	}
	r.problem(line, "lint.yaml")
}

// lastSaying is the last line that says something to YAML; zero for none.
func lastSaying(head []string) int {
	for i := len(head); i > 0; i-- {
		if !isBlank(head[i-1]) {
			return i
		}
	}
	return 0
}
