package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"huizhi/eval"
	"huizhi/index"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/linear"
	"huizhi/phrases"
)

// evalGolden puts the golden questions of the articles and fails if one of
// them is not answered rightly.
func evalGolden(ctx context.Context, c *call) error {
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	results, err := eval.Golden(ctx, lib.current.Load().Corpus, answers, time.Now())
	if err != nil {
		return err
	}
	return report(c, results, 100)
}

// evalAsks holds the conversations of a file and fails if too few pass.
func evalAsks(ctx context.Context, c *call) error {
	if c.config.questions == "" {
		return usageError(phrases.Say("usage.asks"))
	}
	conversations, err := eval.ReadConversations(c.config.questions)
	if err != nil {
		return err
	}
	s, err := openStand(ctx, c)
	if err != nil {
		return err
	}
	defer s.close()
	results, err := eval.Conversations(ctx, conversations, s.answers, s.at)
	if err != nil {
		return err
	}
	return report(c, results, c.config.min)
}

// report prints what failed and a table, and fails below a rate in percent.
func report(c *call, results []eval.Result, least float64) error {
	for _, r := range results {
		if !r.Passed() {
			fmt.Fprintf(c.out, "%s: %s: %s\n", r.Where, r.Asked, strings.Join(r.Wrong, "; "))
		}
	}
	topics, total := eval.Tally(results)
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, phrases.Say("eval.head"))
	total.Topic = phrases.Say("eval.total")
	for _, s := range append(topics, total) {
		fmt.Fprintf(w, "%d\t%d\t%s%%\t%s\n", s.Asked, s.Passed, percent(s.Rate()), s.Topic)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if n := contrary(c, results); n > 0 {
		fmt.Fprintln(c.out, phrases.Say("eval.contrary_all", n))
		return errSilent
	}
	if total.Rate() < least {
		fmt.Fprintln(c.out, phrases.Say("eval.below", percent(total.Rate()), percent(least)))
		return errSilent
	}
	return nil
}

// contrary lists the replies whose verdict is the wrong one. One of them weighs
// more than any rate: somebody goes in vain, or does not go.
func contrary(c *call, results []eval.Result) (n int) {
	for _, r := range results {
		if r.Contrary {
			n++
			fmt.Fprintln(c.out, phrases.Say("eval.contrary", r.Where, r.Asked))
		}
	}
	return n
}

// percent is a rate to one decimal, as short as it can be said.
func percent(rate float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(rate, 'f', 1, 64), ".0")
}

// evalWordings asks other wordings of passages, each alone, and tells how many
// their passage answers.
func evalWordings(ctx context.Context, c *call) error {
	if len(c.args) != 1 {
		return usageError(phrases.Say("usage.wordings"))
	}
	list, err := eval.ReadLabelled(c.at(c.args[0]))
	if err != nil {
		return err
	}
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	found, err := eval.Wordings(ctx, *lib.current.Load(), answers, list, time.Now())
	if err != nil {
		return err
	}
	if c.config.all {
		printAstray(c, found)
	}
	return wordingsReport(c, found)
}

// printAstray lists the wordings that their passage does not answer.
func printAstray(c *call, found []eval.Found) {
	for _, f := range found {
		if f.Outcome != eval.AtOnce {
			fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\n", f.Want.ID, phrases.Say("eval."+string(f.Outcome)), f.Wording, cmp.Or(string(f.Reply.Passage), string(f.Reply.Kind)))
		}
	}
}

// wordingsReport prints the shares, and fails below the least that was wanted.
func wordingsReport(c *call, found []eval.Found) error {
	n, share := eval.Shares(found, true)
	unheard, of := eval.Shares(found, false)
	fmt.Fprintln(c.out, phrases.Say("eval.heard", n, percent(share(eval.AtOnce)), percent(share(eval.AtOnce, eval.OneTap)),
		percent(share(eval.Asked)), percent(share(eval.Refused)), percent(share(eval.Astray))))
	fmt.Fprintln(c.out, phrases.Say("eval.unheard", unheard, percent(of(eval.AtOnce)), percent(of(eval.AtOnce, eval.OneTap)),
		percent(of(eval.Asked)), percent(of(eval.Refused)), percent(of(eval.OtherPlace)), percent(of(eval.Wider))))
	for _, way := range []struct {
		name string
		rank func(eval.Ranks) int
	}{
		{"both", func(r eval.Ranks) int { return r.Both }},
		{"words", func(r eval.Ranks) int { return r.Words }},
		{"meaning", func(r eval.Ranks) int { return r.Meaning }},
	} {
		recall := func(k int) string { return percent(eval.Recall(found, k, way.rank)) }
		fmt.Fprintln(c.out, phrases.Say("eval.recall", phrases.Say("eval.recall."+way.name), recall(1), recall(3), recall(8)))
	}
	if n == 0 {
		return nil
	}
	if share(eval.AtOnce) < c.config.min || share(eval.AtOnce, eval.OneTap) < c.config.minTap || share(eval.Astray) > c.config.maxWrong {
		fmt.Fprintln(c.out, phrases.Say("eval.wordings_below", percent(c.config.min), percent(c.config.minTap), percent(c.config.maxWrong)))
		return errSilent
	}
	return nil
}

// evalMessages sends labelled messages and tells how they were replied to, label by
// label, and how true the chances were.
func evalMessages(ctx context.Context, c *call) error {
	if len(c.args) == 0 {
		return usageError(phrases.Say("usage.messages"))
	}
	s, err := openStand(ctx, c)
	if err != nil {
		return err
	}
	defer s.close()
	var all []eval.Treated
	for _, path := range c.args {
		list, err := eval.ReadMessages(c.surroundings.at(path))
		if err != nil {
			return err
		}
		treated, err := eval.Messages(ctx, s.answers, list, s.at)
		if err != nil {
			return err
		}
		all = append(all, treated...)
	}
	if c.config.all {
		for _, t := range all {
			fmt.Fprintf(c.out, "%s\t%s\t%.2f\t%s\t%s\n", t.Label, t.Treatment, t.Chance, t.Text, t.Reply.Passage)
		}
	}
	printPoints(c, all)
	return errors.Join(printTreatments(c, all), printCalibration(c, all))
}

// printPoints tells how many of the points asked the replies are to, and how many replies
// are to none, of messages with one point and with several.
func printPoints(c *call, all []eval.Treated) {
	for _, several := range []bool{false, true} {
		messages, asked, met, whole, astray := 0, 0, 0, 0, 0
		for _, t := range all {
			if len(t.Asks) == 0 || (len(t.Asks) > 1) != several {
				continue
			}
			messages++
			asked, met, astray = asked+len(t.Asks), met+len(t.Met), astray+t.Astray
			if len(t.Met) == len(t.Asks) {
				whole++
			}
		}
		if messages > 0 {
			line := phrases.Say("eval.points.one", messages, asked, met, whole, astray)
			if several {
				line = phrases.Say("eval.points.several", messages, asked, met, whole, astray)
			}
			fmt.Fprintln(c.out, line)
		}
	}
}

// printTreatments is a table of labels and how their messages were treated.
func printTreatments(c *call, all []eval.Treated) error {
	count := map[string]map[eval.Treatment]int{}
	for _, t := range all {
		if count[t.Label] == nil {
			count[t.Label] = map[eval.Treatment]int{}
		}
		count[t.Label][t.Treatment]++
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, phrases.Say("eval.messages"))
	for _, label := range slices.Sorted(maps.Keys(count)) {
		n, line := 0, ""
		for _, t := range eval.Treatments {
			n += count[label][t]
			line += fmt.Sprintf("\t%d", count[label][t])
		}
		fmt.Fprintf(w, "%s\t%d%s\n", label, n, line)
	}
	return w.Flush()
}

// printCalibration tells how often what was said to be so likely was right, of
// messages of which that is known.
func printCalibration(c *call, all []eval.Treated) error {
	var chances []float64
	var truths []bool
	for _, t := range all {
		if t.Chance > 0 && t.Known() {
			chances, truths = append(chances, t.Chance), append(truths, t.Right)
		}
	}
	if len(chances) == 0 {
		return nil
	}
	bands, off := linear.Calibration(chances, truths)
	for _, b := range bands {
		if b.N > 0 {
			fmt.Fprintln(c.out, phrases.Say("eval.band", b.N, percent(100*b.Chance), percent(100*b.True)))
		}
	}
	fmt.Fprintln(c.out, phrases.Say("eval.calibration", len(chances), fmt.Sprintf("%.3f", off)))
	return nil
}

// evalRetrieval runs the index that answers customers over any collection, so
// that its ranking can be measured against relevance judgements.
func evalRetrieval(ctx context.Context, c *call) error {
	if c.config.corpus == "" || c.config.queries == "" || c.config.out == "" {
		return usageError(phrases.Say("usage.retrieval"))
	}
	places, err := place.Load()
	if err != nil {
		return err
	}
	documents, err := eval.ReadDocuments(c.config.corpus, places)
	if err != nil {
		return err
	}
	queries, err := eval.ReadQueries(c.config.queries)
	if err != nil {
		return err
	}
	synonyms, err := kb.Synonyms()
	if err != nil {
		return err
	}
	built := time.Now()
	idx, err := index.Build(ctx, index.Options{Places: places, Synonyms: synonyms}, slices.Values(documents))
	if err != nil {
		return err
	}
	defer idx.Close()
	fmt.Fprintln(c.out, phrases.Say("eval.built", len(documents), time.Since(built).Round(time.Millisecond)))
	took, err := eval.Retrieval(ctx, queries, places, idx, c.config.out)
	if err != nil {
		return err
	}
	fmt.Fprintln(c.out, phrases.Say("eval.asked", len(queries), took.P50, took.P99))
	return nil
}
