package place

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

func hasAnyPrefix(s string, prefixes []string) bool { return longestPrefix(s, prefixes) > 0 }

func hasAnySuffix(s string, suffixes []string) bool { return longestSuffix(s, suffixes) > 0 }

// longestPrefix returns the length of the longest of prefixes that s starts with.
func longestPrefix(s string, prefixes []string) int {
	n := 0
	for _, p := range prefixes {
		if len(p) > n && strings.HasPrefix(s, p) {
			n = len(p)
		}
	}
	return n
}

// longestSuffix returns the length of the longest of suffixes that s ends with.
func longestSuffix(s string, suffixes []string) int {
	n := 0
	for _, p := range suffixes {
		if len(p) > n && strings.HasSuffix(s, p) {
			n = len(p)
		}
	}
	return n
}

// namesSomethingElse reports whether what follows turns any name into the name of a street
// (中山西路), a language (广东话) or a dish (湖南菜).
func namesSomethingElse(tail string) bool {
	return isStreet(tail) || isSpeech(tail) ||
		hasAnyPrefix(tail, []string{"菜", "火锅", "拉面", "米粉", "烤鸭", "小吃"})
}

func isSpeech(tail string) bool {
	return strings.HasPrefix(tail, "话") && !hasAnyPrefix(tail, []string{"话费", "话题"})
}

// isStreet recognises 路, 街, 大道 and 巷 with an optional direction or number before them,
// but not 路过, 街道 and the like, which follow the name of a place.
func isStreet(tail string) bool {
	if r, size := utf8.DecodeRuneInString(tail); strings.ContainsRune("东西南北中一二三四五六环", r) {
		tail = tail[size:]
	}
	if hasAnyPrefix(tail, []string{"路过", "路上", "路费", "路途", "路程", "路边", "路口", "街道", "街上", "街边", "街坊"}) {
		return false
	}
	return hasAnyPrefix(tail, []string{"路", "街", "大街", "大道", "巷"})
}

// isTown reports whether the name is only the first part of a town's: half the counties of
// China have a 新兴镇 or a 城关镇, and it tells nothing about the city.
func isTown(tail string) bool {
	return hasAnyPrefix(tail, []string{"镇", "乡", "村", "街道"}) &&
		!hasAnyPrefix(tail, []string{"镇上", "镇区", "镇街", "乡下", "乡镇", "村里"})
}

// asksForPlace reports whether the words around a weak name ask for a place: 在光明,
// 光明派出所, or the name alone before the first comma: 紫金，儿子读初二.
func asksForPlace(head, tail string) bool {
	return endsAtPlace(head) || head == "" && opens(tail) || hasAnyPrefix(tail, []string{
		"户口", "户籍", "身份证", "居住证", "派出所", "公安局", "公安分局", "行政服务", "政务", "办证", "这边", "那边", "这里", "本地", "农村", "乡下", "街坊", "镇上",
	})
}

// opens reports whether a name at the very start of a text stands for itself: a comma or a
// blank follows, or what people do at a place.
func opens(tail string) bool {
	r, _ := utf8.DecodeRuneInString(tail)
	return tail != "" && (unicode.IsSpace(r) || unicode.IsPunct(r)) ||
		hasAnyPrefix(tail, []string{"打工", "上班", "工作", "的,", "的，", "人,", "人，", "能", "可以", "怎么", "办", "补", "换"})
}

// endsAtPlace reports whether head ends in a word that a place follows (在, 到, 来, 回 ...)
// and not in one that merely ends the same way (现在, 收到, 本来).
func endsAtPlace(head string) bool {
	if hasAnySuffix(head, []string{
		"现在", "正在", "存在", "实在", "所在", "内在", "外在",
		"看到", "收到", "得到", "遇到", "达到", "找到", "见到", "想到", "感到",
		"本来", "原来", "后来", "出来", "起来", "看来", "下来", "用来", "新来",
		"出去", "过去", "失去", "来回", "找回", "撤回", "取回", "退回",
	}) {
		return false
	}
	if hasAnySuffix(strings.ToLower(head[max(0, len(head)-len(" in ")):]), []string{" in ", " at ", " to "}) {
		return true
	}
	return hasAnySuffix(head, []string{"在", "到", "来", "去", "回", "往", "搁", "赴", "驻", "住"})
}

// abbreviates reports whether a single character such as 深 or 粤, standing between head
// and tail, is short for a place: 深户, 湘籍, 在莞打工; but not 深处, 新来, 惠户政.
func abbreviates(head, tail string) bool {
	if strings.HasPrefix(tail, "户") || strings.HasPrefix(tail, "籍") {
		return !hasAnyPrefix(tail, []string{"户政", "户外", "户型"}) &&
			!hasAnySuffix(head, []string{"普", "特", "优", "实", "互", "受", "水", "加"})
	}
	return endsAtPlace(head) && endsWord(tail)
}

// endsWord reports whether a new word surely starts with tail.
func endsWord(tail string) bool {
	r, _ := utf8.DecodeRuneInString(tail)
	if tail == "" || unicode.IsSpace(r) || unicode.IsPunct(r) {
		return true
	}
	return hasAnyPrefix(tail, []string{
		"办", "补", "换", "的", "工作", "务工", "打工", "上班", "上学", "居住", "读", "拍", "照相", "拿", "取证", "领",
		"怎么", "能", "可以", "要", "有", "没", "人员", "就业", "就读", "生活", "多年", "这边", "那边", "了", "吗",
	})
}
