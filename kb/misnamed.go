package kb

import (
	"bytes"
	"io"
	"strings"
)

// otherEndings are what names end with that were meant to be an article's or its
// utterances', in any capitals, and what they should end with. The longer come first.
var otherEndings = []struct{ wrong, right string }{
	{".utterances.txt", utterancesEnd},
	{".utterance.txt", utterancesEnd},
	{".utterances", utterancesEnd},
	{".md.txt", articleEnd},
	{".markdown", articleEnd},
	{".mdown", articleEnd},
	{".mkd", articleEnd},
	{".mdx", articleEnd},
	{".md", articleEnd},
}

// rename tells what a file that is not read should be called, if it looks as if
// it should be. A plain .txt does only when it opens as an article does.
func (f folder) rename(file string) (string, bool) {
	name := strings.TrimSpace(file)
	for _, e := range otherEndings {
		if stem, ok := cutEnding(name, e.wrong); ok {
			return stem + e.right, true
		}
	}
	stem, ok := cutEnding(name, ".txt")
	return stem + articleEnd, ok && f.opensAsArticle(file)
}

// cutEnding cuts the end off a name, whatever its capitals.
func cutEnding(name, end string) (string, bool) {
	n := len(name) - len(end)
	if n <= 0 || !strings.EqualFold(name[n:], end) {
		return name, false
	}
	return name[:n], true
}

// opensAsArticle reports whether a file begins with the line of a front matter.
func (f folder) opensAsArticle(file string) bool {
	opened, err := f.fsys.Open(file)
	if err != nil {
		return false
	}
	defer opened.Close()
	start, err := io.ReadAll(io.LimitReader(opened, 6)) // a mark of UTF-8 and three strokes
	return err == nil && bytes.HasPrefix(bytes.TrimPrefix(start, []byte("\ufeff")), []byte("---"))
}
