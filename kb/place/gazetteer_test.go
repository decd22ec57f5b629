package place

import (
	"slices"
	"testing"
)

func TestChain(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		name Name
		want []Name
	}{
		{"新会区", []Name{"新会区", "江门市", "广东省", "全国"}},
		{"重庆市", []Name{"重庆市", "全国"}},
		{"仙桃市", []Name{"仙桃市", "湖北省", "全国"}},
		{"全国", []Name{"全国"}},
		{"火星", nil},
	} {
		if got := g.Chain(c.name); !slices.Equal(got, c.want) {
			t.Errorf("Chain(%s) = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestCityAndProvince(t *testing.T) {
	g := load(t)
	for _, c := range []struct{ name, city, province Name }{
		{"新会区", "江门市", "广东省"},
		{"江门市", "江门市", "广东省"},
		{"仙桃市", "仙桃市", "湖北省"},
		{"重庆市", "重庆市", "重庆市"},
		{"延边朝鲜族自治州", "延边朝鲜族自治州", "吉林省"},
		{"广东省", "", "广东省"},
		{"香港特别行政区", "", "香港特别行政区"},
		{"全国", "", ""},
		{"火星", "", ""},
	} {
		city, ok := g.City(c.name)
		if !ok {
			city = ""
		}
		if city != c.city || ok != (c.city != "") {
			t.Errorf("City(%s) = %s, %t, want %s", c.name, city, ok, c.city)
		}
		if got := g.Province(c.name); got != c.province {
			t.Errorf("Province(%s) = %s, want %s", c.name, got, c.province)
		}
	}
}

func TestWithin(t *testing.T) {
	g := load(t)
	for _, c := range []struct {
		inner, outer Name
		want         bool
	}{
		{"新会区", "江门市", true},
		{"新会区", "全国", true},
		{"江门市", "江门市", true},
		{"江门市", "新会区", false},
		{"海口市", "海南藏族自治州", false},
		{"火星", "火星", false},
		{"火星", "全国", false},
	} {
		if got := g.Within(c.inner, c.outer); got != c.want {
			t.Errorf("Within(%s, %s) = %t", c.inner, c.outer, got)
		}
	}
}
