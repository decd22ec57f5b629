package eval

import (
	"testing"

	"huizhi/answer"
	"huizhi/kb"
)

func TestPoints(t *testing.T) {
	whole := answer.Reading{Reply: answer.Answer{Kind: answer.KindAnswer}}
	fee := answer.Reading{Reply: answer.Answer{Kind: answer.KindAnswer}, Statements: []*kb.Statement{{Article: &kb.Article{ID: "country/fee"}, Field: kb.Fee}}}
	glasses := answer.Reading{Reply: answer.Answer{Kind: answer.KindAnswer}, Quoted: &kb.Passage{ID: "country/photo#glasses"}}
	silent := answer.Reading{Reply: answer.Answer{Kind: answer.KindUnknown}, Quoted: &kb.Passage{ID: "country/photo#glasses"}}
	asksFee, asksGlasses := Point{Aspects: []kb.Field{kb.Fee}}, Point{Passages: []kb.PassageID{"country/photo#glasses"}}
	for _, x := range []struct {
		name     string
		readings []answer.Reading
		fee      bool
		glasses  bool
		astray   int
	}{
		{"one reply", []answer.Reading{fee}, true, false, 0},
		{"two, joined", []answer.Reading{whole, fee, glasses}, true, true, 0},
		{"of two the whole message's own does not count", []answer.Reading{glasses, fee, silent}, true, false, 0},
		{"a reply to neither", []answer.Reading{whole, whole, fee}, true, false, 1},
	} {
		trace := answer.Trace{Readings: x.readings}
		if asksFee.Met(trace) != x.fee || asksGlasses.Met(trace) != x.glasses {
			t.Errorf("%s: fee %v, glasses %v", x.name, asksFee.Met(trace), asksGlasses.Met(trace))
		}
		if n := astray([]Point{asksFee, asksGlasses}, trace); n != x.astray {
			t.Errorf("%s: %d astray, want %d", x.name, n, x.astray)
		}
	}
}

func TestPointsIn(t *testing.T) {
	m := Message{Asks: []Point{{Span: "要带啥？"}, {Span: "几天能拿到"}}}
	for text, want := range map[string]int{"我丢了身份证,要带什么?": 0, "要带啥?": 1, "要带啥,几天能拿到": 2, "我丢了身份证": 0, "": 0} {
		if got := len(m.In(text)); got != want {
			t.Errorf("%q holds %d points, want %d", text, got, want)
		}
	}
}
