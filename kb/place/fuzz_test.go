package place

import (
	"strings"
	"testing"
	"time"
)

func FuzzFind(f *testing.F) {
	for _, seed := range []string{
		"", "人在江门户口在湖南", "广东省江门市新会区", "SZ xi'an shanxi", "非深户\x00\xff在深圳", "户口从湖南迁到广州了", "\xe6\xb7 深", "江门' ’-",
	} {
		f.Add(seed)
	}
	g := load(f)
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range g.Find(text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: mention %d-%d after %d", text, m.Start, m.End, end)
			}
			end = m.End
			checkCandidates(t, g, m)
		}
	})
}

func checkCandidates(t *testing.T, g *Gazetteer, m Mention) {
	t.Helper()
	if len(m.Places) == 0 {
		t.Fatal("mention of nothing")
	}
	last := ""
	for _, n := range m.Places {
		p, ok := g.Place(n)
		if !ok || p.Level == Country || p.Code <= last {
			t.Fatalf("candidates %v", m.Places)
		}
		last = p.Code
	}
}

// Long texts take time in proportion to their length, whatever they repeat.
func TestFindLongTexts(t *testing.T) {
	g := load(t)
	for _, unit := range []string{"a", "南", "江门", "户口", "是", "在", "广东户口在", "江门的", "x' ", "sz这边", "\xff", "-", "海南省", "本地"} {
		text := strings.Repeat(unit, 100_000/len(unit))
		start := time.Now()
		g.Find("江门" + text + "江门")
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q repeated: %v", unit, took)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	g := load(b)
	const question = "我是湖南人,户口在老家,现在人在东莞长安这边打工,身份证到期了能在这里换吗?要什么材料"
	b.ReportAllocs()
	for b.Loop() {
		g.Find(question)
	}
}

func BenchmarkFindLong(b *testing.B) {
	g := load(b)
	text := strings.Repeat("我是湖南人在东莞打工身份证到期了怎么换?", 100_000/60)
	for b.Loop() {
		g.Find(text)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b)
	}
}
