package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"huizhi/answer"
	"huizhi/handoff"
	"huizhi/phrases"
)

// Reply is an answer as the conversation keeps it.
type Reply struct {
	Kind    answer.Kind    `json:"kind"`
	Text    string         `json:"text"`
	More    string         `json:"more,omitempty"`
	Place   string         `json:"place,omitempty"`
	Article string         `json:"article,omitempty"` // the first it rests on
	Passage string         `json:"passage,omitempty"` // what it quotes, if it quotes one
	Asks    string         `json:"asks,omitempty"`
	Act     answer.Sort    `json:"act,omitempty"`     // what seems to be wanted instead of an answer
	Sources []string       `json:"sources,omitempty"` // a line each
	Suggest []string       `json:"suggest,omitempty"`
	Facts   answer.Facts   `json:"facts"`
	Known   []answer.Known `json:"known,omitempty"` // the facts in words
}

// tell gives the answer.
func (s *step) tell() {
	r := s.in.Event.(Answered).Reply
	before, found := s.c.Known, *s.c.Pending
	s.settle(r)
	m := s.worded(r, before, found)
	if r.Kind == answer.KindUnknown && len(found.Files) > 0 && found.Lead == "" {
		m = s.cannotJudge()
	}
	s.c.Masked = false
	switch {
	case r.Kind == answer.KindHandoff:
		s.openTicket()
		return
	case r.Act == answer.Cancel && s.c.Ticket != "":
		s.askToEnd()
		return
	}
	s.c.Last.Delivery = s.say(m)
	s.said(handoff.TheBot, r.Text)
}

// settle keeps what the answer leaves behind.
func (s *step) settle(r Reply) {
	s.c.Pending, s.c.Facts, s.c.Known = nil, r.Facts, r.Known
	s.c.More, s.c.Asks = r.More, r.Asks
	s.c.Count++
	s.c.remember(Told{ID: s.c.Count, Text: brief(s.c.Last.Text), Article: r.Article, Passage: r.Passage, Place: r.Place, Facts: r.Facts, Known: r.Known})
	s.c.Misses++
	if r.Kind != answer.KindUnknown {
		s.c.Misses = 0
		return
	}
	s.do(Note{Feedback{Kind: Miss, Text: brief(s.c.Last.Text), Place: r.Place, At: s.in.At}})
}

// worded is the answer as a message: what it goes by if that was said earlier,
// and the ways to go on.
func (s *step) worded(r Reply, before []answer.Known, found Pending) *Say {
	m := &Say{Sources: r.Sources, Instead: s.c.Last.Instead, Article: r.Article}
	if found.Lead != "" {
		m.Lines = append(m.Lines, line(found.Lead))
	}
	if len([]rune(s.c.Last.Text)) > longestQuestion {
		m.Lines = append(m.Lines, line("reply.cut"))
	}
	m.Lines = append(m.Lines, Line{Text: r.Text})
	earlier := r.Kind == answer.KindAnswer && len(carried(before, r.Known)) > 0
	if earlier {
		m.Lines = append(m.Lines, line("reply.known", strings.Join(labels(r.Known), "、")))
	}
	if len(found.Files) > 0 && found.Lead == "" {
		m.Lines = append(m.Lines, line("photo.seen"))
	}
	if s.c.Masked {
		m.Lines = append(m.Lines, line("answer.masked"))
	}
	if s.c.Misses > 1 && s.c.Ticket == "" {
		m.Lines = append(m.Lines, line("reply.misses"))
	}
	return s.ways(m, r, earlier, found)
}

// ways adds the buttons: the facts that would change the answer first.
func (s *step) ways(m *Say, r Reply, earlier bool, found Pending) *Say {
	var next []Choice
	if r.More != "" {
		next = append(next, Choice{Key: "button.more", Data: "more/" + strconv.Itoa(s.c.Count), Once: true})
	}
	if earlier {
		next = append(next, Choice{Key: "button.change", Data: "change"})
	}
	if s.around.Can.Files && found.Lead == "" && (len(found.Files) > 0 || r.Kind == answer.KindAnswer) {
		next = append(next, choiceOrder)
	}
	if r.Kind == answer.KindOrder {
		next = append(next, choiceRules)
	}
	next = append(next, s.person())
	for chunk := range rows(without(r.Suggest, next), "say/"+strconv.Itoa(s.c.Count)) {
		m.row(chunk...)
	}
	m.row(next...)
	if r.Kind == answer.KindAnswer {
		m.row(s.vote("👍", "up"), s.vote("👎", "down"))
	}
	return m
}

// person is the way to a person, or away from the one that is waited for.
func (s *step) person() Choice {
	if s.c.Ticket == "" {
		return choiceHuman
	}
	return choiceEnd
}

// without leaves out labels that stand on other buttons already.
func without(labels []string, buttons []Choice) []string {
	return slices.DeleteFunc(slices.Clone(labels), func(l string) bool {
		return slices.ContainsFunc(buttons, func(b Choice) bool { return b.Key != "" && phrases.Say(b.Key) == l })
	})
}

func (s *step) vote(label, verb string) Choice {
	return Choice{Label: label, Data: fmt.Sprintf("%s/%d", verb, s.c.Count), Once: true}
}

// The buttons that stand below several messages.
var (
	choiceHuman = Choice{Key: "button.human", Data: "human"}
	choiceOrder = Choice{Key: "button.order", Data: "order"}
	choiceRules = Choice{Key: "button.rules", Data: "rules"}
	choiceEnd   = Choice{Key: "button.end", Data: "end"}

	choiceForget = Choice{Key: "button.forget", Data: "forget"}
)

// rows lays out suggestions that mean some data: short ones side by side, a long one
// alone.
func rows(labels []string, data string) func(yield func([]Choice) bool) {
	const width = 16 // characters that fit side by side on a phone
	return func(yield func([]Choice) bool) {
		var row []Choice
		used := 0
		for _, l := range labels {
			n := len([]rune(l)) + 2
			if used+n > width && len(row) > 0 {
				if !yield(row) {
					return
				}
				row, used = nil, 0
			}
			row, used = append(row, Choice{Label: l, Data: data}), used+n
		}
		if len(row) > 0 {
			yield(row)
		}
	}
}

// carried is what was known before and still is.
func carried(before, now []answer.Known) []answer.Known {
	var out []answer.Known
	for _, b := range before {
		for _, n := range now {
			if b == n {
				out = append(out, n)
			}
		}
	}
	return out
}

func labels(ks []answer.Known) []string {
	var out []string
	for _, k := range ks {
		out = append(out, k.Label)
	}
	return out
}

// more says what did not fit into the last answer. A button of an older answer
// does not mean this one.
func (s *step) more() {
	if s.c.More == "" || s.arg != "" && s.arg != strconv.Itoa(s.c.Count) {
		s.phrase("more.none")
		return
	}
	s.say(&Say{Lines: []Line{{Text: s.c.More}}})
	s.said(handoff.TheBot, s.c.More)
	s.c.More = ""
}

// apologize says that no answer was found this time: it is our fault.
func (s *step) apologize() {
	s.c.Pending, s.c.Failed = nil, true
	s.phrase("reply.failed").row(Choice{Key: "button.again", Data: "again"}, s.person())
}

// again asks the last question once more.
func (s *step) again() {
	if !s.c.Failed {
		s.oldButton()
		return
	}
	s.void()
	s.ask(s.c.Last, "")
}

// cannotDo says that a step of an earlier or later version of ours cannot be taken.
func (s *step) cannotDo() {
	s.phrase("task.unknown").row(s.person())
}

// cannotRead says what we cannot do with, and what we can.
func (s *step) cannotRead() { s.phrase("unread." + s.arg) }

// whatNumber answers a number that no question asked for.
func (s *step) whatNumber() { s.phrase("number.alone", fold(s.text)) }

// oldButton answers a button that means nothing any more.
func (s *step) oldButton() { s.phrase("button.old") }

// privacy says what is kept, how long, who sees it, and how it is erased. It must
// be true: store/doc.go says what is kept, conversation.go how much, operating.md
// what becomes of backups.
func (s *step) privacy() {
	m := s.phrase("privacy.kept", maxTranscript, maxSpoken)
	m.Lines = append(m.Lines, line("privacy.masked"), line("privacy.long"), line("privacy.seen"), line("privacy.erase"), line("privacy.app"))
	m.row(choiceForget)
}

// help says what can be done here.
func (s *step) help() {
	s.phrase("bot.help").row(choiceOrder, s.person())
}
