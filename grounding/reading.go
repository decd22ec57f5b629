package grounding

import (
	"strings"
	"unicode/utf8"

	"huizhi/kb/place"
)

// read sorts the words of a clause.
func (c *Checker) read(text string) clause {
	cl := clause{text: text, marks: map[class][]string{}, when: map[class][]string{}, places: map[place.Name]bool{}}
	skip, counted := c.spans(&cl)
	var moods []class
	run := ""
	end := func() {
		if run != "" {
			cl.words = append(cl.words, run)
			cl.joined += run
			run = ""
		}
	}
	for i := 0; i < len(text); {
		if n := skip[i]; n > 0 {
			end()
			if means := counted[i]; means != "" {
				cl.core = append(cl.core, means)
			}
			i += n
			continue
		}
		w, size := c.dictionary.at(text[i:])
		if size == 0 {
			r, n := utf8.DecodeRuneInString(text[i:])
			if isPunct(r) {
				end()
			} else {
				run += string(r)
				cl.core = append(cl.core, string(r))
			}
			i += n
			continue
		}
		switch w.class {
		case content:
			run += text[i : i+size]
			cl.core = append(cl.core, w.means)
		case neutral:
			end()
		case only, every, enough, either, report, sequence, except, iffy, will, about:
			cl.marks[w.class] = append(cl.marks[w.class], w.means)
			if w.class == enough {
				moods = append(moods, may)
			}
			if w.class == only || w.class == about || w.class == sequence || w.class == except || w.class == report {
				cl.core = append(cl.core, w.means)
			}
			end()
		case service, household, offsite, channel:
			cl.when[w.class] = append(cl.when[w.class], w.means)
			cl.core = append(cl.core, w.means)
			end()
		case paper:
			cl.papers = append(cl.papers, w.means)
			cl.core = append(cl.core, w.means)
			end()
		default:
			moods = append(moods, w.class)
			if w.class != may && w.class != must && w.class != hard {
				cl.core = append(cl.core, denial)
			}
			end()
		}
		i += size
	}
	end()
	cl.mood, cl.denied = moodOf(moods)
	cl.beside = beside(moods, cl.denied)
	return cl
}

// denial is any word that denies, in the order of a clause.
const denial = "¬"

// spans takes out quantities and places; it returns how many bytes to skip at
// each place of the text, and the quantities by where they stand.
func (c *Checker) spans(cl *clause) (skip map[int]int, counted map[int]string) {
	skip, counted = map[int]int{}, map[int]string{}
	for _, s := range quantities(cl.text) {
		skip[s.start] = s.end - s.start
		if s.age {
			cl.when[whenAge] = append(cl.when[whenAge], s.means)
		} else {
			cl.counts = append(cl.counts, s.means)
			counted[s.start] = s.means
		}
	}
	for _, m := range c.places.Find(cl.text) {
		if !overlaps(skip, m.Start, m.End) {
			skip[m.Start] = m.End - m.Start
			for _, name := range m.Places {
				cl.places[name] = true
			}
			counted[m.Start] = string(m.Places[0])
		}
	}
	if i := strings.Index(cl.text, "免费"); i >= 0 && !overlaps(skip, i, i+len("免费")) {
		skip[i] = len("免费")
		cl.counts = append(cl.counts, free)
		counted[i] = free
	}
	return skip, counted
}

func overlaps(skip map[int]int, start, end int) bool {
	for at, n := range skip {
		if start < at+n && at < end {
			return true
		}
	}
	return false
}
