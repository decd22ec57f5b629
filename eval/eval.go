// Package eval measures how well customers are answered.
//
// There are five examinations, and none of them changes anything:
//
//	Golden         the questions that editors keep beside their articles
//	Conversations  whole conversations of a file, with what the last reply must be
//	Retrieval      the index alone, over any collection of documents and queries
//	Verbatim       every heading and wording of the articles, as it stands
//	Wordings       other wordings of passages: is the passage what answers?
//
// The first two give one Result for each question. Tally counts them by topic:
// what an article is about, or the kind of a conversation.
package eval

import (
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/phrases"
)

// Result is one question that was put, and what was wrong with the reply.
type Result struct {
	Topic string
	Where string // file and line, or the ID of a conversation
	Asked string
	Wrong []string // what the reply lacks, for editors; empty when it passes

	Contrary bool // it says 可以 where 不可以 is right, or the other way round
}

// Passed reports whether nothing was wrong.
func (r Result) Passed() bool { return len(r.Wrong) == 0 }

// Score is how many questions of a topic were put and passed.
type Score struct {
	Topic         string
	Asked, Passed int
}

// Rate is the share that passed, in percent; 100 when nothing was asked.
func (s Score) Rate() float64 {
	if s.Asked == 0 {
		return 100
	}
	return 100 * float64(s.Passed) / float64(s.Asked)
}

// Tally counts results by topic, in the order in which topics first occur, and
// all together.
func Tally(results []Result) (topics []Score, total Score) {
	for _, r := range results {
		i := slices.IndexFunc(topics, func(s Score) bool { return s.Topic == r.Topic })
		if i < 0 {
			topics, i = append(topics, Score{Topic: r.Topic}), len(topics)
		}
		for _, s := range []*Score{&topics[i], &total} {
			s.Asked++
			if r.Passed() {
				s.Passed++
			}
		}
	}
	return topics, total
}

// examiner collects what is wrong with one reply.
type examiner struct{ wrong []string }

func (e *examiner) fault(found bool, key string, args ...any) {
	if found {
		e.wrong = append(e.wrong, phrases.Say(key, args...))
	}
}

// says checks what a text must and must not say.
func (e *examiner) says(text string, must, never []string) {
	for _, demand := range must {
		e.fault(!kb.Matches(text, demand), "eval.lacks", demand)
	}
	for _, demand := range never {
		e.fault(kb.Matches(text, demand), "eval.says", demand)
	}
}

// brief is the beginning of a reply in one line.
func brief(text string) string {
	const most = 40
	rs := []rune(strings.ReplaceAll(text, "\n", " "))
	if len(rs) > most {
		rs = append(rs[:most], '…')
	}
	return string(rs)
}
