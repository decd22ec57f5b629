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
	combinations := map[kb.Cell]bool{}
	for _, cell := range cells {
		cell.Item, cell.Cover, cell.Statement = "", "", nil
		combinations[cell] = true
	}
	if want := 21 * 2 * 3 * (4*5 + 1); len(combinations) != want {
		t.Errorf("%d combinations, want %d", len(combinations), want)
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
			"{if: {service: lost, age: 6+}, who: 本人}", "{if: {service: lost, age: <6}, warn: {指纹: {say: 自愿}}}", "{if: {service: lost, age: <60}, can: can}", "{if: {service: lost, age: 16+}, bring: {户口簿: {}, 护照: {}, 照片: {if: {age: 60+}, say: 两张}}}"))
	for _, x := range []struct {
		at    place.Name
		child bool
		h     kb.Household
		f     kb.Field
		item  string
		want  kb.Cover
		say   string
	}{
		{"江门市", false, kb.Local, kb.Fee, "", kb.CoverInherited, "40元"},
		{"全国", false, kb.Local, kb.Fee, "", kb.CoverStated, "40元"},
		{"江门市", true, kb.Local, kb.Time, "", kb.CoverStated, "约20日"},
		{"江门市", true, kb.OtherCity, kb.Time, "", kb.CoverContested, "约40日"},
		{"广州市", true, kb.OtherCity, kb.Time, "", kb.CoverInherited, "约60日"},
		{"江门市", true, kb.OtherCity, kb.Lead, "", kb.CoverUnknown, ""},
		{"江门市", true, kb.OtherCity, kb.Bring, "照片", kb.CoverInherited, ""},
		{"江门市", true, kb.OtherCity, kb.Bring, "户口簿", kb.CoverUnknown, ""},
		{"江门市", false, kb.OtherCity, kb.Bring, "照片", kb.CoverInherited, ""}, // the city's is only for the oldest
		{"江门市", false, kb.OtherCity, kb.Bring, "户口簿", kb.CoverStated, ""},
		{"江门市", false, kb.OtherCity, kb.Bring, "护照", kb.CoverStated, ""},
		{"广州市", false, kb.OtherCity, kb.Bring, "照片", kb.CoverInherited, ""},
		{"江门市", false, kb.OtherCity, kb.Where, "", kb.CoverGap, ""},
		{"江门市", false, kb.OtherCity, kb.Who, "", kb.CoverStated, "本人"},
		{"江门市", true, kb.OtherCity, kb.Who, "", kb.CoverGap, ""},             // the youngest have none
		{"江门市", false, kb.OtherCity, kb.Can, "", kb.CoverGap, ""},            // the oldest have none
		{"江门市", true, kb.OtherProvince, kb.Validity, "", kb.CoverGap, ""},    // only one home has one
		{"江门市", true, kb.OtherProvince, kb.Warn, "指纹", kb.CoverStated, "自愿"}, // the older have no such item
	} {
		n := 0
		for cell := range c.Coverage([]place.Name{x.at}, []kb.Service{kb.Lost}, []kb.Field{x.f}) {
			if (cell.Ages == kb.Under(16)) != x.child || cell.Household != x.h || cell.Item != x.item {
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

// A list on which nothing is stated is one gap, but nobody has to be warned.
func TestCoverageOfNothing(t *testing.T) {
	c := sound(t, about("江门市", "{if: {service: lost}, fee: 40元}"))
	for f, want := range map[kb.Field]int{kb.Where: 6, kb.Bring: 6, kb.Warn: 0} {
		n := 0
		for cell := range c.Coverage([]place.Name{"江门市"}, []kb.Service{kb.Lost}, []kb.Field{f}) {
			if n++; cell.Item != "" || cell.Cover != kb.CoverGap {
				t.Errorf("%+v", cell)
			}
		}
		if n != want {
			t.Errorf("%s: %d cells, want %d", f, n, want)
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
