package answer

import (
	"slices"
	"strings"
	"testing"
)

// The first lines of every text are shown, whatever the others need.
func TestShare(t *testing.T) {
	long := strings.Repeat("很长的一句话。", 60)
	head, more := share([]string{long, "短的。", long})
	if !strings.Contains(head, "短的。") || len([]rune(head)) > maxReply || len([]rune(head+more)) < 2*len([]rune(long)) {
		t.Errorf("head %d characters, more %d: %s", len([]rune(head)), len([]rune(more)), head)
	}
	if head, more := share([]string{"一。", "二。"}); head != "一。\n二。" || more != "" {
		t.Errorf("short texts: %q, %q", head, more)
	}
}

func TestRooms(t *testing.T) {
	texts := []string{strings.Repeat("长", 300), "短的", strings.Repeat("长", 90)}
	if got, want := rooms(texts, 200), []int{108, 2, 90}; !slices.Equal(got, want) {
		t.Errorf("rooms: %v, want %v", got, want)
	}
}

// answered is the reply to one question of a message.
func answered(text string, titles ...string) part {
	a := Answer{Kind: KindAnswer, Text: text}
	for _, title := range titles {
		a.Sources = append(a.Sources, Source{Body: "某机关", Title: title})
	}
	return part{reply: a}
}

func TestJoin(t *testing.T) {
	asks := part{reply: Answer{Kind: KindAsk, Text: "哪个城市？", Asks: AsksPlace, Suggest: []string{"江门"}}}
	later := part{reply: Answer{Kind: KindAsk, Text: "多大？", Asks: AsksAge, Suggest: []string{"满16岁"}}}
	unknown := part{reply: Answer{Kind: KindUnknown, Text: "不知道。", Suggest: []string{"别的"}}, asked: "乙吗"}
	for _, x := range []struct {
		name    string
		parts   []part
		more    bool
		text    string
		sources string
		asks    string
	}{
		{"one below the other", []part{answered("甲。", "a"), answered("乙。", "b")}, false, "甲。\n乙。", "a b", ""},
		{"a line once", []part{answered("甲。\n核实。", "a"), answered("乙。\n核实。", "b")}, false, "甲。\n核实。\n乙。", "a b", ""},
		{"the same reply once", []part{answered("甲。", "a"), answered("甲。", "a")}, false, "甲。", "a", ""},
		{"a source once", []part{answered("甲。", "a", "b"), answered("乙。", "b", "c")}, false, "甲。\n乙。", "a b c", ""},
		{"two of each", []part{answered("甲。", "a", "b", "c"), answered("乙。", "d")}, false, "甲。\n乙。", "a b d", ""},
		{"one is not known", []part{answered("甲。", "a"), unknown, unknown}, false, "甲。\n“乙吗”这一问没有查到可靠的答案，可以换个说法再问。", "a", ""},
		{"there are more", []part{answered("甲。", "a"), answered("乙。")}, true, "甲。\n乙。\n还有几问没有答完，请接着问。", "a", ""},
		{"the first that asks", []part{answered("甲。", "a"), asks, later}, false, "甲。\n哪个城市？\n多大？", "a", AsksPlace},
	} {
		got := join(x.parts, x.more)
		var titles []string
		for _, s := range got.Sources {
			titles = append(titles, s.Title)
		}
		if got.Kind != KindAnswer || got.Text != x.text || got.Asks != x.asks || strings.Join(titles, " ") != x.sources {
			t.Errorf("%s: %s, asks %q, sources %v\n%s", x.name, got.Kind, got.Asks, titles, got.Text)
		}
	}
	if got := join([]part{unknown, answered("甲。"), asks, later}, false); !slices.Equal(got.Suggest, []string{"江门", "满16岁", "别的"}) {
		t.Errorf("what is asked back, then what is near what nothing answers: %v", got.Suggest)
	}
	told := unknown
	told.asked = ""
	if got := join([]part{told, answered("甲。")}, false); got.Suggest != nil {
		t.Errorf("what was only told is no question: %v", got.Suggest)
	}
}

// What a story was sorted by is known when its questions are weighed, also where the
// cases answered it.
func TestQuestionsKnowTheirStory(t *testing.T) {
	k, l := know(t, nil), newTestLanguage(t)
	a := New(l, func() Knowledge { return k })
	story := "我在广州番禺做保安，户口一直在老家没有迁过来，上个礼拜钱包连身份证一起丢在公交车上了，找了好几天都没有找到，心里急。补办要多少钱？要多久能拿到？"
	f, q := l.Understand(Facts{}, story, noon)
	in := a.inquire(k, Facts{}, f, q)
	if reply, err := in.reply(t.Context()); err != nil || reply.Kind != KindAnswer || len(reply.used) == 0 {
		t.Fatalf("%v, %s: %s", err, reply.Kind, reply.Text)
	}
	if in.measured == nil || len(in.matches) == 0 {
		t.Error("what it was sorted by, or what it found, is forgotten")
	}
	if p := a.partly(f, in, "要多久能拿到?", noon); p.whole != in {
		t.Error("a question of a story does not know it")
	}
}
