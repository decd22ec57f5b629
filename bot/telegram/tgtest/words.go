package tgtest

import (
	_ "embed" // the words and the page of the phone
	"strings"
)

// What the phone says. It is for who tries a bot, not part of any product.
//
//go:embed phone.txt
var phoneWords string

// word is what the phone says under a key.
func word(key string) string {
	for line := range strings.Lines(phoneWords) {
		if name, text, _ := strings.Cut(strings.TrimSpace(line), "\t"); name == key {
			return text
		}
	}
	return key
}
