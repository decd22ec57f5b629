package personal

import "strings"

// Kinds is a set of kinds of personal numbers.
type Kinds uint8

// The kinds that Mask knows.
const (
	IDNumber Kinds = 1 << iota // a resident ID number, of 18 or of 15 digits
	Mobile                     // a Chinese mobile phone number
)

// Has reports whether all kinds of o are in the set.
func (k Kinds) Has(o Kinds) bool { return k&o == o }

// What stands in a masked text in place of a number.
const (
	IDPlaceholder     = "〔id〕"
	MobilePlaceholder = "〔phone〕"
)

// Mask replaces every ID number and mobile number in text, in whatever
// spelling, and reports what kinds it found. Everything else stays as it is,
// byte for byte; masking twice is masking once.
func Mask(text string) (masked string, found Kinds) {
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
	if k == Mobile {
		return MobilePlaceholder
	}
	return IDPlaceholder
}
