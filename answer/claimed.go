package answer

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	// cited is a mark that names lines: [1], [2,3], 【4】.
	cited = regexp.MustCompile(`[\[【〔](\d{1,3}(?:[,，、\s]+\d{1,3})*)[\]】〕]`)

	// bullet is what models put before a line though they are told not to.
	bullet = regexp.MustCompile(`^(?:[-*•·]\s*|\d{1,2}[.、)）]\s+)`)
)

// readClaim reads one line of a model: a sentence and the numbers of the lines
// that it words. ok is false for a line that says nothing.
func readClaim(line string) (c Claimed, ok bool) {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "```") {
		return Claimed{}, false
	}
	for _, m := range cited.FindAllStringSubmatch(line, -1) {
		for _, n := range strings.FieldsFunc(m[1], notDigit) {
			number, _ := strconv.Atoi(n) // at most three digits
			c.Lines = append(c.Lines, number)
		}
	}
	c.Text = strings.TrimSpace(bullet.ReplaceAllString(cited.ReplaceAllString(line, ""), ""))
	return c, c.Text != ""
}

func notDigit(r rune) bool { return r < '0' || r > '9' }
