package personal

import "strings"

// Kinds is a set of kinds of personal numbers.
type Kinds uint8

// The kinds that Mask knows.
const (
	IDNumber Kinds = 1 << iota // a resident ID number, also one digit short
	Mobile                     // a Chinese mobile phone number
	Card                       // a bank card's
	Permit                     // a passport's or a travel permit's
)

// Has reports whether all kinds of o are in the set.
func (k Kinds) Has(o Kinds) bool { return k&o == o }

// What stands in a masked text in place of a number.
const (
	IDPlaceholder     = "〔id〕"
	MobilePlaceholder = "〔phone〕"
	CardPlaceholder   = "〔card〕"
)

// Mask replaces every personal number in text, those of digits in whatever
// spelling, and reports what kinds it found. Everything else stays as it is,
// byte for byte; masking twice is masking once.
func Mask(text string) (masked string, found Kinds) {
	text, found = maskDigits(text)
	text, permit := maskPermits(text)
	if permit {
		found |= Permit
	}
	return text, found
}

// maskDigits hides the numbers that are digits alone.
func maskDigits(text string) (masked string, found Kinds) {
	spans := find(scan(text))
	if len(spans) == 0 {
		return text, 0
	}
	var out strings.Builder
	done := int32(0)
	for _, s := range spans {
		out.WriteString(text[done:s.start])
		out.WriteString(placeholder(s.kind))
		found |= s.kind
		done = s.end
	}
	out.WriteString(text[done:])
	return out.String(), found
}

func placeholder(k Kinds) string {
	switch k {
	case Mobile:
		return MobilePlaceholder
	case Card:
		return CardPlaceholder
	}
	return IDPlaceholder
}
