package answer

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/place"
	"os"
	"testing"
	"time"
)

func TestDebug(t *testing.T) {
	words, _ := kb.Words()
	g, _ := place.Load()
	l, err := NewLanguage(words, g)
	if err != nil {
		t.Fatal(err)
	}
	c, _, _ := kb.Load(articles.Files, words, g)
	idx, _ := index.Build(context.Background(), c)
	f, _ := os.Open("/work/shared/eval/asks-dev.jsonl")
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var x struct {
			ID    string
			Turns []string
		}
		json.Unmarshal(sc.Bytes(), &x)
		var fa Facts
		for _, turn := range x.Turns {
			var q Question
			fa, q = l.Understand(fa, turn, time.Now())
			in := &inquiry{Knowledge: Knowledge{c, idx}, facts: fa, q: q, places: g}
			fo, _ := in.search(context.Background())
			s := ""
			for _, m := range fo.matches[:min(2, len(fo.matches))] {
				s += fmt.Sprintf(" [%.2f F%.2f %s %s]", m.Score, m.Focus, m.Passage.ID, m.Passage.Questions[0])
			}
			fmt.Printf("%s %s\n   rest=%q asp=%v svc=%v gen=%v pl=%v hm=%v/%v/%v age=%v ch=%q pap=%q int=%q prose=%v claim=%+v\n  %s\n", x.ID, turn, q.Rest, q.Aspects, fa.Services, q.Generic, fa.Places, fa.Homes, fa.NotHome, fa.Household, fa.Ages, q.Channel, q.Paper, q.Intent, q.Prose, q.Claim, s)
		}
	}
}
