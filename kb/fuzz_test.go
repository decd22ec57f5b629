package kb_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
)

// FuzzReadArticle loads any bytes as an article: no panic, not for long, and
// whatever is told stands in the file.
func FuzzReadArticle(f *testing.F) {
	err := fs.WalkDir(articles.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(articles.Files, path)
		f.Add(data)
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		"", "---\n---\n", "---\n\n---\n", "---\n[]\n---\n", "---\na: &a [*a, *a]\n---\n", "---\ncases: [{if: null}, 5, [], {if: {service: []}}]\n---\n",
		"---\nscope: [{}, [], null]\nsources: {1: 2}\ncases:\n- if: {service: lost, home: [全国, 全国]}\n  can: {value: {check: {}}}\n  where: {}\n---\n## \n问法：/ /",
		"\ufeff---\r\n? [a]\r\n: b\r\n---\r\n", "---\n<<: {title: x}\ntitle: !!binary x\n---\n", "---\n" + strings.Repeat("[", 2000) + "\n---\n",
	} {
		f.Add([]byte(text))
	}
	words, places := basics()
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		c, problems, err := kb.Load(fstest.MapFS{"a.md": {Data: data}}, words, places)
		if err != nil {
			t.Fatal(err)
		}
		checkProblems(t, problems, data)
		if len(problems) == 0 {
			checkProblems(t, c.Lint(day("2026-11-22")), data)
			checkSums(t, c)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%d bytes took %v", len(data), took)
		}
	})
}

func checkProblems(t *testing.T, problems []kb.Problem, data []byte) {
	t.Helper()
	lines := strings.Count(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n") + strings.Count(string(data), "\r") + 2
	for _, p := range problems {
		if p.File != "a.md" || p.Line < 1 || p.Line > lines || p.Text == "" || strings.HasPrefix(p.Text, "lint.") || strings.Contains(p.Text, "%!") {
			t.Errorf("problem %q of %d lines", p, lines)
		}
	}
}

// checkSums wants the groups of every item to share out the universe.
func checkSums(t *testing.T, c *kb.Corpus) {
	t.Helper()
	for _, at := range []place.Name{"江门市", "全国"} {
		for _, f := range kb.Fields {
			r := c.Resolve(at, kb.Conditions{}, f)
			for _, item := range r.Items {
				n := 0
				for _, g := range item.Groups {
					n += len(g.Holds)
				}
				if n != len(r.Universe) {
					t.Fatalf("%s %s: %d of %d situations", f, item.Key, n, len(r.Universe))
				}
			}
		}
	}
}

// age writes ages as articles do.
func age(a kb.Ages) string {
	switch {
	case a.Max == 0:
		return fmt.Sprintf("%d+", a.Min)
	case a.Min == 0 && a.Max < kb.MaxAge:
		return fmt.Sprintf("<%d", a.Max+1)
	}
	return fmt.Sprintf("%d-%d", a.Min, a.Max)
}

func TestParseAges(t *testing.T) {
	for text, want := range map[string]kb.Ages{"<16": {Max: 15}, "16+": {Min: 16}, "6-15": {Min: 6, Max: 15}, "16-16": {Min: 16, Max: 16}, "0+": {}, "<2": {Max: 1}, "0-5": {Max: 5}} {
		if got, err := kb.ParseAges(text); err != nil || got != want {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "16 +", "<", "+", "-", "<1", "<0", "<-3", "-3+", "-1-5", "15-6", "0-0", "6-", "-6", "016+", "+16", "１６+", "16＋", "16++", "<16岁", "6~15", "6—15", "131+", "9999999999999999999+", "1e1+", "0x10+"} {
		if got, err := kb.ParseAges(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// FuzzParseAges: what is read is a range that has somebody in it and says the
// same when written again.
func FuzzParseAges(f *testing.F) {
	for _, text := range []string{"<16", "16+", "6-15", "0+", "0-5", "<1", "-1-5", "131+", "16", "130+", "1-130", "1-131", "0-130"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := kb.ParseAges(text)
		if err != nil {
			return
		}
		if a.Min < 0 || a.Min > a.Top() || a.Top() > kb.MaxAge {
			t.Fatalf("%q: %v", text, a)
		}
		again, err := kb.ParseAges(age(a))
		if err != nil || again != a {
			t.Fatalf("%q: %v, written %q, read %v, %v", text, a, age(a), again, err)
		}
	})
}

// conditions makes a guard out of the bits of a number.
func conditions(bits uint64) kb.Conditions {
	take := func(n int) int {
		v := int(bits & (1<<n - 1))
		bits >>= n
		return v
	}
	c := kb.Conditions{
		Service:   subset(take(7), allServices),
		Household: subset(take(3), allHouseholds),
		Document:  subset(take(5), allDocuments),
		Home:      subset(take(3), []place.Name{"湖南省", "北京市", "深圳市", "辽宁省"}),
	}
	switch low, high := take(5), take(5); take(2) {
	case 1:
		c.Ages = kb.Under(low + 2)
	case 2:
		c.Ages = kb.From(low)
	case 3:
		c.Ages = kb.Ages{Min: min(low, high+1), Max: max(low, high+1)}
	}
	return c
}

// subset picks words by bits; none and all leave the dimension open.
func subset[T ~string](bits int, words []T) kb.Set[T] {
	var out kb.Set[T]
	for i, w := range words {
		if bits>>i&1 == 1 {
			out = append(out, w)
		}
	}
	if len(out) == len(words) {
		return nil
	}
	return out
}

// FuzzConditions: And and Contains are the intersection and the order of sets.
func FuzzConditions(f *testing.F) {
	f.Add(uint64(0), uint64(0), uint64(0))
	f.Add(uint64(0b11), uint64(0b1<<7), uint64(0x7fffffff))
	f.Add(uint64(1)<<28|5<<18, uint64(2)<<28|6<<18, uint64(3)<<28|9<<23|2<<18)
	f.Fuzz(func(t *testing.T, x, y, z uint64) {
		a, b, c := conditions(x), conditions(y), conditions(z)
		if !a.Contains(a) || !a.Equal(a) || !(kb.Conditions{}).Contains(a) {
			t.Fatalf("%v does not hold itself", a)
		}
		ab, ok := a.And(b)
		ba, ok2 := b.And(a)
		if ok != ok2 || ok && !ab.Equal(ba) {
			t.Fatalf("%v and %v: %v %v, the other way %v %v", a, b, ab, ok, ba, ok2)
		}
		if a.Contains(b) && b.Contains(c) && !a.Contains(c) {
			t.Fatalf("%v ⊇ %v ⊇ %v", a, b, c)
		}
		if !ok {
			if a.Contains(b) || b.Contains(a) {
				t.Fatalf("%v and %v have nothing in common, yet one holds the other", a, b)
			}
			return
		}
		if !a.Contains(ab) || !b.Contains(ab) || a.Contains(b) != ab.Equal(b) || a.Contains(c) && b.Contains(c) != ab.Contains(c) {
			t.Fatalf("%v and %v: %v; %v", a, b, ab, c)
		}
		left, ok := ab.And(c)
		bc, ok2 := b.And(c)
		if right, ok3 := a.And(bc); ok != (ok2 && ok3) || ok && !left.Equal(right) {
			t.Fatalf("(%v and %v) and %v: %v %v", a, b, c, left, right)
		}
	})
}

// And and Contains against single people.
func FuzzConditionsHold(f *testing.F) {
	f.Add(uint64(0b11), uint64(0b110), uint8(3))
	f.Fuzz(func(t *testing.T, x, y uint64, n uint8) {
		_, places := basics()
		w := &world{places: places}
		a, b := conditions(x), conditions(y)
		both, ok := a.And(b)
		p := person{allServices[n%7], int(n % 61), allHouseholds[n%3], []place.Name{"", "湖南省", "北京市", "深圳市"}[n%4], allDocuments[n%5]}
		if want := w.holds(a, p) && w.holds(b, p); want != (ok && w.holds(both, p)) {
			t.Fatalf("%v and %v for %+v: %v %v", a, b, p, both, ok)
		}
		if a.Contains(b) != w.inside(b, a) {
			t.Fatalf("%v contains %v: %v", a, b, a.Contains(b))
		}
	})
}
