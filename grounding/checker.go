package grounding

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"huizhi/kb"
	"huizhi/kb/place"
)

// Kind says what is wrong with a claim.
type Kind string

// What a claim may say that its lines do not, or leave out.
const (
	Script    Kind = "script"    // characters that hide something or belong to no sentence
	Name      Kind = "name"      // Latin letters: names, links, addresses
	Promise   Kind = "promise"   // that somebody will do something, or wants something
	Asking    Kind = "asking"    // a question, which may mean its contrary
	Number    Kind = "number"    // a quantity, fee, period or date
	Place     Kind = "place"     //
	Condition Kind = "condition" // an age, service, household or channel added, changed or dropped
	Paper     Kind = "paper"     //
	Mood      Kind = "mood"      // may for must, not for so
	Mark      Kind = "mark"      // only, all, enough, either, about
	Part      Kind = "part"      // half of a sentence
	Order     Kind = "order"     // what comes first
	Word      Kind = "word"      // any other word
)

// Fault is one thing that is wrong, and where.
type Fault struct {
	Kind Kind
	Text string // of the claim, or of the line that it leaves out
}

// Checker holds claims against lines. It is immutable and safe for concurrent use.
type Checker struct {
	dictionary *dictionary
	places     *place.Gazetteer
}

// New reads the word lists.
func New(vocabulary *kb.Vocabulary, places *place.Gazetteer) (*Checker, error) {
	d, err := newDictionary(vocabulary)
	if err != nil {
		return nil, fmt.Errorf("grounding: %w", err)
	}
	return &Checker{d, places}, nil
}

// maxClaim is the longest claim that is looked at, in bytes.
const maxClaim = 2000

// Check lists what a claim says that the lines do not say. known is what the
// customer's case is, such as "江门市 到期换领 10岁": the claim may name it, and
// may leave it out where a line names it.
func (c *Checker) Check(claim string, lines []string, known string) []Fault {
	if len(claim) > maxClaim {
		return []Fault{{Script, claim[:0]}}
	}
	if faults := c.hidden(claim, lines); len(faults) > 0 {
		return faults
	}
	evidence := c.evidence(lines, known)
	faults := append(c.surface(claim, evidence), c.misplaced(claim, evidence)...)
	said := c.evidence([]string{claim}, known)
	faults = append(faults, c.supported(claim, said, evidence)...)
	return append(faults, c.whole(claim, said, evidence)...)
}

// maxJoined is how many clauses of a claim are tried as one: models put commas
// where the lines have none.
const maxJoined = 3

// supported lists what is wrong with the clauses of a claim, one after the other.
func (c *Checker) supported(claim string, said, e *evidence) []Fault {
	var faults []Fault
	first, last := -1, -1 // where the lines say what comes first, and what came last
	clauses := c.clauses(claim, 0, false)
	for i := 0; i < len(clauses); {
		k, n, at, wrong := c.joined(clauses[i:], said, e)
		i += n
		faults = append(faults, wrong...)
		if about := aboutYou.FindString(k.text); about != "" && !e.contains(about) && !k.within(e.known) || yours(k.text) {
			faults = append(faults, Fault{Word, k.text})
		}
		if first >= 0 && at >= 0 && at <= first && then.MatchString(k.text) || at >= 0 && at < last && e.tellsInOrder() {
			faults = append(faults, Fault{Order, k.text})
		}
		last = max(last, at)
		if at >= 0 && strings.Contains(k.text, "先") {
			first = at
		}
	}
	return faults
}

// joined tells where the first clause finds support, alone or together with the
// next ones; n is how many that took.
func (c *Checker) joined(ks []clause, said, e *evidence) (k clause, n, at int, wrong []Fault) {
	at, wrong = e.rests(ks[0], said)
	text := ks[0].text
	for n = 2; len(wrong) > 0 && !ks[0].bare() && n <= min(maxJoined, len(ks)) && ks[n-1].with(ks[0]); n++ {
		text += ks[n-1].text
		k = c.read(text)
		k.own = maps.Clone(k.when)
		if where, faults := e.unsupported(k.without(e.known), said); len(faults) == 0 {
			return k, n, where, nil
		}
	}
	return ks[0], 1, at, wrong
}

// rests tells where a clause finds support, and what is wrong if it finds none:
// as a whole, or in its parts where the lines have those apart.
func (e *evidence) rests(k clause, said *evidence) (at int, wrong []Fault) {
	at, wrong = e.unsupported(k.without(e.known), said)
	if len(wrong) == 0 || len(k.parts) == 0 {
		return at, wrong
	}
	for _, part := range k.parts {
		where, faults := e.unsupported(part.without(e.known), said)
		supposed := len(part.marks[iffy]) > 0 && where >= 0 && !cases.MatchString(e.clauses[where].text)
		if len(faults) > 0 || supposed || where >= 0 && len(e.clauses[where].parts) > 0 {
			return -1, wrong
		}
		at = max(at, where)
	}
	return at, nil
}

// aboutYou begins what is said of the customer: that must be known. So must be
// that they are one of the cases that are turned away.
var (
	aboutYou = regexp.MustCompile(`(?:您|你)(?:是|属于|已|有|家|和|与|跟|的(?:[^话身证]|$))`)
	turned   = regexp.MustCompile(`情形|例外|锁定|不符|违法|冒用|伪造`)
)

// yours reports a clause that makes the customer one of those cases.
func yours(text string) bool {
	return strings.Contains(strings.ReplaceAll(text, "请您", ""), "您") && turned.MatchString(text)
}

// then is what comes behind 先.
var then = regexp.MustCompile(`再|然后|最后`)

// Omits lists what the lines say and the claim does not: conditions, numbers,
// papers, places, whole clauses.
func (c *Checker) Omits(claim string, lines []string, known string) []Fault {
	said := c.evidence([]string{claim}, known)
	var faults []Fault
	for i, line := range lines {
		for _, s := range c.clauses(line, i, true) {
			faults = append(faults, said.missing(s)...)
		}
	}
	return faults
}

// child is what the young may be called.
const child = "孩子"

// What everything is about, unless another document is named; and what pixels
// are of.
const (
	idCard = "身份证"
	photo  = "照片"
)

// evidence is lines taken apart, and what is known of the customer.
type evidence struct {
	*dictionary
	texts   []string // the lines in normal spelling
	clauses []clause
	known   clause // what is known, as one clause
}

func (c *Checker) evidence(lines []string, known string) *evidence {
	e, registered := &evidence{dictionary: c.dictionary}, households(known)
	all := strings.Join(lines, "")
	speaks := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(all, w) })
	}
	if !speaks(c.dictionary.others) {
		known += idCard
	}
	if speaks(c.dictionary.photos) {
		known += "," + photo
	}
	e.known = c.read(c.normal(known))
	for name := range c.read(c.normal(registered)).places {
		delete(e.known.places, name)
	}
	for i, line := range lines {
		e.texts = append(e.texts, c.normal(line))
		e.clauses = append(e.clauses, c.clauses(line, i, true)...)
	}
	if slices.ContainsFunc(append(e.clauses, e.known), clause.young) {
		e.known.text += child
	}
	return e
}

// households are the words of what is known that say where somebody is
// registered: that is no place to go to.
func households(known string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(known), func(w string) bool { return !strings.HasSuffix(w, "户籍") }), ",")
}

// contains reports whether a line has a text as it stands.
func (e *evidence) contains(text string) bool {
	for _, t := range e.texts {
		if strings.Contains(t, text) {
			return true
		}
	}
	return false
}
