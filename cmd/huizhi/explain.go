package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// explain prints how a reply came about: what was understood, what was found,
// what the cases say, what a model was asked and wrote, and what became of it.
func explain(w io.Writer, t answer.Trace) {
	for i, r := range t.Readings {
		if i == 1 && len(t.Readings) > 2 {
			fmt.Fprintln(w, phrases.Say("explain.parts", len(t.Readings)-1))
		}
		explainReading(w, r)
	}
	for _, c := range t.Calls {
		explainCall(w, c)
	}
	if len(t.Refused) > 0 {
		fmt.Fprintln(w, phrases.Say("explain.refused", printable(strings.Join(t.Refused, phrases.Say("when.and")))))
	}
	for _, c := range t.Claims {
		fmt.Fprintln(w, claimLine(c))
	}
	fmt.Fprintln(w, phrases.Say("explain.outcome", outcome(t)))
	fmt.Fprintln(w)
}

// explainReading prints one question and what was found for it.
func explainReading(w io.Writer, r answer.Reading) {
	fmt.Fprintln(w, phrases.Say("explain.question", r.Question.Text))
	fmt.Fprintln(w, phrases.Say("explain.facts", factsLine(r.Facts), aspectsLine(r.Question), orDash(r.Question.Rest)))
	for _, m := range r.Matches {
		mark := " "
		if r.Quoted == m.Passage {
			mark = "→"
		}
		fmt.Fprintln(w, phrases.Say("explain.match", mark, fmt.Sprintf("%.2f", m.Score), m.Passage.ID, m.Passage.Questions[0]))
		if m.Meaning.Nearest != "" {
			fmt.Fprintln(w, phrases.Say("explain.scores", scored(m.Words, m.WordsMargin), scored(m.Meaning.Texts, m.MeaningMargin), m.Meaning.Nearest))
		}
	}
	for _, x := range r.Ways[:min(shownWays, len(r.Ways))] {
		fmt.Fprintln(w, phrases.Say("explain.way", fmt.Sprintf("%.3f", x.Chance), wayName(x), sharesLine(x.Shares)))
	}
	for _, s := range r.Statements {
		fmt.Fprintln(w, phrases.Say("explain.statement", string(s.Article.ID)+".md", s.Line, strings.TrimSpace(string(s.Field)+" "+s.Item), valueLine(s.Value)))
	}
	fmt.Fprintln(w, phrases.Say("explain.reply", r.Reply.Kind, strings.ReplaceAll(r.Reply.Text, "\n", " / ")))
}

// shownWays is how many ways to reply are shown: what was chosen, the runner-up,
// and one more. Of what spoke for each, shownShares are shown.
const (
	shownWays   = 3
	shownShares = 6
)

// wayName is a sort of way, and the passage if it is one.
func wayName(x answer.Weighed) string {
	if x.Passage != nil {
		return string(x.Passage.ID)
	}
	return string(x.Sort)
}

// sharesLine is what spoke for a way, and against it.
func sharesLine(shares []answer.Share) string {
	var out []string
	for _, s := range shares[:min(shownShares, len(shares))] {
		out = append(out, fmt.Sprintf("%s %.2f(%+.2f)", s.Feature, s.Value, s.Adds))
	}
	return strings.Join(out, phrases.Say("when.and"))
}

// scored is a score, and how far ahead of the others it is.
func scored(score, margin float64) string { return fmt.Sprintf("%.2f(%+.2f)", score, margin) }

// factsLine is what the customer told us, in the words of the articles.
func factsLine(f answer.Facts) string {
	age := ""
	if !f.Ages.Any() {
		age = fmt.Sprintf("%d-%d", f.Ages.Min, f.Ages.Top())
	}
	var out []string
	for _, fact := range []struct {
		name   string
		values []string
	}{
		{"place", strs(f.Places)}, {"service", strs(f.Services)}, {"age", []string{age}}, {"home", strs(f.Homes)},
		{"not_home", []string{string(f.NotHome)}}, {"household", strs(f.Household)},
		{"document", []string{string(f.Document)}}, {"channel", []string{f.Channel}},
	} {
		if text := strings.Join(fact.values, ","); text != "" {
			out = append(out, phrases.Say("explain.fact."+fact.name, text))
		}
	}
	return orDash(strings.Join(out, " "))
}

func aspectsLine(q nlu.Reading) string {
	return orDash(strings.Join(strings.Fields(strings.Join(append(strs(q.Aspects), q.Paper), " ")), " "))
}

func strs[T ~string](in []T) []string {
	var out []string
	for _, v := range in {
		out = append(out, string(v))
	}
	return out
}

func orDash(s string) string {
	if strings.TrimSpace(s) == "" {
		return "-"
	}
	return s
}

// valueLine is a value in short.
func valueLine(v kb.Value) string {
	return orDash(strings.Join(strings.Fields(strings.Join(slices.Concat([]string{v.Verdict, v.Say, v.Book}, v.OneOf, v.Or), " ")), " "))
}

// explainCall prints what a model was asked and what it wrote.
func explainCall(w io.Writer, c answer.Call) {
	fmt.Fprintln(w, phrases.Say("explain.call", phrases.Say("purpose."+string(c.Prompt.Purpose)), round(c.Completion.Took), c.Completion.Tries, c.Completion.In, c.Completion.Out))
	fmt.Fprintln(w, indent(c.Prompt.System))
	fmt.Fprintln(w, indent(c.Prompt.User))
	if c.Failed != "" {
		fmt.Fprintln(w, phrases.Say("explain.failed", phrases.Say("reason."+string(c.Failed))))
		return
	}
	fmt.Fprintln(w, phrases.Say("explain.wrote"))
	fmt.Fprintln(w, indent(c.Completion.Text))
}

func indent(text string) string {
	return "  | " + strings.ReplaceAll(strings.TrimSpace(printable(text)), "\n", "\n  | ")
}

// printable replaces what a terminal would obey: a model may write anything.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// claimLine is one sentence of a model and what became of it.
func claimLine(c answer.Claimed) string {
	c.Text = printable(c.Text)
	if c.Why == "" {
		return phrases.Say("explain.kept", fmt.Sprint(c.Lines), c.Text)
	}
	var faults []string
	for _, f := range c.Faults {
		faults = append(faults, phrases.Say("explain.fault", phrases.Say("fault."+string(f.Kind)), printable(f.Text)))
	}
	faults = slices.Compact(slices.Sorted(slices.Values(faults)))
	return phrases.Say("explain.dropped", fmt.Sprint(c.Lines), c.Text, phrases.Say("drop."+string(c.Why)), strings.Join(faults, phrases.Say("when.and")))
}

// outcome says whose words the reply is in.
func outcome(t answer.Trace) string {
	switch {
	case t.Worded:
		return phrases.Say("explain.worded")
	case t.Fallback != "":
		return phrases.Say("explain.fallback", phrases.Say("reason."+string(t.Fallback)))
	case t.Reread:
		return phrases.Say("explain.reread")
	case len(t.Calls) > 0 && t.Calls[0].Failed != "":
		return phrases.Say("explain.unread", phrases.Say("reason."+string(t.Calls[0].Failed)))
	case len(t.Calls) > 0:
		return phrases.Say("explain.as_before")
	}
	return phrases.Say("explain.no_model")
}
