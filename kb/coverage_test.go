package kb_test

import (
	"slices"
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

// cities lists the cities of a province.
func cities(province place.Name) []place.Name {
	_, places := basics()
	var out []place.Name
	for p := range places.Places() {
		if p.Level == place.City && p.Parent == province {
			out = append(out, p.Name)
		}
	}
	return out
}

// The bar: whoever asks about an ID card in Guangdong gets an answer.
func TestGuangdongHasNoGap(t *testing.T) {
	guangdong := cities("广东省")
	if len(guangdong) != 21 {
		t.Fatalf("%d cities", len(guangdong))
	}
	c := ours()
	cells := slices.Collect(c.Coverage(guangdong, []kb.Service{kb.First, kb.Renew, kb.Damaged, kb.Lost}, []kb.Field{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Fee}))
	cells = slices.AppendSeq(cells, c.Coverage(guangdong, []kb.Service{kb.Renew}, []kb.Field{kb.Lead}))
	if want := 21 * 2 * 3 * (4*5 + 1); len(cells) != want {
		t.Errorf("%d cells, want %d", len(cells), want)
	}
	for _, cell := range cells {
		if cell.Cover == kb.CoverGap {
			t.Errorf("gap: %s %s %v %s %s", cell.Place, cell.Service, cell.Ages, cell.Household, cell.Field)
		}
	}
}

// The same bar, without Coverage: every single year, by the oracle.
func TestGuangdongHasNoGapForAnybody(t *testing.T) {
	for _, at := range cities("广东省") {
		for _, f := range []kb.Field{kb.Can, kb.Who, kb.Fee} {
			known := kb.Conditions{Service: kb.Set[kb.Service]{kb.First, kb.Renew, kb.Damaged, kb.Lost}, Document: kb.Set[kb.Document]{kb.IDCard}}
			w := newWorld(ours(), at, f, known)
			v := w.verdicts("")
			for _, p := range w.people(known) {
				if v.of(p).Kind == kb.Gap {
					t.Fatalf("%s %s: nothing for %+v", at, f, p)
				}
			}
		}
	}
}

func TestCoverage(t *testing.T) {
	c := sound(t,
		about("全国", "{if: {service: lost}, fee: 40元, time: 约60日, lead: 未知, bring: {照片: {}, 户口簿: 未知}}", "{if: {service: lost, home: 湖南省, household: other_province}, validity: 20年}"),
		about("江门市", "{if: {service: lost, household: local}, time: 约20日}", "{if: {service: lost, household: outside}, time: {value: 约40日, contested: [{say: 约45日}]}}",
			"{if: {service: lost, age: 6+}, who: 本人}", "{if: {service: lost, age: <6}, warn: {指纹: {say: 自愿}}}", "{if: {service: lost, age: <60}, can: can}"))
	for _, x := range []struct {
		at    place.Name
		child bool
		h     kb.Household
		f     kb.Field
		want  kb.Cover
		say   string
	}{
		{"江门市", false, kb.Local, kb.Fee, kb.CoverInherited, "40元"},
		{"全国", false, kb.Local, kb.Fee, kb.CoverStated, "40元"},
		{"江门市", true, kb.Local, kb.Time, kb.CoverStated, "约20日"},
		{"江门市", true, kb.OtherCity, kb.Time, kb.CoverContested, "约40日"},
		{"广州市", true, kb.OtherCity, kb.Time, kb.CoverInherited, "约60日"},
		{"江门市", true, kb.OtherCity, kb.Lead, kb.CoverUnknown, ""},
		{"江门市", true, kb.OtherCity, kb.Bring, kb.CoverInherited, ""},
		{"江门市", false, kb.OtherCity, kb.Where, kb.CoverGap, ""},
		{"江门市", false, kb.OtherCity, kb.Who, kb.CoverStated, "本人"},
		{"江门市", true, kb.OtherCity, kb.Who, kb.CoverGap, ""},           // the youngest have none
		{"江门市", false, kb.OtherCity, kb.Can, kb.CoverGap, ""},          // the oldest have none
		{"江门市", true, kb.OtherProvince, kb.Validity, kb.CoverGap, ""},  // only one home has one
		{"江门市", true, kb.OtherProvince, kb.Warn, kb.CoverStated, "自愿"}, // a list is covered by any item
	} {
		n := 0
		for cell := range c.Coverage([]place.Name{x.at}, []kb.Service{kb.Lost}, []kb.Field{x.f}) {
			if (cell.Ages == kb.Under(16)) != x.child || cell.Household != x.h {
				continue
			}
			n++
			say := ""
			if cell.Statement != nil {
				say = cell.Statement.Value.Say
			}
			if cell.Cover != x.want || say != x.say {
				t.Errorf("%s child=%v %s %s: %s %q, want %s %q", x.at, x.child, x.h, x.f, cell.Cover, say, x.want, x.say)
			}
		}
		if n != 1 {
			t.Errorf("%s %s: %d cells", x.at, x.f, n)
		}
	}
}

// A reader may stop early.
func TestCoverageStops(t *testing.T) {
	n := 0
	for range ours().Coverage(cities("广东省"), []kb.Service{kb.First}, kb.Fields) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Error(n)
	}
}
