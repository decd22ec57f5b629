package kb_test

import (
	"fmt"
	"slices"
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

// said finds the value a resolution has for a person, if it speaks of them.
func said(item kb.Item, p person) (string, bool) {
	for _, g := range item.Groups {
		if slices.ContainsFunc(g.Holds, func(s kb.Conditions) bool { return lies(s, p) }) {
			return brief(g.Value), true
		}
	}
	return "", false
}

// checkExceptions wants General to speak of everybody from elsewhere, and
// Exceptions of those homes for whom something else holds than for others like
// them; a home that is as all the others is no exception.
func checkExceptions(t *testing.T, c *kb.Corpus, w *world, f kb.Field, known kb.Conditions) {
	t.Helper()
	whole := c.Resolve(w.chain[0], known, f)
	general, exceptions := whole.General(), whole.Exceptions()
	people := w.people(known)
	for _, item := range whole.Items {
		usual, _ := general.Item(item.Key)
		special, _ := exceptions.Item(item.Key)
		differs := false
		for _, p := range people {
			want, _ := said(item, p)
			plain := p
			plain.home = ""
			if got, ok := said(usual, plain); p.home == "" && (!ok || got != want) {
				t.Fatalf("%s %s: in general %q for %+v, want %q", f, item.Key, got, p, want)
			}
			other, comparable := said(item, plain)
			got, ok := said(special, p)
			if ok && got != want || comparable && other != want && !ok {
				t.Fatalf("%s %s %v: the exception is %q, %v for %+v, want %q instead of %q", f, item.Key, known, got, ok, p, want, other)
			}
			differs = differs || !comparable || other != want
		}
		if !differs && len(special.Groups) > 0 {
			t.Fatalf("%s %s %v: an exception without a difference: %+v", f, item.Key, known, special.Groups)
		}
	}
}

func TestExceptionsMadeUp(t *testing.T) {
	each(t, func(t *testing.T, w *writer, _ []string, c *kb.Corpus) {
		for _, f := range tried {
			known := w.facts()
			known.Home = nil
			world := newWorld(c, "江门市", f, known)
			world.ages = []int{1, 5, 6, 8, 10, 15, 16, 25, 26, 30, 60}
			checkExceptions(t, c, world, f, known)
		}
	})
}

func TestExceptions(t *testing.T) {
	const usual = "{if: {service: first}, can: can}"
	for _, x := range []struct {
		name  string
		cases []string
		known kb.Conditions
		want  string // the exceptions
	}{
		{"none named", []string{usual}, kb.Conditions{}, ""},
		{"one home", []string{usual, "{if: {service: first, home: 湖南省}, can: cannot}"}, kb.Conditions{}, "cannot [湖南省]"},
		{"a home as all others", []string{usual, "{if: {service: first, home: 湖南省}, can: can}"}, kb.Conditions{}, ""},
		{"a home better off than its household", []string{usual, "{if: {service: first, household: outside}, can: cannot}", "{if: {service: first, household: outside, home: 湖南省}, can: can}"}, kb.Conditions{}, "can [湖南省]"},
		{"the home is known", []string{usual, "{if: {service: first, home: 湖南省}, can: cannot}"}, kb.Conditions{Home: kb.Set[place.Name]{"湖南省"}}, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			x.known.Service = kb.Set[kb.Service]{kb.First}
			r := sound(t, about("广东省", x.cases...)).Resolve("江门市", x.known, kb.Can)
			got := ""
			for _, item := range r.Exceptions().Items {
				for _, g := range item.Groups {
					got += fmt.Sprint(brief(g.Value), " ", g.Holds[0].Home)
				}
			}
			if got != x.want {
				t.Errorf("%q, want %q", got, x.want)
			}
			if x.known.Home != nil && outline(r.General()) != outline(r) {
				t.Errorf("in general %s", outline(r.General()))
			}
		})
	}
}
