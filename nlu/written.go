package nlu

import (
	"regexp"
	"strconv"
	"strings"
)

// Dates that are written out: 八月十八号, 三月份, 二零二六年.
var (
	writtenDay   = regexp.MustCompile(`([一二三四五六七八九十]{1,2})月份?([一二三四五六七八九十]{1,3})([号日])`)
	writtenMonth = regexp.MustCompile(`([一二三四五六七八九十]{1,2})月(份|到期|过期|底|初|中旬|上旬|下旬)`)
	writtenYear  = regexp.MustCompile(`二[零〇][零〇一二三四五六七八九]{2}年?`)
)

// Figures writes the dates of a text in figures, as all that reads dates expects.
func Figures(text string) string {
	text = writtenYear.ReplaceAllStringFunc(text, func(year string) string {
		return strings.NewReplacer("零", "0", "〇", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9").Replace(year)
	})
	text = writtenDay.ReplaceAllStringFunc(text, func(day string) string {
		m := writtenDay.FindStringSubmatch(day)
		return figure(m[1]) + "月" + figure(m[2]) + m[3]
	})
	return writtenMonth.ReplaceAllStringFunc(text, func(month string) string {
		m := writtenMonth.FindStringSubmatch(month)
		return figure(m[1]) + "月" + m[2]
	})
}

// figure is a number in figures.
func figure(written string) string {
	n, _ := Count(written)
	return strconv.Itoa(n)
}
