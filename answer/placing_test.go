package answer

import (
	"strings"
	"testing"

	"huizhi/kb/kbtest"
	"huizhi/nlu"
)

// strange is a question that no rule can place.
const strange = "派出所的人说国徽那面跟人脸那面分家了,像饼干夹心"

func TestPlacing(t *testing.T) {
	with := models(t)
	if got := talk(t, with(writes("{}")), strange); got.Kind != KindUnknown {
		t.Fatalf("the rules place it: %s", got.Text)
	}
	for _, c := range []struct {
		what, model string
		kind        Kind
		says        string
	}{
		{"both words", `{"service":{"is":"damaged","because":"分家了"},"aspect":{"is":"how","because":"像饼干夹心"}}`, KindAnswer, "您问的是“损坏换领、怎么办”吧？"},
		{"and the cases answer", `{"service":{"is":"damaged","because":"分家了"},"aspect":{"is":"fee","because":"像饼干夹心"}}`, KindAnswer, "40元"},
		{"in a fence", "```json\n{\"service\":{\"is\":\"damaged\",\"because\":\"分家了\"},\"aspect\":{\"is\":\"fee\",\"because\":\"像饼干夹心\"}}\n```", KindAnswer, "40元"},
		{"a service alone", `{"service":{"is":"damaged","because":"分家了"}}`, KindAnswer, "您问的是“损坏换领”吧？"},
		{"not what was said", `{"service":{"is":"damaged","because":"摔坏了"},"aspect":{"is":"how","because":"咋样"}}`, KindUnknown, "没有查到"},
		{"no word of ours", `{"service":{"is":"divorce","because":"分家了"},"aspect":{"is":"pay","because":"像饼干夹心"}}`, KindUnknown, "没有查到"},
		{"never a place", `{"place":{"is":"北京市","because":"国徽"},"service":{"is":"damaged","because":"分家了"},"aspect":{"is":"fee","because":"像饼干夹心"}}`, KindAnswer, "40元"},
		{"nothing", `{}`, KindUnknown, "没有查到"},
		{"prose", `这是损坏换领`, KindUnknown, "没有查到"},
		{"more than one object", `{"service":{"is":"damaged","because":"分家了"}} {}`, KindUnknown, "没有查到"},
		{"of another shape", `{"service":["damaged"]}`, KindUnknown, "没有查到"},
	} {
		t.Run(c.what, func(t *testing.T) {
			got := talk(t, with(writes(c.model)), strange)
			if got.Kind != c.kind || !strings.Contains(got.Text, c.says) || strings.Contains(got.Text, "北京") {
				t.Errorf("%s: %s", got.Kind, got.Text)
			}
		})
	}
}

// Where nothing in a question says that it is about our documents, what a model
// takes it for is only offered.
func TestPlacingOffers(t *testing.T) {
	a := withModel(t, writes(`{"service":{"is":"damaged","because":"分家了"},"aspect":{"is":"fee","because":"饼干夹心"}}`))
	got := talk(t, a, "国徽那面跟人脸那面分家了,像饼干夹心")
	if got.Kind != KindUnknown || !strings.Contains(got.Text, "· 损坏换领、工本费") || got.Suggest[0] != "损坏换领、工本费" {
		t.Errorf("%s %q: %s", got.Kind, got.Suggest, got.Text)
	}
	if got := talk(t, New(newTestLanguage(t), a.current), got.Suggest[0]); !strings.Contains(got.Text, "40元") {
		t.Errorf("the button does not lead there: %s", got.Text)
	}
}

// What the rules understand is never put to a model, nor what is not ours.
func TestPlacingOnlyTheLost(t *testing.T) {
	m := writes("{}")
	a := withModel(t, m)
	for _, text := range []string{"江门身份证丢了补办多少钱", "结婚证丢了怎么补", "外国人怎么办身份证", "今天天气怎么样", "人工", "在吗"} {
		m.asked = nil
		talk(t, a, text)
		for _, p := range m.asked {
			if p.Purpose == Placing {
				t.Errorf("%s: was put to the model", text)
			}
		}
	}
}

// What a model guessed is not remembered as if the customer had said it.
func TestPlacedIsNotRemembered(t *testing.T) {
	a := withModel(t, writes(`{"service":{"is":"damaged","because":"分家了"},"age":{"is":"<16","because":"夹心"},"aspect":{"is":"fee","because":"像饼干夹心"}}`))
	if got := talk(t, a, strange); !strings.Contains(got.Text, "40元") {
		t.Fatal(got.Text)
	}
	if got := talk(t, a, strange, "江门丢了补办谁要去"); strings.Contains(got.Text, "监护人") {
		t.Errorf("%s", got.Text)
	}
}

// Whatever a model writes: no panic, only our words, and only with a reason
// that the customer gave.
func FuzzReadPlacement(f *testing.F) {
	words, _ := kbtest.Vocabulary(f)
	closed := newClosedWords(words)
	f.Add(`{"service":{"is":"damaged","because":"分家了"}}`, strange)
	f.Add("```json\n{}\n```", "")
	f.Add(`{"age":{"is":"<16","because":"  "}}`, "  ")
	f.Fuzz(func(t *testing.T, reply, text string) {
		p, err := readPlacement(reply, text, closed)
		if err != nil || p == (placement{}) {
			return
		}
		q, used := p.apply(nlu.Reading{})
		if used != p {
			t.Errorf("%+v of %+v", used, p)
		}
		if text == "" || q.Here != nil || q.Homes != nil {
			t.Errorf("%q of %q: %+v", reply, text, p)
		}
		p.names(words)
	})
}
