package answer

import (
	"strings"
	"testing"
)

// A place after a passage asks the same of that place; after a case it is one more fact.
func TestThereToo(t *testing.T) {
	k := know(t, nil)
	a := New(newTestLanguage(t), func() Knowledge { return k })
	for _, c := range []struct{ asked, place, want string }{
		{"户口迁走了身份证要换吗", "深圳", "guangdong/shenzhen#户口迁入深圳身份证要换吗"},
		{"网上能查进度吗", "那东莞呢", "guangdong/id-card#广东身份证办理进度怎么查"},
		{"办证城市我填广东行不行", "台山", "country/receipt#办证城市应该填哪里"},
		{"小孩要按指纹吗", "广州的", "country/handling#小孩也要录指纹吗"},
		{"身份证丢了怎么补", "深圳", ""},
		{"网上能查进度吗", "深圳身份证丢了", ""},
	} {
		f, _, err := a.Answer(t.Context(), Facts{}, c.asked, noon)
		if err != nil {
			t.Fatal(err)
		}
		if _, later, err := a.Answer(t.Context(), f, c.place, noon.Add(fadeAfter)); err != nil || later.Passage != "" {
			t.Errorf("%s … the day after %s: %v %s", c.asked, c.place, err, later.Passage)
		}
		_, got, err := a.Answer(t.Context(), f, c.place, noon)
		if err != nil || string(got.Passage) != c.want {
			t.Errorf("%s … %s: %v %s %s", c.asked, c.place, err, got.Passage, strings.TrimSpace(got.Text))
		}
	}
}
