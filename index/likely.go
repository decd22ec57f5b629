package index

import (
	"math"
	"slices"
)

// likely tells how likely passages are by the characters, pairs of characters and words
// of a question: naive Bayes over what each passage is asked with and what customers
// said who meant it. It knows the words that one passage draws, where the meaning only
// knows what is alike.
type likely struct {
	marks *marks
	holds [][]posting // by number
	none  []float64   // by entry: what a mark says that none of its texts holds,
	told  []float64   // and how much is told of it, from 0 to 1: few texts leave out much
}

// posting is an entry with a mark, and how much more that says than none.
type posting struct {
	entry int32
	more  float32
}

// rarest is how often each mark is taken to occur more than it does. Chosen, with
// likelyShare, on messages by others than those who wrote the utterances.
const rarest = 0.1

// enoughTexts is how many texts tell most of how a passage is asked for.
const enoughTexts = 30

// newLikely counts the marks of the texts of entries, in the order of their numbers.
func newLikely(entries []*entry) *likely {
	l := &likely{marks: newMarks()}
	var count []int32 // of the entry's texts with a mark, by number
	var totals []float64
	for i, e := range entries {
		var found []int32
		total := 0.0
		for _, text := range group(e.passage).Texts {
			for _, n := range l.marks.learn(text) {
				if int(n) >= len(count) {
					count = append(count, make([]int32, int(n)+1-len(count))...)
				}
				if count[n] == 0 {
					found = append(found, n)
				}
				count[n]++
				total++
			}
		}
		totals = append(totals, total)
		l.told = append(l.told, min(1, float64(len(group(e.passage).Texts))/enoughTexts))
		l.holds = append(l.holds, make([][]posting, len(count)-len(l.holds))...)
		for _, n := range found {
			more := float32(math.Log((float64(count[n]) + rarest) / rarest))
			l.holds[n], count[n] = append(l.holds[n], posting{int32(i), more}), 0
		}
	}
	for _, total := range totals {
		l.none = append(l.none, math.Log(rarest/(total+rarest*float64(l.marks.count))))
	}
	return l
}

// of tells by entry how likely a text is, as a logarithm for a text of usual length.
func (l *likely) of(text string) []float64 {
	known := l.marks.known(text)
	slices.Sort(known)
	known = slices.Compact(known)
	out := make([]float64, len(l.none))
	if len(known) == 0 {
		return out
	}
	for i, none := range l.none {
		out[i] = float64(len(known)) * none
	}
	for _, n := range known {
		for _, p := range l.holds[n] {
			out[p.entry] += float64(p.more)
		}
	}
	for i := range out {
		out[i] /= math.Sqrt(float64(len(known)))
	}
	return out
}

// leastLikely is as unlikely as a passage can be beside the likeliest.
const leastLikely = -10

// behind is how far an entry is behind the likeliest, of whose likelihood these are.
func (l *likely) behind(values []float64, best float64, e *entry) float64 {
	return l.told[e.number] * max(values[e.number]-best, leastLikely)
}

// likeliest are the two highest values among entries.
func likeliest(values []float64, entries []*entry) (first, second float64) {
	first, second = math.Inf(-1), math.Inf(-1)
	for _, e := range entries {
		switch v := values[e.number]; {
		case v > first:
			first, second = v, first
		case v > second:
			second = v
		}
	}
	return first, second
}
