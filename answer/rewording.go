package answer

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huizhi/grounding"
	"huizhi/phrases"
)

// maxClaims is how many sentences of a model are looked at.
const maxClaims = 40

// rewording is a reply being put into a model's words, sentence by sentence. A
// sentence takes the place of the lines it names if it says all that they say
// and nothing else; a line that no sentence takes stays as it is.
type rewording struct {
	checker *grounding.Checker
	known   string // of the customer's case
	lines   []replyLine
	next    int    // the first line that is not said yet
	said    string // what takes the place of the lines before
	lost    bool   // the first line will not be worded
	pending string // what came since the last line end
	claims  []Claimed
	show    func(text string) // gets all that is said so far
	giveUp  func()            // ends the call: nothing can come of it
}

// replyLine is a line of a reply, or a sentence of one. number is 0 for what
// only we word.
type replyLine struct {
	text   string
	number int
	begins bool // a line
}

// newRewording numbers the sentences of a reply that may be worded.
func newRewording(reply Answer) *rewording {
	w := &rewording{}
	number := 0
	for text := range strings.SplitSeq(reply.Text, "\n") {
		if slices.Contains(reply.ours, text) {
			w.lines = append(w.lines, replyLine{text, 0, true})
			continue
		}
		for i, sentence := range sentences(text) {
			number++
			w.lines = append(w.lines, replyLine{sentence, number, i == 0})
		}
	}
	return w
}

// leastSentence is how many characters stand as a sentence of their own: 可以。
// goes with the one behind it.
const leastSentence = 8

// sentences cuts a line behind its full stops.
func sentences(line string) []string {
	var out []string
	start := 0
	for i, r := range line {
		end := i + len(string(r))
		if strings.ContainsRune("。！？", r) && utf8.RuneCountInString(line[start:end]) >= leastSentence {
			out, start = append(out, line[start:end]), end
		}
	}
	if start < len(line) {
		out = append(out, line[start:])
	}
	return out
}

// numbered are the lines a model is given.
func (w *rewording) numbered() []numbered {
	var out []numbered
	for _, l := range w.lines {
		if l.number > 0 {
			out = append(out, numbered{l.number, l.text})
		}
	}
	return out
}

// chunk takes what a model writes, and looks at every line that is complete.
func (w *rewording) chunk(text string) {
	w.pending += text
	for {
		line, rest, ok := strings.Cut(w.pending, "\n")
		if !ok {
			return
		}
		w.pending = rest
		w.sentence(line)
	}
}

// sentence takes one line of a model: blank ones and fences say nothing.
func (w *rewording) sentence(line string) {
	c, ok := readClaim(line)
	if !ok || w.lost {
		return
	}
	c.Why, c.Faults = w.judge(&c)
	w.claims = append(w.claims, c)
	switch {
	case c.Why != "":
	case w.said == "" && c.Lines[0] != 1:
		w.lost = true
		w.giveUp()
	default:
		w.say(c)
	}
}

// judge says why a sentence must not be shown, if so.
func (w *rewording) judge(c *Claimed) (Drop, []grounding.Fault) {
	if len(w.claims) >= maxClaims {
		return Late, nil
	}
	first, last, why := w.span(c.Lines)
	if why != "" {
		return why, nil
	}
	for _, l := range w.lines[first : last+1] {
		if l.number > 0 {
			c.Cited = append(c.Cited, l.text)
		}
	}
	if faults := w.checker.Check(c.Text, c.Cited, w.known); len(faults) > 0 {
		return Unsound, faults
	}
	if faults := w.checker.Omits(c.Text, c.Cited, w.known); len(faults) > 0 {
		return Partial, faults
	}
	return "", nil
}

// span finds the lines that a sentence names: neighbours that were not said yet.
func (w *rewording) span(numbers []int) (first, last int, why Drop) {
	if len(numbers) == 0 {
		return 0, 0, Unnamed
	}
	for i, n := range numbers {
		at := slices.IndexFunc(w.lines, func(l replyLine) bool { return n > 0 && l.number == n })
		switch {
		case at < 0:
			return 0, 0, Unnamed
		case at < w.next, i > 0 && n != numbers[i-1]+1:
			return 0, 0, Misorder
		case i == 0:
			first = at
		}
		last = at
	}
	return first, last, ""
}

// say puts a sentence in the place of its lines, after those before them.
func (w *rewording) say(c Claimed) {
	first, last, _ := w.span(c.Lines)
	w.keep(w.lines[w.next:first])
	w.add(phrases.Sentence(c.Text), w.lines[first].begins)
	for _, l := range w.lines[first : last+1] {
		if l.number == 0 {
			w.add(l.text, true)
		}
	}
	w.next = last + 1
	if w.show != nil {
		w.show(head(w.sofar()))
	}
}

// sofar is the whole reply as it stands: what is worded, and what is not yet.
func (w *rewording) sofar() string {
	rest := rewording{said: w.said}
	rest.keep(w.lines[w.next:])
	return rest.said
}

// keep leaves lines as they are.
func (w *rewording) keep(lines []replyLine) {
	for _, l := range lines {
		w.add(l.text, l.begins)
	}
}

// add goes on with a line or a sentence.
func (w *rewording) add(text string, begins bool) {
	if begins && w.said != "" {
		w.said += "\n"
	}
	w.said += text
}

// end says whether what passed may be used; empty if so. Then the lines that
// nobody worded stand at the end.
func (w *rewording) end(failed Reason) Reason {
	if failed == "" {
		w.sentence(w.pending)
	}
	kept := 0
	for _, c := range w.claims {
		if c.Why == "" {
			kept++
		}
	}
	switch {
	case w.lost:
		return VerdictLost
	case failed != "":
		return failed
	case len(w.claims) == 0:
		return NoClaims
	case w.said == "":
		return VerdictLost
	case 2*kept < len(w.claims):
		return HalfDropped
	}
	w.keep(w.lines[w.next:])
	return ""
}
