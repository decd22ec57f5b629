package index

import "unicode"

// features lists what a folded text is compared by, in the order it stands
// there: each Chinese character, each pair of neighbours, and every other word
// whole.
func features(folded string) []string {
	var out []string
	var word []rune
	var last rune // the Chinese character before, or 0
	end := func() {
		if len(word) > 0 {
			out = append(out, string(word))
			word = nil
		}
	}
	for _, r := range folded {
		switch {
		case unicode.Is(unicode.Han, r):
			end()
			out = append(out, string(r))
			if last != 0 {
				out = append(out, string([]rune{last, r}))
			}
			last = r
			continue
		case r == ' ':
			end()
		default:
			word = append(word, r)
		}
		last = 0
	}
	end()
	return out
}
