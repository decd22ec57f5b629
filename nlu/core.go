package nlu

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// longStory is how many characters a message holds of which only a part asks.
	longStory = 60
	// longSentence is how many characters a sentence holds of which only some clauses ask.
	longSentence = 40
	// mostAsking is how many sentences are read that ask.
	mostAsking = 3
)

// core is what of a long story asks: its last questions. It is the whole text where that is short, or asks nothing.
func (l *Language) core(text string) string {
	if utf8.RuneCountInString(text) <= longStory {
		return text
	}
	var asking []string
	for _, s := range pieces(text, "。!?;！？；…\n~") {
		if l.asks(s) {
			asking = append(asking, l.pointed(s))
		}
	}
	if len(asking) == 0 {
		return text
	}
	return strings.Join(asking[max(0, len(asking)-mostAsking):], "")
}

// Led is a question of a message and, if it says little by itself, what is told before it
// there, back to another question: 我弄到一半让填什么相片回执号,卡住了。 before 这个号从哪里来.
func (l *Language) Led(message, question string) string {
	first := pieces(question, ",.，。!?！？;；…\n~")
	if len(first) == 0 || countHan(question) >= saysEnough {
		return question
	}
	at := strings.LastIndex(message, first[0])
	if at <= 0 {
		return question
	}
	clauses := pieces(message[:at], ",，。!?！？;；…\n~")
	from, n := len(clauses), 0
	for from > 0 && n+countHan(clauses[from-1]) <= mostLed && !l.asks(clauses[from-1]) {
		from--
		n += countHan(clauses[from])
	}
	return strings.Join(clauses[from:], "") + question
}

const (
	// saysEnough is how many characters a question holds that can be found by itself.
	saysEnough = 10
	// mostLed is how many characters before it are looked at.
	mostLed = 40
)

func countHan(text string) (n int) {
	for _, r := range text {
		if IsHan(r) {
			n++
		}
	}
	return n
}

// asks reports a sentence with the words of a question; 会不会 and the like in a story
// count as well.
func (l *Language) asks(sentence string) bool {
	return l.cues["questions"].MatchString(fullWidth.Replace(sentence))
}

// fullWidth turns the signs of a text as it was written into those that the lists know.
var fullWidth = strings.NewReplacer("，", ",", "？", "?", "！", "!", "；", ";")

// pointed is what of a long sentence asks: from the clause before the first that asks to
// the last that does.
func (l *Language) pointed(sentence string) string {
	if utf8.RuneCountInString(sentence) <= longSentence {
		return sentence
	}
	clauses := pieces(sentence, ",，、:：")
	first, last := -1, -1
	for i, c := range clauses {
		if l.asks(c) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return sentence
	}
	return strings.Join(clauses[max(0, first-1):last+1], "")
}

// pieces cuts a text behind each of the signs.
func pieces(text, signs string) (out []string) {
	start := 0
	for i, r := range text {
		if strings.ContainsRune(signs, r) {
			out, start = append(out, text[start:i+utf8.RuneLen(r)]), i+utf8.RuneLen(r)
		}
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// within fills in what the question of a story leaves out with what the whole of it
// says. What the question says itself stays.
func (l *Language) within(q, whole Reading) Reading {
	home := len(q.Here) == 1 && slices.Contains(whole.Homes, q.Here[0]) // 是不是必须回湛江
	if q.Here == nil || whole.Here != nil && (home || l.Around(q.Here, whole.Here)) {
		q.Here, q.Unsure, q.Origin, q.There, q.Both, q.From, q.Made, q.Implied = whole.Here, whole.Unsure, whole.Origin, whole.There, whole.Both, whole.From, whole.Made, whole.Implied
	}
	if q.Homes == nil && q.NotHome == "" && q.Household == nil {
		q.Homes, q.NotHome, q.Household = whole.Homes, whole.NotHome, whole.Household
	}
	if q.Services == nil {
		q.Services, q.Generic = whole.Services, q.Generic || whole.Generic
	}
	if q.Documents == nil {
		q.Documents = whole.Documents
	}
	if !q.AgeSaid {
		q.Ages, q.AgeSaid, q.Kin, q.AgeThen = whole.Ages, whole.AgeSaid, whole.Kin, whole.AgeThen
	}
	if q.Dated.IsZero() {
		q.Dated, q.Old = whole.Dated, whole.Old
	}
	if q.Months == 0 {
		q.Months, q.Due = whole.Months, whole.Due
	}
	q.Another = q.Another || whole.Another
	q.Self, q.Myself = whole.Self, whole.Myself
	q.Not, q.Intent, q.Masked = whole.Not, whole.Intent, whole.Masked
	q.Text, q.Said, q.Rest = whole.Text, whole.Said, whole.Rest
	return q
}
