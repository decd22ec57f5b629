package place

import "strings"

// householdWords are the words for where a person's household is.
func householdWords() []string {
	return []string{
		"户口", "户籍", "户口地", "户籍地", "户口所在地", "户籍所在地", "户籍地址", "户口本", "户口簿", "老家", "籍贯", "来自",
	}
}

// linkWords may stand between such a word and the place: 户口一直在湖南.
func linkWords() []string {
	return []string{"是", "在", "上", "为", "属于", "属", "于", "还", "都", "就", "也", "落", "一直", "目前", "现在", "仍然", "仍", "没迁", "没有迁", "没转", "没动", "没迁,", "没有迁,", "没转,", "没动,", "没迁过来,", ":", "：", " "}
}

// household returns the length of the words in the tail that make the place the seat of a
// household: 户口, 本地户籍, 那旮沓的户口, 户, 籍. It is 0 if there are none.
func (c clause) household() int {
	rest := trimAnyPrefix(c.tail, []string{
		"省", "市", "县", "区", "州", "那旮沓", "那旮旯", "那嘎达", "那边", "那里", "那儿", "这边", "这里",
		"本地", "当地", "农村", "城镇", "集体", "居民", "兵团", "老家", "的", " ",
	})
	n := longestPrefix(rest, []string{"户口", "户籍", "籍", "户"})
	if n == 0 || hasAnyPrefix(rest, notHousehold()) {
		return 0
	}
	gap := c.tail[:len(c.tail)-len(rest)]
	if strings.HasSuffix(gap, " ") && c.leadsOn(rest[n:]) {
		return 0
	}
	return len(gap) + n
}

// notHousehold are words that start like 户口 and 户籍 but name an office or a thing.
func notHousehold() []string {
	return []string{
		"户政", "户外", "户型", "户主", "户均", "户部",
		"户籍科", "户籍室", "户籍窗口", "户籍大厅", "户籍中心", "户籍部门", "户籍民警", "户籍警", "户籍业务", "户籍派出所",
		"户口业务", "户口窗口", "户口大厅", "户口科",
	}
}

// leadsOn reports whether the words after 户口 lead to the next place: 深圳 户口在湖南.
func (c clause) leadsOn(rest string) bool {
	return !c.last && (rest == "" || rest == "在" || rest == "是")
}

// people returns the length of 人 or 妹子 in the tail where it means people from the place, and 0
// for 人民, 人才, 人像采集 and other words that start with it.
func (c clause) people() int {
	rest := trimAnyPrefix(c.tail, []string{"本地", "那边", "那里", "的"})
	if n := longestPrefix(c.tail, []string{"妹子", "妹", "仔", "佬", "姑娘", "小伙", "老乡"}); n > 0 {
		return n
	}
	if !strings.HasPrefix(rest, "人") || hasAnyPrefix(rest, []string{
		"人民", "人才", "人社", "人口", "人多", "人工", "人均", "人流", "人事", "人行", "人力", "人像", "人证", "人脸", "人大", "人少", "人山",
	}) {
		return 0
	}
	return len(c.tail) - len(rest) + len("人")
}

// trimAnyPrefix removes words from the start of s as long as there are any.
func trimAnyPrefix(s string, words []string) string {
	for {
		n := longestPrefix(s, words)
		if n == 0 {
			return s
		}
		s = s[n:]
	}
}

// trimAnySuffix removes words from the end of s as long as there are any.
func trimAnySuffix(s string, words []string) string {
	for {
		n := longestSuffix(s, words)
		if n == 0 {
			return s
		}
		s = s[:len(s)-n]
	}
}
