package index

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxText is how many characters of a query are read. Nobody asks a longer
// question, and time must not depend on what is pasted.
const maxText = 400

// filler is what questions hold without asking anything. A longer word stands
// before a shorter one that begins it.
var filler = strings.NewReplacer(
	"我想问一下", "", "我想请问", "", "我想问", "", "想问一下", "", "问一下", "", "想问", "",
	"请问一下", "", "请问", "", "麻烦问下", "", "麻烦", "", "您好", "", "你好", "", "谢谢", "",
	"吗", "", "呢", "", "啊", "", "的", "", "了", "", "呀", "", "吧", "", "嘛", "", "哦", "", "喔", "", "哈", "",
)

// fold writes a text as it is compared: characters of one width and case,
// blanks for signs, no filler.
func fold(text string) string {
	text = strings.ToLower(norm.NFKC.String(text))
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, text)
	return filler.Replace(text)
}

// cut returns the first n characters of a text.
func cut(text string, n int) string {
	for i := range text {
		if n--; n < 0 {
			return text[:i]
		}
	}
	return text
}
