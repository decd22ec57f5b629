package kb_test

import (
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"huizhi/kb"
	"huizhi/kb/place"
)

// corpora is how many corpora each property is tried with: few here, more by
// hand, as in
//
//	go test ./kb -corpora 2000
var corpora = flag.Int("corpora", 20, "how many made-up corpora each property is tried with")

// writer makes up articles that Lint would take: no guards that cross.
type writer struct {
	*rand.Rand
	w      *world
	stated map[string][]*kb.Statement // by place, field and item
}

func newWriter(seed uint64) *writer {
	_, places := basics()
	return &writer{rand.New(rand.NewPCG(seed, 1)), &world{places: places}, map[string][]*kb.Statement{}}
}

func pick[T any](w *writer, from ...T) T { return from[w.IntN(len(from))] }

// some is a random choice out of words, or "" for any.
func (w *writer) some(words ...string) string {
	if w.IntN(3) == 0 {
		return ""
	}
	w.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return "[" + strings.Join(words[:1+w.IntN(len(words)-1)], ", ") + "]"
}

// guard writes a random `if`.
func (w *writer) guard() string {
	parts := []string{"service: " + pick(w, "first", "renew", "[first, renew]", "[first, renew, lost]", "[lost, receipt]")}
	if s := w.some("local", "other_city", "other_province"); s != "" {
		parts = append(parts, "household: "+s)
	}
	if w.IntN(3) == 0 {
		parts = append(parts, "age: "+pick(w, "<16", "16+", "6-15", "16-25", "26+"))
	}
	if w.IntN(4) == 0 {
		parts = append(parts, "home: "+w.some("湖南省", "长沙市", "北京市", "深圳市"))
	}
	if w.IntN(5) == 0 {
		parts = append(parts, "document: "+w.some("id_card", "social_card", "exit_entry"))
	}
	text := "{" + strings.Join(parts, ", ") + "}"
	return strings.ReplaceAll(strings.ReplaceAll(text, ", home: }", "}"), ", document: }", "}")
}

// field writes a random field with its value.
func (w *writer) field() string {
	switch w.IntN(3) {
	case 0:
		return "fee: " + pick(w, "甲", "乙", "丙", "无", "未知")
	case 1:
		return "bring: {" + pick(w, "户口簿", "照片") + ": " + pick(w, "{}", "不用", "无", "{say: 丁}", "{or: [戊]}") + "}"
	}
	return "where: {" + pick(w, "窗口", "网办") + ": " + pick(w, "{}", "{say: 己}", "{if: {age: 16+}, say: 庚, else: 辛}", "{if: {household: local}, else: 壬}") + "}"
}

// cases writes up to n cases for a place.
func (w *writer) cases(t testing.TB, at string, n int) []string {
	var out []string
	for range n {
		text := "{if: " + w.guard() + ", flatten: true, " + w.field() + "}"
		c, problems := read(t, map[string]string{"a.md": about(at, text)})
		if len(problems) > 0 {
			continue // an item whose guard can never hold
		}
		if w.accepts(at, c.Articles()[0].Statements) {
			out = append(out, text)
		}
	}
	return out
}

// accepts takes statements that cross none taken before.
func (w *writer) accepts(at string, ss []*kb.Statement) bool {
	add := map[string][]*kb.Statement{}
	for _, s := range ss {
		key := fmt.Sprint(at, s.Field, s.Item)
		for _, o := range append(slices.Clone(w.stated[key]), add[key]...) {
			_, overlap := s.Guard.And(o.Guard)
			if narrower := w.w.inside(s.Guard, o.Guard) != w.w.inside(o.Guard, s.Guard); overlap && !narrower && brief(s.Value) != brief(o.Value) {
				return false
			}
		}
		add[key] = append(add[key], s)
	}
	for key, ss := range add {
		w.stated[key] = append(w.stated[key], ss...)
	}
	return true
}

// chain are the places that made-up corpora speak about.
var chain = []string{"全国", "广东省", "江门市"}

// texts makes up a corpus: several articles, two of them on the same place.
func (w *writer) texts(t testing.TB) []string {
	var out []string
	for _, at := range append(chain, "江门市") {
		if cases := w.cases(t, at, 5); len(cases) > 0 {
			out = append(out, about(at, cases...))
		}
	}
	return out
}

// facts makes up what a customer told us.
func (w *writer) facts() kb.Conditions {
	var c kb.Conditions
	if w.IntN(2) == 0 {
		c.Service = pick(w, kb.Set[kb.Service]{kb.First}, kb.Set[kb.Service]{kb.Renew, kb.Lost}, kb.Set[kb.Service]{kb.First, kb.Renew, kb.Receipt})
	}
	if w.IntN(2) == 0 {
		c.Ages = pick(w, kb.Under(16), kb.From(16), kb.Exactly(8), kb.Ages{Min: 10, Max: 30})
	}
	if w.IntN(3) == 0 {
		c.Household = pick(w, kb.Outside, kb.Set[kb.Household]{kb.Local}, kb.Set[kb.Household]{kb.OtherProvince, kb.Local})
	}
	if w.IntN(3) == 0 {
		c.Home = pick(w, kb.Set[place.Name]{"湖南省"}, kb.Set[place.Name]{"长沙市"}, kb.Set[place.Name]{"深圳市", "北京市"})
	}
	if w.IntN(3) == 0 {
		c.Document = pick(w, kb.Set[kb.Document]{kb.IDCard}, kb.Set[kb.Document]{kb.IDCard, "social_card"})
	}
	return c
}

var tried = []kb.Field{kb.Fee, kb.Bring, kb.Where}

// each tries a property with made-up corpora.
func each(t *testing.T, property func(t *testing.T, w *writer, texts []string, c *kb.Corpus)) {
	t.Helper()
	t.Parallel()
	tries := *corpora
	if testing.Short() {
		tries = min(tries, 4)
	}
	for seed := range uint64(tries) {
		t.Run(fmt.Sprint("seed", seed), func(t *testing.T) {
			w := newWriter(seed)
			texts := w.texts(t)
			c, problems := read(t, numbered(texts))
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			property(t, w, texts, c)
			if t.Failed() {
				t.Log(strings.Join(texts, "\n"))
			}
		})
	}
}

func TestResolveMadeUp(t *testing.T) {
	each(t, func(t *testing.T, w *writer, _ []string, c *kb.Corpus) {
		for _, f := range tried {
			for _, at := range []place.Name{"江门市", "湖南省"} {
				known := w.facts()
				world := newWorld(c, at, f, known)
				world.ages = []int{1, 5, 6, 8, 10, 15, 16, 25, 26, 30, 60}
				checkPeople(t, c, world, f, known)
			}
		}
	})
}

func TestSilentPlaceChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, w *writer, _ []string, c *kb.Corpus) {
		for _, f := range tried {
			known := w.facts()
			known.Home = nil // a county's name for the same home is another matter
			if city, county := outline(c.Resolve("江门市", known, f)), outline(c.Resolve("新会区", known, f)); city != county {
				t.Errorf("%s %v\n%s\nat the county\n%s", f, known, city, county)
			}
		}
	})
}

// values lists what is left of every item under some facts.
func values(r kb.Resolution) map[string]bool {
	out := map[string]bool{}
	for _, item := range r.Items {
		for _, g := range item.Groups {
			out[item.Key+" "+brief(g.Value)] = true
		}
	}
	return out
}

func TestFactsNeverWiden(t *testing.T) {
	each(t, func(t *testing.T, w *writer, _ []string, c *kb.Corpus) {
		for range 5 {
			few := w.facts()
			more, ok := few.And(w.facts())
			if !ok {
				continue
			}
			for _, f := range tried {
				before := values(c.Resolve("江门市", few, f))
				for v := range values(c.Resolve("江门市", more, f)) {
					if !before[v] {
						t.Errorf("%s: %q under %v, not under %v", f, v, more, few)
					}
				}
			}
		}
	})
}

// backwards is a file system that lists its files last first.
type backwards struct{ fstest.MapFS }

func (b backwards) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := b.MapFS.ReadDir(name)
	slices.Reverse(entries)
	return entries, err
}

func TestOrderOfReadingDoesNotMatter(t *testing.T) {
	words, places := basics()
	each(t, func(t *testing.T, w *writer, texts []string, c *kb.Corpus) {
		fsys := backwards{fstest.MapFS{}}
		for path, text := range numbered(texts) {
			fsys.MapFS[path] = &fstest.MapFile{Data: []byte(text)}
		}
		other, _, err := kb.Load(fsys, words, places)
		if err != nil {
			t.Fatal(err)
		}
		slices.Reverse(texts)
		renamed, _ := read(t, numbered(texts))
		for _, f := range tried {
			known := w.facts()
			want := c.Resolve("江门市", known, f)
			if got := other.Resolve("江门市", known, f); outline(got) != outline(want) {
				t.Errorf("%s: %s\nbackwards\n%s", f, outline(want), outline(got))
			}
			if got := renamed.Resolve("江门市", known, f); fmt.Sprint(values(got)) != fmt.Sprint(values(want)) {
				t.Errorf("%s: %v\nrenamed %v", f, values(want), values(got))
			}
		}
	})
}

func TestWhenMadeUp(t *testing.T) {
	each(t, func(t *testing.T, w *writer, _ []string, c *kb.Corpus) {
		for _, f := range tried {
			known := w.facts()
			world := newWorld(c, "江门市", f, known)
			world.ages = []int{1, 5, 6, 8, 10, 15, 16, 25, 26, 30, 60}
			checkWhen(t, c, world, f, known)
		}
	})
}

func TestWhenReal(t *testing.T) {
	c := ours()
	for _, at := range stating(c) {
		t.Run(string(at), func(t *testing.T) {
			t.Parallel()
			for _, f := range kb.Fields {
				for _, s := range [][]kb.Service{{kb.Temporary}, {kb.Receipt}, {kb.Change}, {kb.First, kb.Renew, kb.Damaged, kb.Lost}} {
					known := kb.Conditions{Service: s, Document: kb.Set[kb.Document]{kb.IDCard}}
					w := newWorld(c, at, f, known)
					w.ages = []int{1, 5, 6, 15, 16, 17, 18, 25, 26, 45, 46, 60}
					checkWhen(t, c, w, f, known)
				}
			}
		})
	}
}

// What exceptions for single homes leave is the rest of the country; a rule
// for a household covers the homes in it, if they have no word of their own.
func TestWhenHomes(t *testing.T) {
	for _, x := range []struct {
		name  string
		cases []string
		f     kb.Field
	}{
		{"an exception that agrees with other households", []string{
			"{if: {service: first}, can: can}", "{if: {service: first, household: other_province}, can: {check: 先问}}",
			"{if: {service: first, household: other_province, home: 湖南省}, can: can}"}, kb.Can},
		{"another item's exception", []string{
			"{if: {service: first}, bring: {照片: {}}}", "{if: {service: first, household: outside}, bring: {居住信息: {}}}",
			"{if: {service: first, household: other_province, home: [北京市, 湖南省]}, bring: {照片: 无}}"}, kb.Bring},
		{"two exceptions", []string{
			"{if: {service: first}, can: can}", "{if: {service: first, home: 湖南省}, can: cannot}", "{if: {service: first, home: [北京市, 深圳市]}, can: {check: 先问}}"}, kb.Can},
		{"a city of an excepted province", []string{
			"{if: {service: first}, can: can}", "{if: {service: first, home: 湖南省}, can: cannot}", "{if: {service: first, home: 长沙市, age: 16+}, can: can}"}, kb.Can},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := sound(t, about("广东省", x.cases...))
			checkWhen(t, c, newWorld(c, "江门市", x.f, kb.Conditions{}), x.f, kb.Conditions{})
		})
	}
}

// checkWhen wants everybody described by the conditions of their own group
// and of no other. Conditions that name no home hold for a home that has an
// exception only where no exception speaks.
func checkWhen(t *testing.T, c *kb.Corpus, w *world, f kb.Field, known kb.Conditions) {
	t.Helper()
	r := c.Resolve(w.chain[0], known, f)
	for _, item := range r.Items {
		type described struct {
			group int
			when  kb.Conditions
		}
		var all []described
		for i, g := range item.Groups {
			for _, when := range r.When(g) {
				all = append(all, described{i, when})
			}
		}
		for _, p := range w.people(known) {
			own := slices.IndexFunc(item.Groups, func(g kb.Group) bool {
				return slices.ContainsFunc(g.Holds, func(s kb.Conditions) bool { return lies(s, p) })
			})
			var general, special []int
			for _, d := range all {
				home := d.when.Home
				d.when.Home = nil
				switch {
				case !w.holds(d.when, p):
				case home == nil:
					general = append(general, d.group)
				case slices.Contains(home, p.home):
					special = append(special, d.group)
				}
			}
			if len(special) > 0 {
				general = special
			}
			if got := sorted(general); !slices.Equal(got, []int{own}) {
				t.Fatalf("%s %s %s %v: %+v is of group %d, described by %v:\n%v", r.Place, f, item.Key, known, p, own, got, all)
			}
		}
	}
}
