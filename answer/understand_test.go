package answer

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huizhi/kb"
	"huizhi/kb/kbtest"
	"huizhi/nlu"
)

// noon is when all test conversations take place.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func newTestLanguage(t testing.TB) *Language {
	t.Helper()
	words, places := kbtest.Vocabulary(t)
	l, err := NewLanguage(words, places)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// summary writes what was understood in one line: place; services; age; who
// they are; aspects.
func summary(f Facts, q nlu.Reading) string {
	join := func(parts ...string) string { return strings.Join(strings.Fields(strings.Join(parts, " ")), " ") }
	var places, aspects, services, who []string
	for _, p := range f.Places {
		places = append(places, string(p))
	}
	for _, s := range f.Services {
		services = append(services, string(s))
	}
	if q.Generic && f.Services == nil {
		services = []string{"any"}
	}
	for _, h := range f.Homes {
		who = append(who, string(h))
	}
	if f.NotHome != "" {
		who = append(who, "not "+string(f.NotHome))
	}
	for _, h := range f.Household {
		who = append(who, string(h))
	}
	for _, a := range q.Aspects {
		aspects = append(aspects, string(a))
	}
	return strings.Join([]string{
		join(places...), join(services...), span(f.Ages), join(who...), join(append(aspects, q.Channel, q.Paper)...),
	}, "; ")
}

func span(a kb.Ages) string {
	switch {
	case a.Any():
		return ""
	case a.Min <= 0:
		return "<" + itoa(a.Top()+1)
	case a.Max == 0:
		return itoa(a.Min) + "+"
	case a.Min == a.Max:
		return itoa(a.Min)
	}
	return itoa(a.Min) + "-" + itoa(a.Max)
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

func TestUnderstand(t *testing.T) {
	l := newTestLanguage(t)
	for _, tt := range []struct{ text, want string }{
		// place, service, household
		{"外地人可以在江门办理身份证吗?", "江门市; any; ; other_city other_province; can"},
		{"顺德能给外省人换身份证吗", "顺德区; renew damaged; ; other_province; can"},
		{"我湖北的，人在东莞，身份证掉了怎么补", "东莞市; lost; ; 湖北省; how"},
		{"非深户小孩第一次在深圳办身份证，需要哪些材料", "深圳市; first; <16; not 深圳市; bring"},
		{"深户到期换证要给钱吗", "深圳市; renew; ; 深圳市; fee"},
		{"丢了补一张，深户和非深户收的钱一样吗", "深圳市; lost; ; ; fee"},
		{"我是本地户口，在佛山换身份证带什么", "佛山市; renew damaged; ; 佛山市; bring"},
		{"SZ办身份证照片回执多久过期", "深圳市 苏州市 宿州市 朔州市 绥州市; receipt; ; ; validity"},
		{"重庆的身份证照片回执能用多久", "重庆市; receipt; ; ; validity"},
		{"粤居码怎么换身份证", "广东省; renew damaged; ; ; where 网办"},
		{"南京河西的,身份证2027年4月到期,江苏到底是几个月前能换", "南京市; renew; ; ; can"},
		{"在佛山丢了证,下周还要出差去长沙,怎么补", "佛山市; lost; ; ; how"},
		{"海口这边跟广东一样要自己弄照片回执吗", "海口市; receipt; ; ; "},
		{"户口在湛江,跟老公在茂名高州开店,一天睡三个钟头,荔枝季最忙。女儿三岁半第一次办身份证,网上说要回户籍地。是不是真的必须回湛江?", "高州市; first; 3; 湛江市 湛江市; "},
		// services
		{"身份证过期了怎么补办", "; renew; ; ; how"},
		{"身份证消磁了多少钱", "; damaged; ; ; fee"},
		{"换身份证期间能办临时身份证吗", "; temporary; ; ; can"},
		{"补办身份证需要照片回执吗", "; lost; ; ; bring 相片回执"},
		{"驾驶证回执有效期多久", "; receipt; ; ; validity"},
		{"我要补换领身份证，带什么", "; renew damaged lost; ; ; bring"},
		// ages
		{"孩子一岁半办身份证", "; first; 1; ; how"},
		{"我儿子三年级，身份证丢了", "; lost; 8-10; ; "},
		{"刚满16，要多久拿到身份证", "; any; 16; ; time"},
		{"身份证不满3个月到期能换吗", "; renew; ; ; lead"},
		{"满16了再去换身份证可以用自助机吗", "; renew damaged; 16+; ; where 自助机"},
		{"十六岁以下换身份证谁去", "; renew damaged; <16; ; who"},
		{"我今年46了，换的新证是多少年的", "; ; 46; ; validity"},
		{"二十五岁办的身份证有效期几年", "; any; 25; ; validity"},
		{"奶奶身份证到期换，要本人去吗", "; renew; 46+; ; who"},
		{"大学生在潮州身份证丢了", "潮州市; lost; 16+; ; "},
		{"未满16周岁能用自助机换身份证吗", "; renew damaged; <16; ; where 自助机"},
		// spellings
		{"外省小朋友可以喺東莞第一次辦身份證嗎?", "东莞市; first; <16; other_province; can"},
		{"waidiren zai foshan bu shenfenzheng yao duojiu", "佛山市; lost; ; other_city other_province; time"},
		{"hi, my ID card 快 expire 了,人在 Guangzhou,怎么 renew?", "广州市; renew; ; ; how"},
		{"广洲身份正过期了要怎麽换", "广州市; renew; ; ; how"},
		{"零时身份证有效其多久", "; temporary; ; ; validity"},
		{"江门\u200b身份证\u202e丢了　多少钱", "江门市; lost; ; ; fee"},
		// aspects
		{"广州身份证提前多久可以换", "广州市; renew; ; ; lead"},
		{"在河南身份证还有5个月到期，能提前换吗", "河南省; renew; ; ; lead"},
		{"换身份证多久能拿到", "; renew damaged; ; ; time"},
		{"珠海去哪里预约办身份证", "珠海市; any; ; ; where 预约"},
		{"我看网上说惠州不支持外地人首次办身份证", "惠州市; first; ; other_city other_province; can"},
		{"成都办异地身份证有什么条件", "成都市; any; ; other_city other_province; can"},
	} {
		f, q := l.Understand(Facts{}, tt.text, noon)
		got := summary(f, q)
		if strings.HasPrefix(tt.text, "SZ") { // the list of candidates is place's business
			got, tt.want = cutPlaces(got), cutPlaces(tt.want)
			if !f.Unsure {
				t.Errorf("%s: an abbreviation is taken for sure", tt.text)
			}
		}
		if got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.text, got, tt.want)
		}
	}
}

func cutPlaces(s string) string { return s[strings.Index(s, ";"):] }

func TestFollowUps(t *testing.T) {
	l := newTestLanguage(t)
	for _, tt := range []struct {
		turns []string
		want  string
	}{
		{[]string{"外省户口能在中山第一次办身份证吗?", "那小孩呢?"}, "中山市; first; <16; other_province; can"},
		{[]string{"身份证到期在佛山怎么换", "如果是丢了呢"}, "佛山市; lost; ; ; how"},
		{[]string{"在深圳换身份证要带什么", "换成东莞"}, "东莞市; renew damaged; ; ; bring"},
		{[]string{"身份证丢了，在珠海怎么补", "要多少钱"}, "珠海市; lost; ; ; fee"},
		{[]string{"深户到期换证要给钱吗", "换成东莞"}, "东莞市; renew; ; 深圳市; fee"},
		{[]string{"我女儿6岁", "想给她办身份证", "去哪里预约呢"}, "; first; 6; ; where 预约"},
		{[]string{"我是本地户口，东莞换身份证多少钱", "那深圳呢"}, "深圳市; renew damaged; ; 东莞市; fee"},
		{[]string{"广东办身份证要照片回执吗", "那江西南昌呢"}, "南昌市; receipt; ; ; can"},
		{[]string{"我5岁的女儿在江门第一次办身份证带什么", "我自己的身份证丢了带什么"}, "江门市; lost; ; ; bring"},
		{[]string{"东莞换身份证多少钱", "不对，是佛山"}, "佛山市; renew damaged; ; ; fee"},
		// a place named later is whose they are, unless they say that they are there, correct or compare
		{[]string{"身份证丢了,人在佛山", "江苏徐州"}, "佛山市; lost; ; 徐州市; "},
		{[]string{"身份证丢了,人在佛山", "我在徐州"}, "徐州市; lost; ; ; "},
		{[]string{"广州身份证丢了", "打错了,杭州"}, "杭州市; lost; ; ; "},
		{[]string{"广州身份证丢了", "那北京呢"}, "北京市; lost; ; ; "},
		{[]string{"广州照片回执多少钱", "江苏徐州"}, "徐州市; receipt; ; ; fee"},
		{[]string{"东莞的自助机,江西的能用吗"}, "东莞市; ; ; 江西省; where 自助机"},
		{[]string{"北京孩子没北京户口能办身份证吗", "河北张家口的户口"}, "北京市; first; <16; 张家口市; can"},
		{[]string{"海口身份证到期怎么换", "我是黑龙江来养老的"}, "海口市; renew; ; 黑龙江省; "},
		// whether a receipt is needed is asked aside
		{[]string{"天津我儿子12岁第一次办身份证", "要回执吗", "要多久"}, "天津市; first; 12; ; time"},
		{[]string{"天津我儿子12岁第一次办身份证", "要回执吗", "去哪拍"}, "天津市; receipt; 12; ; where"},
		// a place named beside the city where they apply does not move them
		{[]string{"长沙身份证明年3月到期能换了不", "广东不是半年吗"}, "长沙市; renew; ; ; "},
		{[]string{"我17,深圳第一次办身份证", "外地的 广西"}, "深圳市; first; 17; 广西壮族自治区 other_city other_province; how"},
		{[]string{"深圳身份证丢了要带什么", "那湖南呢"}, "湖南省; lost; ; ; bring"},
		{[]string{"中山办身份证回执多少钱", "我填的是广东省"}, "中山市; receipt; ; ; "},
		{[]string{"东莞自助机能换身份证吗", "贵州的,27岁"}, "东莞市; renew damaged; 27; 贵州省; where 自助机"},
		{[]string{"东莞自助机能换身份证吗", "我现在在惠州"}, "惠州市; renew damaged; ; ; where 自助机"},
		// days, times and sums are of what is spoken of
		{[]string{"上海身份证明年5月到期能换吗", "5月28"}, "上海市; renew; ; ; lead"},
		{[]string{"广州回执能放多久", "我6月1号拍的"}, "广州市; receipt; ; ; validity"},
		{[]string{"珠海8岁首次办身份证", "五年是吧"}, "珠海市; first; 8; ; validity"},
		{[]string{"珠海8岁首次办身份证", "免费的吧"}, "珠海市; first; 8; ; fee"},
		{[]string{"汕头改名字了身份证要换吗", "20还是40"}, "汕头市; change; ; ; fee"},
		// another case is a case of its own, a case told more of is not
		{[]string{"北京孩子第一次办身份证多少钱", "我自己的丢了也在这补"}, "北京市; lost; ; ; "},
		{[]string{"东莞办身份证收多少钱", "孩子第一次办"}, "东莞市; first; <16; ; fee"},
		// who lost it says 没身份证 too
		{[]string{"三亚身份证丢了", "酒店说没身份证不让住"}, "三亚市; lost; ; ; "},
		{[]string{"我12岁的儿子在惠州丢了身份证带什么", "他18岁的话呢"}, "惠州市; lost; 18; ; bring"},
	} {
		var f Facts
		var q nlu.Reading
		for _, turn := range tt.turns {
			f, q = l.Understand(f, turn, noon)
		}
		if got := summary(f, q); got != tt.want {
			t.Errorf("%s\n got %s\nwant %s", strings.Join(tt.turns, " / "), got, tt.want)
		}
	}
}

func TestFactsFade(t *testing.T) {
	l := newTestLanguage(t)
	f, _ := l.Understand(Facts{}, "我12岁的女儿在江门第一次办身份证", noon)
	next, _ := l.Understand(f, "要多少钱", noon.Add(fadeAfter-time.Minute))
	if next.Services == nil || next.Ages.Any() {
		t.Error("the subject was forgotten during the conversation")
	}
	next, _ = l.Understand(f, "要多少钱", noon.Add(fadeAfter+time.Minute))
	if next.Services != nil || !next.Ages.Any() {
		t.Error("the subject outlived a long pause")
	}
	if !slices.Equal(next.Places, f.Places) {
		t.Error("the place was forgotten after a pause")
	}
}

func FuzzUnderstand(f *testing.F) {
	l := newTestLanguage(f)
	for _, text := range []string{"外地人可以在江门办理身份证吗?", "那小孩呢", "SZ", "", "\xff\xfe", "还有5个月到期", "十六岁", "\u202e身份证", "广州照片回执认不认，小孩不用监护人陪同吧"} {
		f.Add(text, text)
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		facts, q := l.Understand(Facts{}, first, noon)
		again, q2 := l.Understand(Facts{}, first, noon)
		if q.Text != q2.Text || !slices.Equal(facts.Places, again.Places) {
			t.Errorf("%q is understood in two ways", first)
		}
		facts, _ = l.Understand(facts, second, noon)
		for _, p := range facts.Places {
			if _, ok := l.places.Place(p); !ok {
				t.Errorf("%q / %q: no such place: %s", first, second, p)
			}
		}
		if facts.Ages.Min > facts.Ages.Top() {
			t.Errorf("%q / %q: ages %v", first, second, facts.Ages)
		}
	})
}
