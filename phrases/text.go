package phrases

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Lines puts texts below each other, leaving out empty ones.
func Lines(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return strings.TrimSpace(s) == "" }), "\n")
}

// Sentence closes a text with a full stop if it has no closing mark.
func Sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], "?!") {
		return s
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	if strings.ContainsRune("。！？；：）…", r) {
		return s
	}
	return s + "。"
}
