package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"huizhi/kb"
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

// folder writes texts as they are compared.
type folder struct{ synonyms *strings.Replacer }

// newFolder reads a list of synonyms. Of words that begin alike the longest
// counts; a word that others are replaced by stays as it is.
func newFolder(list []kb.Synonym) folder {
	words := map[string]string{}
	for _, s := range list {
		for _, word := range append([]string{s.Word}, s.Alike...) {
			if _, taken := words[plain(word)]; !taken {
				words[plain(word)] = plain(s.Word)
			}
		}
	}
	for word, name := range words {
		words[word] = words[name] // a folder may rename what a group is called
	}
	keys := slices.SortedFunc(maps.Keys(words), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	var pairs []string
	for _, key := range keys {
		pairs = append(pairs, key, words[key])
	}
	return folder{strings.NewReplacer(pairs...)}
}

// fold writes a text as it is compared: characters of one width and case,
// blanks for signs, one word for one thing, no filler.
func (f folder) fold(text string) string { return filler.Replace(f.synonyms.Replace(plain(text))) }

// plain has characters of one width and case, and blanks for signs.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, strings.ToLower(norm.NFKC.String(text)))
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
