package answer

import (
	"context"
	"slices"
	"strings"
	"time"

	"huizhi/kb"
	"huizhi/phrases"
)

// maxParts is how many questions of one message are answered one by one.
const maxParts = 4

// parts cuts a message into its questions. What is told before a question
// belongs to it, and so does what is added behind it. Fewer than two mean that
// the message is answered as a whole.
func (l *Language) parts(raw string, at time.Time) []string {
	text, _ := l.normalizer.normalize(raw)
	var out []string
	told, asked := "", false
	for _, clause := range clauses(text) {
		asks, tag := l.asking(clause, at)
		switch {
		case tag && len(out) > 0 && told == "", !asks && asked && told == "" && len(out) > 0 && !l.opensNext(clause):
			out[len(out)-1] += clause
		case asks && !tag:
			out, told, asked = append(out, told+clause), "", true
		default:
			told += clause
		}
	}
	if told != "" && len(out) > 0 {
		out[len(out)-1] += told
	}
	return out
}

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

// leastContent is how many characters a clause must hold, beside what all
// questions hold, to be a question of its own.
const leastContent = 3

// shortPart is how many characters a question must have to be trusted with a
// passage that is only somewhat like it: 微信行吗 is like many.
const (
	shortPart = 8
	partScore = 0.5
)

// asking reports whether a clause asks something, and whether it is only the
// tag of a question: 对吧, 行不行.
func (l *Language) asking(clause string, at time.Time) (asks, tag bool) {
	q := l.read(clause, at)
	if q.Intent != Ask {
		return false, false
	}
	plainly := len(q.Aspects) == 0 || len(q.Aspects) == 1 && (q.Asks(How) || q.Asks(kb.Can))
	asks = l.cues["questions"].MatchString(clause) && !(q.Compare && len(q.Aspects) == 0 && !q.says())
	if q.Single && len(q.Aspects) <= 1 {
		return asks, asks // 只说行不行
	}
	slight := q.Rest == "" || len(q.Aspects) == 0 && len([]rune(q.Rest)) < leastContent
	return asks, asks && plainly && slight && !q.says() && q.Channel == "" && q.Paper == ""
}

// opensNext reports words that lead on to the next question: 另外, 还有.
func (l *Language) opensNext(clause string) bool {
	return l.cues["leads_on"].MatchString(clause)
}

// part is one question of a message and its reply.
type part struct {
	in    *inquiry
	reply Answer
}

// several answers the questions of a message one after the other, each as if
// it had been sent alone after the others. ok is false when one reply does for
// all of them.
func (a *Answerer) several(ctx context.Context, whole *inquiry, reply Answer, raw string, at time.Time) (Facts, Answer, bool, error) {
	texts := a.language.parts(raw, at)
	if len(texts) < 2 || len(texts) > maxParts || whole.q.Intent != Ask || whole.certain() || whole.outside() {
		return Facts{}, Answer{}, false, nil
	}
	facts := whole.facts
	var parts []part
	for _, text := range texts {
		var q Question
		facts, q = a.language.Understand(facts, text, at)
		in := &inquiry{Knowledge: whole.Knowledge, words: whole.words, facts: facts, q: q, places: whole.places, brief: true}
		in.q.Enumerate = true // there is no room for asking back
		r, err := in.reply(ctx)
		if err != nil {
			return Facts{}, Answer{}, false, err
		}
		if in.quoted == nil || in.score >= partScore || in.q.Channel != "" || len([]rune(text)) >= shortPart {
			parts = append(parts, part{in, r})
		}
	}
	if !separate(whole, reply, parts) {
		return Facts{}, Answer{}, false, nil
	}
	return facts, join(parts), true, nil
}

// certain reports a passage that was written for the whole message.
func (in *inquiry) certain() bool { return in.quoted != nil && in.score >= nearScore }

// outside reports a message about what is not ours.
func (in *inquiry) outside() bool { return in.elsewhere() || in.foreigner() }

// separate reports whether parts tell more than the reply to the whole.
func separate(whole *inquiry, reply Answer, parts []part) bool {
	answered := slices.DeleteFunc(slices.Clone(parts), func(p part) bool { return p.reply.Kind != KindAnswer })
	if len(answered) == 0 || len(answered) == 1 && reply.Kind == KindAnswer {
		return false
	}
	if reply.Kind != KindAnswer || whole.quoted != nil || whole.aside {
		return true
	}
	return slices.ContainsFunc(answered, func(p part) bool { return !whole.covers(p.in) })
}

// covers reports whether the cases said of the whole message what one of its
// questions asks.
func (in *inquiry) covers(p *inquiry) bool {
	same := in.facts.Services.Contains(p.facts.Services) && p.facts.Services.Contains(in.facts.Services) && in.facts.Ages == p.facts.Ages && slices.Equal(in.facts.Places, p.facts.Places)
	return p.quoted == nil && same && !slices.ContainsFunc(p.q.Aspects, func(a Aspect) bool { return !in.q.Asks(a) })
}

// join puts the replies below each other: answers first, then what has to be
// asked back or is not known.
func join(parts []part) Answer {
	out := Answer{Kind: KindAnswer}
	var texts []string
	missed := false
	for _, p := range parts {
		missed = missed || p.reply.Kind == KindUnknown
		if p.reply.Kind == KindUnknown || slices.Contains(texts, p.reply.Text) {
			continue
		}
		texts = append(texts, p.reply.Text)
		out.Place, out.Service, out.Suggest = p.reply.Place, p.reply.Service, p.reply.Suggest
		for _, s := range p.reply.Sources {
			if !slices.Contains(out.Sources, s) {
				out.Sources = append(out.Sources, s)
			}
		}
	}
	if missed {
		texts = append(texts, phrases.Say("unknown.part"))
	}
	out.Text, out.More = share(texts)
	return out
}

// share shows some of every text when all of them are more than a screen.
func share(texts []string) (head, more string) {
	if len([]rune(joinLines(texts...))) <= maxReply-closingRoom {
		return joinLines(texts...), ""
	}
	room := (maxReply - closingRoom) / len(texts)
	var heads, rests []string
	for _, text := range texts {
		rest := ""
		if len([]rune(text)) > room {
			text, rest = splitAt(text, room)
		}
		heads, rests = append(heads, text), append(rests, rest)
	}
	return joinLines(heads...), joinLines(rests...)
}

// closingRoom is kept for the lines that close a reply.
const closingRoom = 60
