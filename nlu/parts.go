package nlu

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"huizhi/kb"
)

// Parts cuts a message into its questions. What is told before a question
// belongs to it, and so does what is added behind it. Fewer than two mean that
// the message is answered as a whole.
func (l *Language) Parts(raw string, at time.Time) []string {
	text, _, _ := l.normalizer.normalize(raw)
	text = l.core(l.unwrapped(text))
	if each := l.persons(text, at); len(each) > 1 {
		return each
	}
	var out []string
	told := "" // since the last question
	for _, clause := range clauses(text) {
		asks, tag := l.asking(clause, at)
		added := tag || !asks && !l.cues["leads_on"].MatchString(clause) // 对吧; 我是湖南的
		switch {
		case added && told == "" && len(out) > 0:
			out[len(out)-1] += clause
		case asks && !tag:
			out, told = append(out, told+clause), ""
		default:
			told += clause
		}
		if len(out) > MostParts {
			return out
		}
	}
	if told != "" && len(out) > 0 {
		out[len(out)-1] += told
	}
	return out
}

// persons cuts a message that tells of several people what each wants: 我35到期,我妈60丢了.
// What is told of none of them belongs to the one before, or to the first.
func (l *Language) persons(text string, at time.Time) (out []string) {
	told := ""
	var named []string // who has spoken of something already
	for _, c := range clauses(text) {
		who := startsPerson.FindString(c)
		own := who != "" && !slices.Contains(named, who) && l.read(Reading{Text: c}, at).Services != nil
		if own {
			named = append(named, who)
		}
		switch {
		case own:
			out, told = append(out, told+c), ""
		case len(out) == 0:
			told += c
		case l.asks(c): // 各要多少钱: of each
			for i := range out {
				out[i] += c
			}
		default:
			out[len(out)-1] += c
		}
	}
	return out
}

// startsPerson begins a clause about somebody.
var startsPerson = regexp.MustCompile(`^(?:我(?:爸|妈|老公|老婆|儿子|女儿|弟|妹|哥|姐|孩子|爷爷|奶奶)?|大人|小孩|孩子|老公|老婆|他|她|老大|老二|儿子|女儿|爸|妈)(?:[^们说]|$)`)

// clauses cuts a text behind its punctuation.
func clauses(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		if strings.ContainsRune(",。?!;、:", r) {
			out, start = append(out, text[start:i+len(string(r))]), i+len(string(r))
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// MostParts is how many questions of one message are answered one by one; with
// more the reply asks to go on.
const MostParts = 4

// LeastContent is how many characters a clause must hold, beside what all
// questions hold, to be a question of its own.
const LeastContent = 3

// asking reports whether a clause asks something, and whether it is only the
// tag of a question: 对吧, 行不行, 只说行不行.
func (l *Language) asking(clause string, at time.Time) (asks, tag bool) {
	if !l.cues["questions"].MatchString(clause) {
		return false, false
	}
	q := l.Read(clause, at)
	switch {
	case q.Intent != Ask, q.Compare && len(q.Aspects) == 0 && !q.Says():
		return false, false // 全国都一样吧 is about what follows
	case q.Single && len(q.Aspects) <= 1:
		return true, true
	}
	plainly := len(q.Aspects) == 0 || len(q.Aspects) == 1 && q.Asks(kb.Can)
	slight := q.Rest == "" || len(q.Aspects) == 0 && len([]rune(q.Rest)) < 2
	return true, plainly && slight && !q.Says() && q.Channel == "" && q.Paper == ""
}
