package nlu

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/text/unicode/norm"

	"huizhi/kb/place"
	"huizhi/personal"
)

// maxText is how much of a message is read, in bytes. Nobody's question is
// longer; a pasted novel is cut.
const maxText = 1500

// normalizer brings a message into the one spelling that all recognisers read.
type normalizer struct {
	simplify *opencc.OpenCC
	lexicon  *lexicon
	places   *place.Gazetteer
}

func newNormalizer(l *lexicon, places *place.Gazetteer) (*normalizer, error) {
	simplify, err := opencc.New("t2s")
	return &normalizer{simplify: simplify, lexicon: l, places: places}, err
}

// normalize masks personal numbers first and then folds: full width, 繁→简,
// capitals, dialect, slips, blanks between Chinese characters. Two capitals
// standing alone keep their case: they may abbreviate a city.
//
// said is what it began with: masked, full width folded and simplified.
func (n *normalizer) normalize(raw string) (text, said string, found personal.Kinds) {
	text = strings.ToValidUTF8(cut(raw, maxText), "")
	text, found = personal.Mask(text)
	text = cut(norm.NFKC.String(strings.Map(visible, text)), maxText) // one sign may fold to many
	if simple, err := n.simplify.Convert(text); err == nil {
		text = simple
	}
	said = text
	text = n.fromPinyin(lower(pauses(text)))
	text = n.lexicon.english.ReplaceAllStringFunc(text, func(word string) string { return n.lexicon.toChinese[word] })
	text = n.lexicon.replace.Replace(text)
	return Figures(n.whole(squeeze(text))), said, found
}

// cut shortens s to at most n bytes without splitting a character.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// visible drops what cannot be seen: zero-width, bidi and control characters.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unicode.Is(unicode.Cf, r), unicode.IsControl(r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	}
	return r
}

// lower folds ASCII capitals, except a pair of them standing alone among Chinese.
func lower(s string) string {
	b := []byte(s)
	for i := 0; i < len(b); i++ {
		j := i
		for j < len(b) && isLetter(b[j]) {
			j++
		}
		if j-i != 2 || !isUpper(b[i]) || !isUpper(b[i+1]) || latinAhead([]rune(string(b[j:min(j+4, len(b))]))) {
			copy(b[i:j], strings.ToLower(string(b[i:j])))
		}
		i = max(i, j-1)
	}
	return string(b)
}

func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLetter(c byte) bool { return isUpper(c) || 'a' <= c && c <= 'z' }

// squeeze drops blanks except those between two Latin words or numbers.
func squeeze(s string) string {
	rs := []rune(strings.TrimSpace(s))
	var b strings.Builder
	for i, r := range rs {
		if r != ' ' {
			b.WriteRune(r)
			continue
		}
		if i+1 < len(rs) && rs[i-1] < unicode.MaxASCII && rs[i-1] != ' ' && latinAhead(rs[i+1:]) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// latinAhead reports whether the next visible character is ASCII.
func latinAhead(rs []rune) bool {
	for _, r := range rs {
		if r != ' ' {
			return r < unicode.MaxASCII
		}
	}
	return false
}

// fromPinyin reads messages typed in pinyin. It needs two words of the list,
// so that English with a stray "bu" in it is left alone.
func (n *normalizer) fromPinyin(text string) string {
	if strings.ContainsFunc(text, IsHan) {
		return latin.ReplaceAllStringFunc(syllables.ReplaceAllStringFunc(text, n.runAmongChinese), n.amongChinese)
	}
	tokens, known := strings.Fields(text), 0
	for i, t := range tokens {
		if word, ok := n.spell(strings.Trim(t, "?!.,")); ok {
			tokens[i] = word
			known++
		}
	}
	if known < 2 {
		return text
	}
	return strings.Join(tokens, " ")
}

// latin is a run of letters that is long enough for a word in pinyin.
var latin = regexp.MustCompile(`[a-z]{5,}`)

// amongChinese reads a word in pinyin that stands among characters: 怎么查jindu.
func (n *normalizer) amongChinese(word string) string {
	if len(n.places.Find(word)) > 0 {
		return word // hetian is a place, not 和 and 天
	}
	if out, ok := n.spell(word); ok {
		return out
	}
	return word
}

// syllables is a run of short words: yao duo shao qian.
var syllables = regexp.MustCompile(`[a-z]+(?: [a-z]+)+`)

// runAmongChinese reads a run of words if all of it is pinyin.
func (n *normalizer) runAmongChinese(run string) string {
	if out, ok := n.spell(strings.ReplaceAll(run, " ", "")); ok {
		return out
	}
	return run
}

// maxSpelled is how many letters of pinyin are read as one token.
const maxSpelled = 40

// spell turns a token that is made of listed syllables into characters. Of
// syllables that begin alike the longest counts, if the rest can be spelled too.
func (n *normalizer) spell(token string) (string, bool) {
	if len(token) > maxSpelled {
		return "", false
	}
	spelled := make([]string, len(token)+1)
	ok := make([]bool, len(token)+1)
	ok[len(token)] = true
	for at := len(token) - 1; at >= 0; at-- {
		for end := len(token); end > at && !ok[at]; end-- {
			if word, known := n.lexicon.pinyin[token[at:end]]; known && ok[end] {
				spelled[at], ok[at] = word+spelled[end], true
			}
		}
	}
	return spelled[0], ok[0]
}

// IsHan reports a Chinese character.
func IsHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// whole reads a message of a word or two: 换。
func (n *normalizer) whole(text string) string {
	if word, ok := n.lexicon.alone[around.ReplaceAllString(text, "")]; ok {
		return word
	}
	return text
}

// around is what people put around a single word.
var around = regexp.MustCompile(`^(?:嗯|哦|那|是|就|,)+|(?:的|了|吧|呀|啊|呗|[,。!?])+$`)

// pauses puts commas where people type blanks for them, between words of Chinese.
func pauses(text string) string {
	text = between.ReplaceAllString(between.ReplaceAllString(text, "$1,$2"), "$1,$2") // 请问 身份证 到期
	return bareAge.ReplaceAllString(text, "$1,$2,$3")
}

// bareAge is a number that may be an age, between blanks and before no unit: 在我这住 65
// 身份证丢了.
var bareAge = regexp.MustCompile(`(\p{Han}) *(\d{1,2}) +([^\P{Han}岁周个年月天日号块元张次点寸位开本份分楼层路级代后的]\p{Han})`)

// between is a blank with two characters on both sides: 身 份 证 is spaced out.
var between = regexp.MustCompile(`(\p{Han}{2}) +(\p{Han}\p{Han})`)
