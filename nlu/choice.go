package nlu

import "regexp"

// chosen is how people choose from what was offered: 第一个, [2], 3, 最后一个.
var chosen = regexp.MustCompile(`^(?:我?(?:选|要|问的?是?|就|是))*(?:[\[【(（]?([1-9])[\]】)）.、]?|第?([1-9一二三四五六])(?:个|项|条|种)|(最后)一?个|(上面那个|就这个|这个|就是这个))(?:吧|呗|的)?[。.!！]*$`)

// Choice is which of some things a message chooses by its place, from 0 on. ok is false
// for any other message.
func Choice(text string, of int) (i int, ok bool) {
	m := chosen.FindStringSubmatch(text)
	switch {
	case m == nil || of == 0:
		return 0, false
	case m[3] != "":
		return of - 1, true
	case m[4] != "":
		return 0, of == 1
	}
	n, _ := Count(m[1] + m[2])
	return n - 1, n >= 1 && n <= of
}
