package place

import (
	"testing"
)

func TestDivisions(t *testing.T) {
	g := load(t)
	count := map[Level]int{}
	names := map[Name]bool{}
	last := ""
	for p := range g.Places() {
		count[p.Level]++
		if names[p.Name] {
			t.Errorf("%s: not unique", p.Name)
		}
		names[p.Name] = true
		if p.Code <= last || len(p.Code) != 6 {
			t.Errorf("%s: code %s after %s", p.Name, p.Code, last)
		}
		last = p.Code
		checkParent(t, g, p)
	}
	want := map[Level]int{Country: 1, Province: 34, City: 333, County: 154}
	for level, n := range want {
		if count[level] != n {
			t.Errorf("level %d: %d places, want %d", level, count[level], n)
		}
	}
}

// checkParent checks that the parent is wider and that the codes agree.
func checkParent(t *testing.T, g *Gazetteer, p Place) {
	t.Helper()
	if p.Level == Country {
		return
	}
	parent, ok := g.Place(p.Parent)
	if !ok || parent.Level >= p.Level {
		t.Errorf("%s: parent %q", p.Name, p.Parent)
	}
	digits := map[Level]int{Country: 0, Province: 2, City: 4}[parent.Level]
	if p.Code[:digits] != parent.Code[:digits] {
		t.Errorf("%s: code %s in %s", p.Name, p.Code, parent.Code)
	}
}

func TestMunicipalities(t *testing.T) {
	var got string
	for p := range load(t).Places() {
		if p.Municipality {
			got += string(p.Name)
		}
	}
	if got != "北京市天津市上海市重庆市" {
		t.Error(got)
	}
}

func TestPolyphones(t *testing.T) {
	g := load(t)
	for name, want := range map[Name]string{
		"重庆市": "chongqing", "厦门市": "xiamen", "长沙市": "changsha", "长春市": "changchun", "长治市": "changzhi",
		"朝阳市": "chaoyang", "六安市": "luan", "蚌埠市": "bengbu", "亳州市": "bozhou", "台州市": "taizhou",
		"丽水市": "lishui", "乐山市": "leshan", "东莞市": "dongguan", "汕尾市": "shanwei", "吕梁市": "lvliang",
		"西藏自治区": "xizang", "陕西省": "shaanxi", "成都市": "chengdu", "昌都市": "changdu", "佛山市": "foshan",
		"六盘水市": "liupanshui", "阿坝藏族羌族自治州": "aba", "番禺区": "",
	} {
		if p, ok := g.Place(name); !ok || p.Pinyin != want {
			t.Errorf("%s: pinyin %q, want %q", name, p.Pinyin, want)
		}
	}
}

// Every full name is found as itself, unless cities share it.
func TestEveryNameIsFound(t *testing.T) {
	g := load(t)
	shared := map[Name]bool{"南山区": true, "白云区": true, "龙华区": true}
	for p := range g.Places() {
		if p.Level == Country {
			continue
		}
		got := g.Find("我在" + string(p.Name) + "办身份证")
		if len(got) != 1 || got[0].Ambiguous() != shared[p.Name] || !shared[p.Name] && got[0].Places[0] != p.Name {
			t.Errorf("%s: found %s", p.Name, describe(got))
		}
	}
}

// Every locality is found where a place is asked for.
func TestEveryLocalityIsFound(t *testing.T) {
	g := load(t)
	localities, err := rows("localities.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range localities {
		for _, suffix := range append(r.list("suffixes"), "") {
			text := "人在" + r["name"] + suffix
			if got := g.Find(text); len(got) != 1 || got[0].End != len(text) {
				t.Errorf("%s: found %s", text, describe(got))
			}
		}
	}
}
