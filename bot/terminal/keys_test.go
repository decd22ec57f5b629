package terminal

import (
	"strings"
	"testing"
	"unicode"
)

// What arrow keys, Alt and the like send is no part of a question.
func TestPlain(t *testing.T) {
	for line, want := range map[string]string{
		"江门":                         "江门",
		"  /edit 佛山 x ":              "  /edit 佛山 x ",
		"\x1b[A":                     "",
		"\x1b[A\x1b[B江\x1b[D\x1b[C门": "江门",
		"\x1bOA\x1bOP江门":             "江门",
		"\x1b[1;5C江门\x1b[15~":        "江门",
		"\x1b[[A江门":                  "江门", // F1 of the Linux console
		"\x1bx江门\x1b.":               "江门", // Alt
		"\x1b江门":                     "江门", // Esc
		"\x1b\x1b[A江门":               "江门",
		"\x1b[200~江门\x1b[201~":       "江门",
		"江\t门\x00\x07\u0085":         "江 门",
		"江门\r":                       "江门",
		"江门\xe6":                     "江门", // half a character
		"江\xff门":                     "江门",
		"江门\x1b":                     "江门",
		"江门\x1b[":                    "江门",
		"\x1b[12\x1b[A江门":            "江门", // broken off
		"\U0001F600 👨‍👩‍👧":           "\U0001F600 👨‍👩‍👧",
		strings.Repeat("\x1b[A", 1000) + "江门": "江门",
	} {
		if got := Plain(line); got != want {
			t.Errorf("%q is %q, want %q", line, got, want)
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add("\x1b[200~a\x1b[201~\x1bOA")
	f.Fuzz(func(t *testing.T, line string) {
		got := Plain(line)
		if strings.ContainsFunc(got, unicode.IsControl) || len(got) > len(line) {
			t.Errorf("%q is %q", line, got)
		}
		if again := Plain(got); again != got {
			t.Errorf("%q is %q, and that is %q", line, got, again)
		}
	})
}
