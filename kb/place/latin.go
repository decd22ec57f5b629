package place

import "strings"

// maxToken is longer than any place name in pinyin; a longer token is no name.
const maxToken = 32

// latinAt reads the Latin token at a position. It returns the place the token names, if
// any, and where to read on.
func (g *Gazetteer) latinAt(text string, at int) (hit, int) {
	end := letters(text, at)
	full := compound(text, end)
	if names := g.spelled(text[at:full]); len(names) > 0 && !touchesToken(text, at, full) {
		return hit{start: at, end: full, names: names}, full
	}
	if touchesToken(text, at, end) {
		return hit{}, end
	}
	if names := g.spelled(text[at:end]); len(names) > 0 {
		return hit{start: at, end: end, names: names}, end
	}
	if names := g.abbreviated(text[at:end], text[end:]); len(names) > 0 {
		return hit{start: at, end: end, names: names, abbreviation: true}, end
	}
	return hit{}, end
}

func isLetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// letters returns the end of the run of letters at a position.
func letters(text string, at int) int {
	for at < len(text) && isLetter(text[at]) {
		at++
	}
	return at
}

// compound returns the end of a token that goes on after an apostrophe or hyphen: xi'an.
func compound(text string, end int) int {
	n := longestPrefix(text[end:], []string{"'", "’", "-"})
	if n == 0 {
		return end
	}
	return max(letters(text, end+n), end)
}

// touchesToken reports whether the letters are part of something longer, such as a file
// name, a number or an address.
func touchesToken(text string, start, end int) bool {
	return joins(text, start-1, -1) || joins(text, end, 1)
}

// joins reports whether the byte at a position, read in direction step, ties the token next
// to it to a longer one: a digit does, and so does a joint with more of the token behind it.
func joins(text string, at, step int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	if isDigit(text[at]) {
		return true
	}
	next := at + step
	return strings.IndexByte("_@.-/\\&#", text[at]) >= 0 && next >= 0 && next < len(text) && isASCIIWord(text[next])
}

func isASCIIWord(b byte) bool { return isLetter(b) || isDigit(b) }

// spelled returns the places whose pinyin is the token, with or without shi or sheng.
func (g *Gazetteer) spelled(token string) []Name {
	if len(token) < 4 || len(token) > maxToken {
		return nil
	}
	plain := strings.NewReplacer("'", "", "’", "", "-", "").Replace(strings.ToLower(token))
	if isSyllable(plain) && plain == strings.ToLower(token) {
		return nil
	}
	if names := g.names.pinyin[plain]; len(names) > 0 {
		return names
	}
	for _, suffix := range []string{"shi", "sheng"} {
		if stem, ok := strings.CutSuffix(plain, suffix); ok && len(stem) >= 4 {
			if names := g.names.pinyin[stem]; len(names) > 0 {
				return names
			}
		}
	}
	return nil
}

// isSyllable reports whether a name's pinyin reads as one syllable of ordinary speech, so
// that only the spelling with an apostrophe is sure: xian is also 先, jian 件, luan 乱.
func isSyllable(plain string) bool {
	switch plain {
	case "xian", "jian", "luan", "liuan":
		return true
	}
	return false
}

// abbreviated returns the places with these two initials: SZ as typed, sz only where the
// next word shows that a place is meant.
func (g *Gazetteer) abbreviated(token, tail string) []Name {
	if len(token) != 2 {
		return nil
	}
	upper := strings.ToUpper(token)
	if isCommonToken(upper) {
		return nil
	}
	if token != upper && !hasAnyPrefix(tail, []string{"这边", "那边", "这里", "那里", "市", "办", "户", "人", "本地", "身份证", "居住证"}) {
		return nil
	}
	return g.names.initials[upper]
}

// isCommonToken lists two-letter tokens that people use for other things than cities.
func isCommonToken(upper string) bool {
	switch upper {
	case "ID", "OK", "PS", "QQ", "VX", "WX", "HI", "PC", "AI", "TV", "IT", "UI", "IP", "AM", "PM", "VR", "IC", "CT",
		"DV", "HR", "KB", "MB", "GB", "CM", "MM", "PX", "XX", "YY", "SB", "NB", "TM", "MD", "WC", "NM", "CN", "HK",
		"HD", "SD", "LV", "GG", "DD", "BB", "TT", "JJ", "HH", "SS", "LL", "PP", "KK", "US", "UK", "EU",
		"IN", "ON", "AT", "TO", "BY", "MY", "ME", "WE", "IS", "IF", "OR", "SO", "DO", "HE", "AS", "AN", "NO", "GO", "UP",
		"XS", "XL", "HP", "GA", "GT", "SM", "CP", "BT", "PK", "NG", "DJ", "CC":
		return true
	}
	return false
}
