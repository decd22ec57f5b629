package kb

import (
	"regexp"
	"strings"
	"unicode"
)

// The slips that make a line unreadable to YAML.
var (
	oddIndent  = regexp.MustCompile(`^ *[\t\x{a0}\x{3000}]\s*\S`)
	fullColon  = regexp.MustCompile(`^[\s{\[-]*["']?([\w\p{Han}]{1,16})["']?\s*：`)
	tightColon = regexp.MustCompile(`^\s*(?:- +)?([\w\p{Han}]{1,16}):[^\s/]`)
	twoColons  = regexp.MustCompile(`^\s*(?:- +)?[^\s:]+: +[^\s"'\[{].*:(?: |$)`)
	oddStart   = regexp.MustCompile("(?:: +|- +|[\\[{,] *)([@`%*&!|>])")
)

// slip tells what is wrong with the first of some lines, if it is one of the
// common slips.
func (r *reader) slip(line int, lines []string) bool {
	text := lines[0]
	switch {
	case strings.ContainsFunc(text, isControl):
		r.problem(line, "lint.yaml_control")
	case r.lookalike(line, text):
	case odd(text) != "" && odd(strings.Join(lines, "\n")) != "":
		r.problem(line, "lint.yaml_open", odd(text))
	case twoColons.MatchString(text):
		r.problem(line, "lint.yaml_colons")
	case strings.Contains(text, `\`) && strings.Contains(text, `"`):
		r.problem(line, "lint.yaml_escape")
	case oddStart.MatchString(text):
		r.problem(line, "lint.yaml_start", oddStart.FindStringSubmatch(text)[1])
	default:
		return false
	}
	return true
}

func isControl(r rune) bool { return unicode.IsControl(r) && r != '\t' }

// lookalike tells of a blank or a colon that YAML does not take for one, and so
// for a part of a text.
func (r *reader) lookalike(line int, text string) bool {
	if oddIndent.MatchString(text) {
		r.problem(line, "lint.yaml_indent")
		return true
	}
	if m := fullColon.FindStringSubmatch(text); m != nil {
		r.problem(line, "lint.full_colon", m[1]+"：")
		return true
	}
	if m := tightColon.FindStringSubmatch(text); m != nil {
		r.problem(line, "lint.tight_colon", m[1]+":")
		return true
	}
	return false
}

// closing pairs the brackets of YAML.
var closing = map[rune]rune{'[': ']', '{': '}'}

// odd finds a quote or a bracket of YAML that has no other half; empty if all have.
// They mean something only where a value begins, brackets within brackets too.
func odd(text string) string {
	var open []rune
	quote, last := rune(0), ' '
	for _, r := range text {
		starts := strings.ContainsRune(" \n:,-[{", last)
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case (r == '"' || r == '\'') && starts:
			quote = r
		case closing[r] != 0 && (starts || len(open) > 0):
			open = append(open, r)
		case r == ']' || r == '}':
			if len(open) == 0 || closing[open[len(open)-1]] != r {
				return string(r)
			}
			open = open[:len(open)-1]
		}
		last = r
	}
	if quote != 0 {
		return string(quote)
	}
	if len(open) > 0 {
		return string(open[len(open)-1])
	}
	return ""
}
