package index

import (
	"slices"
	"testing"

	"huizhi/kb"
	"huizhi/kb/place"
)

func TestBest(t *testing.T) {
	type h struct {
		id    kb.PassageID
		score float64
		level place.Level
	}
	for _, test := range []struct {
		name string
		hits []h
		n    int
		want []kb.PassageID
	}{
		{"by score", []h{{"a", 0.3, 0}, {"b", 0.9, 0}, {"c", 0.6, 0}}, 3, []kb.PassageID{"b", "c", "a"}},
		{"no more than asked for", []h{{"a", 0.3, 0}, {"b", 0.9, 0}}, 1, []kb.PassageID{"b"}},
		{"equal scores by ID", []h{{"c", 0.5, 0}, {"a", 0.5, 0}, {"b", 0.5, 0}}, 3, []kb.PassageID{"a", "b", "c"}},
		{"nearly equal by place", []h{{"a", 1, place.Country}, {"b", 0.96, place.City}}, 2, []kb.PassageID{"b", "a"}},
		{"not nearly equal", []h{{"a", 1, place.Country}, {"b", 0.84, place.City}}, 2, []kb.PassageID{"a", "b"}},
		{"nearly equal to the best left", []h{{"a", 1, 0}, {"b", 0.8, 0}, {"c", 0.74, place.City}}, 3, []kb.PassageID{"a", "c", "b"}},
		{"same place by score", []h{{"a", 0.96, place.City}, {"b", 1, place.City}}, 2, []kb.PassageID{"b", "a"}},
		{"nothing", nil, 3, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var hits []hit
			for _, h := range test.hits {
				hits = append(hits, hit{kb.Match{Passage: &kb.Passage{ID: h.id}, Score: h.score}, h.level})
			}
			var got []kb.PassageID
			for _, m := range first(hits, test.n) {
				got = append(got, m.Passage.ID)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}
