package answer

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"huizhi/nlu"
	"huizhi/phrases"
)

// Every feature has its weight and every weight its feature, and they are few
// enough to be read.
func TestWaysAreWeighedByWhatIsKnown(t *testing.T) {
	k, l := know(t, nil), newTestLanguage(t)
	a := New(l, func() Knowledge { return k })
	seen := map[string]bool{}
	note := func(s *Scene) {
		for _, w := range s.ways(func(features) map[Sort]float64 { return nil }) {
			for name := range w.features {
				seen[name] = true
			}
		}
	}
	for _, turns := range [][]string{{"江门身份证丢了补办多少钱"}, {"江门身份证丢了补办多少钱", "要多久"}} {
		s, ok, err := a.Scene(t.Context(), turns, time.Now())
		if err != nil || !ok {
			t.Fatal(turns, ok, err)
		}
		note(s)
	}
	story := "我在广州番禺做保安，户口一直在老家没有迁过来，上个礼拜钱包连身份证一起丢在公交车上了，找了好几天都没有找到，心里急。补办要多少钱？要多久能拿到？"
	questions, err := a.Questions(t.Context(), []string{story}, time.Now())
	if err != nil || len(questions) != 2 {
		t.Fatal(len(questions), err)
	}
	for _, q := range questions {
		note(q.Scene)
	}
	names := slices.Sorted(slices.Values(l.weigher.ways.Names))
	if got := slices.Sorted(maps.Keys(seen)); !slices.Equal(got, names) || len(names) > 75 {
		t.Errorf("%d weights for %d features:\n%q\n%q", len(names), len(got), names, got)
	}
}

// Acts in plain words are understood, or a button offers them; only the closed
// grammar calls a person.
func TestActsInPlainWords(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for text, want := range map[string]Sort{
		"帮我弄张中山的照片回执呗": Ordering, "把我的资料都删了": Erase, "我要退款": Refund, "找个活人": Person,
		"江门身份证丢了补办多少钱 / 把我孩子的照片删了": Erase,
	} {
		got := talk(t, a, strings.Split(text, " / ")...)
		if got.Act != want || len(got.Sources) > 0 {
			t.Errorf("%s: %q, want %q: %s", text, got.Act, want, got.Text)
		}
	}
	for _, text := range []string{"不用转人工，我就问照片回执多少钱", "客服说我刘海挡眉了，夹上去就行吗", "自助机是人工审核吗", "别给我叫人工，我就想知道江门补证多少钱"} {
		if got := talk(t, a, text); got.Kind == KindHandoff {
			t.Errorf("%s calls a person", text)
		}
	}
}

// Who tells where they are registered and asks about another office is not answered
// with what was spoken of before.
func TestAnotherOfficeInTalk(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, text := range []string{"江门身份证到期换证多少钱 / 我湖南户口,社保怎么转", "江门身份证到期换证多少钱 / 我老婆是湖南户口,结婚证丢了怎么补"} {
		if got := talk(t, a, strings.Split(text, " / ")...); got.Kind != KindUnknown {
			t.Errorf("%s: another office's business is answered: %s", text, got.Text)
		}
	}
}

// What is only likely opens with what it was taken for, and offers the next.
func TestLikelySaysWhatItWasTakenFor(t *testing.T) {
	k := know(t, nil)
	in := New(newTestLanguage(t), func() Knowledge { return k }).inquire(k, Facts{}, Facts{}, nlu.Reading{Text: "戴着眼镜拍照行不行"})
	passage := func(id string, chance float64) way {
		for p := range k.Corpus.Passages() {
			if string(p.ID) == id {
				w := way{sort: OfPassage, chance: chance}
				w.match.Passage = p
				return w
			}
		}
		t.Fatal(id)
		return way{}
	}
	glasses, fringe := passage("country/photo-rules#拍身份证可以戴眼镜吗", 0), passage("country/photo-rules#拍身份证穿什么颜色的衣服", 0.1)
	lead, _, _ := strings.Cut(phrases.Say("choose.as", glasses.heading()), "\n")
	for _, x := range []struct {
		chance float64
		kind   Kind
		leads  bool
	}{{sure, KindAnswer, false}, {likely, KindAnswer, true}, {likely - 0.1, KindUnknown, false}} {
		glasses.chance = x.chance
		got := in.pick([]way{glasses, fringe})
		if got.Kind != x.kind || strings.HasPrefix(got.Text, lead) != x.leads || !slices.Contains(got.Suggest, fringe.heading()) {
			t.Errorf("%.2f: %s %q\n%s", x.chance, got.Kind, got.Suggest, got.Text)
		}
	}
	none := way{sort: Near, chance: noneSure}
	if got := in.pick([]way{none, glasses}); got.Kind != KindUnknown {
		t.Errorf("none: %s", got.Text)
	}
}
