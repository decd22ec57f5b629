package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huizhi/bot"
	"huizhi/kb"
	"huizhi/phrases"
)

// misses lists what was not answered, or did not help. Passages are called as
// the caller's articles call them now.
func misses(ctx context.Context, c *call) error {
	dir := c.config.kb
	if dir != "" {
		var err error
		if dir, err = filepath.Abs(dir); err != nil { // the holder may stand in another folder
			return err
		}
	}
	return upkeep(ctx, c, "misses", dir)
}

func missesJob(_ context.Context, d *data, args []string, out io.Writer) error {
	all, err := noted(d)
	if err != nil {
		return dataError(d.dir, err)
	}
	if len(args) > 0 { // an older program asks without
		renamed(all, args[0])
	}
	tallies := tallied(all)
	if len(tallies) == 0 {
		fmt.Fprintln(out, phrases.Say("misses.none"))
		return nil
	}
	fmt.Fprintln(out, phrases.Say("misses.head"))
	for _, m := range tallies {
		fmt.Fprintln(out, m)
	}
	return nil
}

// renamed calls the passages as the articles of a folder call them now; the
// names stay where these cannot be read.
func renamed(all []bot.Feedback, dir string) {
	_, corpus, _, err := readLibrary(&call{config: config{kb: dir}})
	if err != nil {
		return
	}
	for i := range all {
		all[i].Passage = today(corpus, all[i].Passage)
	}
}

// today is what a passage is called now; one that is gone keeps its name.
func today(corpus *kb.Corpus, id string) string {
	if p, ok := corpus.Passage(kb.PassageID(id)); ok {
		return string(p.ID)
	}
	return id
}

// notesAtOnce is how many lines are read in one transaction.
const notesAtOnce = 1000

// noted reads all that was noted for editors.
func noted(d *data) ([]bot.Feedback, error) {
	var all []bot.Feedback
	for behind := uint64(0); ; {
		notes, after, err := d.Feedback(behind, notesAtOnce)
		for _, n := range notes {
			all = append(all, n.Feedback)
		}
		if err != nil || after == behind {
			return all, err
		}
		behind = after
	}
}

// missed is one question, as often as it was put for one city.
type missed struct {
	kind, text, place, article string
	count                      int
	last                       time.Time
	reasons                    map[string]int
}

// tallied puts the same questions together, the most frequent first.
func tallied(all []bot.Feedback) []*missed {
	by := map[string]*missed{}
	for _, f := range all {
		kind := f.Kind
		if kind == bot.Why {
			kind = bot.Down
		}
		if kind != bot.Miss && kind != bot.Down {
			continue
		}
		key := strings.Join([]string{kind, alike(f.Text), f.Place}, "\x00")
		m := by[key]
		if m == nil {
			m = &missed{kind: kind, text: f.Text, place: f.Place, article: cmp.Or(f.Passage, f.Article), reasons: map[string]int{}}
			by[key] = m
		}
		m.add(f)
	}
	out := slices.Collect(maps.Values(by))
	slices.SortFunc(out, func(a, b *missed) int {
		return cmp.Or(cmp.Compare(b.count, a.count), b.last.Compare(a.last), cmp.Compare(a.text, b.text))
	})
	return out
}

func (m *missed) add(f bot.Feedback) {
	if f.Kind == bot.Why {
		m.reasons[f.Reason]++
	} else {
		m.count++
	}
	if f.At.After(m.last) {
		m.last = f.At
	}
}

// alike is a text without what does not make it another question.
func alike(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ,.?!~，。？！～、", r) {
			return -1
		}
		return r
	}, phrases.In(phrases.Simplified, strings.ToLower(text)))
}

// String is one line of the list: how often, what, where, when, why.
func (m *missed) String() string {
	var why []string
	for _, r := range slices.Sorted(maps.Keys(m.reasons)) {
		why = append(why, phrases.Say("misses.why", phrases.Say("why."+r), m.reasons[r]))
	}
	return strings.Join([]string{
		fmt.Sprint(m.count), phrases.Say("misses." + m.kind), cmp.Or(m.place, "-"), m.last.Local().Format(time.DateOnly),
		strings.ReplaceAll(m.text, "\n", " "), cmp.Or(m.article, "-"), cmp.Or(strings.Join(why, " "), "-"),
	}, "\t")
}
