package phrases

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/longbridgeapp/opencc"
)

// Script is how somebody writes Chinese. The zero Script is not known yet, and
// reads simplified.
type Script string

const (
	Simplified  Script = "hans"
	Traditional Script = "hant"
)

// toTraditional writes as Hong Kong does (s2hk), because who writes to us in
// traditional characters mostly lives there. Plain s2t is nobody's hand: it
// turns 核实, 为准, 刚才 and 群众 into 覈實, 爲準, 剛纔 and 羣衆, where s2hk has
// 核實, 為準, 剛才 and 羣眾. Its 户 and 説 are those of print; people write 戶 and 說.
// Loading takes some 30 ms and 8 MB, so it waits for the first use.
var toTraditional = sync.OnceValue(func() *opencc.OpenCC { return direction("s2hk") })

// toSimplified loads in some 3 ms.
var toSimplified = sync.OnceValue(func() *opencc.OpenCC { return direction("t2s") })

// direction is nil when its dictionaries, which are part of the program, are
// broken: then nothing is converted.
func direction(name string) *opencc.OpenCC {
	cc, err := opencc.New(name)
	if err != nil {
		return nil
	}
	return cc
}

// ScriptOf tells which script the writer of a text uses: the one that more of
// its characters belong to alone. Both write 后, 里, 只 and 台, so these count
// for neither. It is "" when nothing tells: 你好, 12, 身.
func ScriptOf(text string) Script {
	balance := 0
	for _, r := range text {
		balance += lean(r)
	}
	switch {
	case balance > 0:
		return Traditional
	case balance < 0:
		return Simplified
	}
	return ""
}

// lean is 1 for a character that only traditional texts have, -1 for one that
// only simplified texts have, and 0 for any other.
func lean(r rune) int {
	if r < '㐀' { // the first Chinese character; do not load anything for OK
		return 0
	}
	lean := 0
	if changes(toSimplified(), string(r)) {
		lean++
	}
	if changes(toTraditional(), string(r)) {
		lean--
	}
	return lean
}

// changes reports whether a character never stays as it is in a direction.
func changes(cc *opencc.OpenCC, char string) bool {
	if to := convert(cc, char); to == char {
		return false
	}
	for _, dict := range cc.DictChains[0].Dicts {
		readings, err := dict.PrefixMatch(char) // its Get gives another character's
		if err == nil && slices.Contains(readings[char], char) {
			return false
		}
	}
	return true
}

// kept is what In leaves as it is: placeholders, addresses and file names.
var kept = regexp.MustCompile(`〔[^〕]*〕|https?://[^\s，。；：！？、（）“”《》]+|[\p{Han}\w-]+\.(?i:jpe?g|png|heic|webp|bmp|gif|pdf|docx?|xlsx?|txt|md|csv|zip)\b`)

// In returns a text, which is simplified, in a script. What is not Chinese,
// placeholders, addresses and file names stay as they are. It may be called
// from anywhere at any time.
func In(script Script, text string) string {
	if script != Traditional || !utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	at := 0
	for _, k := range kept.FindAllStringIndex(text, -1) {
		b.WriteString(traditional(text[at:k[0]]))
		b.WriteString(text[k[0]:k[1]])
		at = k[1]
	}
	b.WriteString(traditional(text[at:]))
	return b.String()
}

// Simplify returns what a customer wrote, in simplified characters. It may be called
// from anywhere at any time.
func Simplify(text string) string {
	if !utf8.ValidString(text) {
		return text
	}
	return convert(toSimplified(), text)
}

// traditional converts all of a text.
func traditional(text string) string { return slips.Replace(convert(toTraditional(), text)) }

// slips are what the dictionaries get wrong in our field, found by reading what
// they make of our articles: 换发 has nothing to do with hair, nor 发证 after
// 长; 是只, 单只 and 多只 are followed by 有 or 能, not by an animal; 签 is what
// one does on paper. A pair of the same stands before what it is spared from.
var slips = strings.NewReplacer(
	"換髮型", "換髮型", "換髮", "換發", "髮證", "發證", "披肩發", "披肩髮",
	"是隻", "是只", "單隻", "單只", "多隻", "多只",
	"標籤", "標籤", "籤", "簽", "簽註", "簽注",
	"週歲", "周歲", "迴音", "回音",
	"户", "戶", "説", "說", // what people in Hong Kong and Taiwan type and read
)

// convert gives the text back if it cannot be converted.
func convert(cc *opencc.OpenCC, text string) string {
	if cc == nil {
		return text
	}
	to, err := cc.Convert(text)
	if err != nil {
		return text
	}
	return to
}
