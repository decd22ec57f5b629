package place

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	g := load(t)
	for slug, want := range map[string]string{
		"jiangmen": "江门市", "dongguan": "东莞市", "guangzhou": "广州市", "beijing": "北京市",
		"chongqing": "重庆市", "changsha": "长沙市", "xiamen": "厦门市", "luan": "六安市", "lishui": "丽水市",
		"bengbu": "蚌埠市", "bozhou": "亳州市", "changdu": "昌都市", "kashi": "喀什地区", "jilin": "吉林市",
		"taizhou": "泰州市/台州市", "zhejiang-taizhou": "台州市", "jiangsu-taizhou": "泰州市",
		"shaanxi-yulin": "榆林市", "guangxi-yulin": "玉林市", "jiangxi-fuzhou": "抚州市",
		"qinghai-hainan": "海南藏族自治州", "hainan": "", "": "", "Jiangmen": "", "nowhere": "",
	} {
		var got []string
		for _, n := range g.Slug(slug) {
			got = append(got, string(n))
		}
		if strings.Join(got, "/") != want {
			t.Errorf("%q is %q, want %q", slug, got, want)
		}
	}
}

// Every city has a slug of its own: its pinyin, behind its province if others share it.
// A link may hold it: letters and a hyphen, 64 bytes with what is before it.
func TestEveryCityHasASlug(t *testing.T) {
	g := load(t)
	own := map[Name][]string{}
	for slug, places := range g.slugs {
		if !regexp.MustCompile(`^[a-z]+(-[a-z]+)?$`).MatchString(slug) || len(slug) > 40 {
			t.Errorf("%q cannot stand in a link", slug)
		}
		for _, n := range places {
			p, _ := g.Place(n)
			if _, last, _ := strings.Cut("-"+slug, "-"); !strings.HasSuffix(last, p.Pinyin) {
				t.Errorf("%s is %q, spelled %q", n, slug, p.Pinyin)
			}
			if len(places) == 1 {
				own[n] = append(own[n], slug)
			}
		}
	}
	for p := range g.Places() {
		city, ok := g.City(p.Name)
		if ok && city == p.Name && len(own[p.Name]) != 1 {
			t.Errorf("%s has the slugs %q", p.Name, own[p.Name])
		}
	}
	if shared := g.Slug("suzhou"); !slices.Equal(shared, []Name{"苏州市", "宿州市"}) {
		t.Errorf("suzhou is %v", shared)
	}
}
