package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// Labelled is a passage and other wordings of what it answers.
type Labelled struct {
	Passage  kb.PassageID
	Wordings []string
}

// ReadLabelled reads a file with a passage and its wordings in each line of JSON.
func ReadLabelled(path string) ([]Labelled, error) {
	return readLines(path, func(line []byte) (l Labelled, err error) {
		if json.Unmarshal(line, &l) != nil || l.Passage == "" {
			return l, fmt.Errorf("%s", phrases.Say("eval.labelled"))
		}
		return l, nil
	})
}

// Outcome is what became of one wording.
type Outcome string

// The outcomes. The last two are of wordings whose place was not heard: nobody
// can be answered by a city's passage who does not name the city.
const (
	AtOnce     Outcome = "at_once"     // its passage answers
	OneTap     Outcome = "one_tap"     // it is among the first three offered
	Asked      Outcome = "asked_back"  // something is asked back
	Refused    Outcome = "refused"     // not known
	Astray     Outcome = "astray"      // anything else
	OtherPlace Outcome = "other_place" // answered with another place's rule
	Wider      Outcome = "wider"       // answered with a wider place's
)

// Found is one wording, what became of it, and how far down its passage stood
// among what the index found.
type Found struct {
	Want    *kb.Passage
	Wording string
	Heard   bool // the passage is the country's, or the reply's place is its scope
	Outcome Outcome
	Reply   answer.Answer
	Ranks   Ranks
}

// Ranks says how far down a passage stood, 1 for the first: in the order that
// answers are given by, and as words alone and meaning alone would have it; 0
// where it was not found.
type Ranks struct{ Both, Words, Meaning int }

// deepest is more than the index finds.
const deepest = 200

// Wordings asks each wording alone and tells whether its passage is what
// answers. A passage may be named as it was called before.
func Wordings(ctx context.Context, know answer.Knowledge, answers *answer.Answerer, list []Labelled, at time.Time) ([]Found, error) {
	var out []Found
	for _, l := range list {
		want, ok := know.Corpus.Passage(l.Passage)
		if !ok {
			return nil, fmt.Errorf("%s", phrases.Say("eval.no_passage", l.Passage))
		}
		for _, w := range l.Wordings {
			f, err := find(ctx, know, answers, want, w, at)
			if err != nil {
				return nil, err
			}
			out = append(out, f)
		}
	}
	return out, nil
}

// find asks one wording.
func find(ctx context.Context, know answer.Knowledge, answers *answer.Answerer, want *kb.Passage, wording string, at time.Time) (Found, error) {
	_, reply, trace, err := answers.Follow(ctx, answer.Facts{}, wording, at, nil)
	if err != nil {
		return Found{}, err
	}
	f := Found{Want: want, Wording: wording, Reply: reply, Heard: covers(want.Article, reply.Place)}
	f.Outcome = f.outcome(know.Corpus)
	read := trace.Readings[0]
	matches, err := know.Index.Search(ctx, kb.Query{Text: read.Question.Text, Places: read.Facts.Places}, deepest)
	f.Ranks = ranks(matches, want)
	return f, err
}

// ranks looks for a passage in what was found.
func ranks(matches []kb.Match, want *kb.Passage) Ranks {
	at := slices.IndexFunc(matches, func(m kb.Match) bool { return m.Passage == want })
	if at < 0 {
		return Ranks{}
	}
	return Ranks{
		at + 1,
		rank(matches, at, func(m kb.Match) float64 { return m.Words }),
		rank(matches, at, func(m kb.Match) float64 { return m.Meaning.Texts }),
	}
}

// rank is how far down one match stands by a score; 0 if that is nothing.
func rank(matches []kb.Match, at int, score func(kb.Match) float64) int {
	own, place := score(matches[at]), 1
	if own <= 0 {
		return 0
	}
	for _, m := range matches {
		if score(m) > own {
			place++
		}
	}
	return place
}

// covers reports whether an article is for the whole country or for just the
// place of a reply.
func covers(a *kb.Article, at place.Name) bool {
	return slices.Contains(a.Scope, place.Nation) || slices.Contains(a.Scope, at)
}

// outcome tells what a reply makes of the wording.
func (f Found) outcome(c *kb.Corpus) Outcome {
	offered := f.Reply.Suggest[:min(3, len(f.Reply.Suggest))]
	switch {
	case f.answered():
		return AtOnce
	case slices.Contains(offered, f.Want.Questions[0]):
		return OneTap
	case f.Reply.Kind == answer.KindAsk:
		return Asked
	case f.Reply.Kind == answer.KindUnknown:
		return Refused
	case f.Heard:
		return Astray
	}
	strange := func(s answer.Source) bool {
		a, ok := c.Article(s.Article)
		return ok && !covers(a, f.Reply.Place)
	}
	if slices.ContainsFunc(f.Reply.Sources, strange) {
		return OtherPlace
	}
	return Wider
}

// quoted is how many characters of a passage tell that it is quoted.
const quoted = 14

// answered reports a reply that quotes the passage, or, for the opening of an
// article, rests on the article.
func (f Found) answered() bool {
	if f.Want.Lead {
		return f.Reply.Passage == f.Want.ID || slices.ContainsFunc(f.Reply.Sources, func(s answer.Source) bool { return s.Article == f.Want.Article.ID })
	}
	begin := []rune(squeezed(f.Want.Text))
	return f.Reply.Passage == f.Want.ID || strings.Contains(squeezed(f.Reply.Text), string(begin[:min(quoted, len(begin))]))
}

// squeezed is a text without blanks.
func squeezed(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// Shares sums up what was found: how many, and what share of them had each
// outcome, in percent.
func Shares(found []Found, heard bool) (n int, share func(...Outcome) float64) {
	count := map[Outcome]int{}
	for _, f := range found {
		if f.Heard == heard {
			count[f.Outcome]++
			n++
		}
	}
	return n, func(of ...Outcome) float64 {
		sum := 0
		for _, o := range of {
			sum += count[o]
		}
		if n == 0 {
			return 0
		}
		return Score{Asked: n, Passed: sum}.Rate()
	}
}

// Recall is the share, in percent, of those whose place was heard that stand
// among the first k.
func Recall(found []Found, k int, rank func(Ranks) int) float64 {
	s := Score{}
	for _, f := range found {
		if !f.Heard {
			continue
		}
		s.Asked++
		if r := rank(f.Ranks); 0 < r && r <= k {
			s.Passed++
		}
	}
	return s.Rate()
}
