package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/linear"
	"huizhi/phrases"
)

// mostConfused is how many pairs of passages a report shows.
const mostConfused = 40

// understanding tells how well labelled messages are understood by weights that were
// learned without whoever wrote them: as more is learned, how true the chances
// are, and what is taken for what. It is docs/understanding.md.
func understanding(lessons []lesson, learned answer.Learned) string {
	n := 0
	for _, l := range lessons {
		if l.alone() {
			n++
		}
	}
	parts := []string{phrases.Say("report.head", n)}
	parts = append(parts, phrases.Say("report.curve"), curve(lessons, learned))
	parts = append(parts, phrases.Say("report.chances"), chances(lessons, learned))
	parts = append(parts, phrases.Say("report.sorts"), sortsTaken(lessons, learned))
	parts = append(parts, phrases.Say("report.passages"), passagesTaken(lessons, learned))
	return strings.Join(parts, "\n\n") + "\n"
}

// alone reports a labelled message sent by itself.
func (l lesson) alone() bool { return l.message.Text != "" && len(l.turns) == 1 }

// curve is how many messages of the first fold are understood when so many lessons
// of the others were learned. What is measured in a message, and how sharp chances
// are, is learned with the first fold too: that is the same at every point.
func curve(lessons []lesson, whole answer.Learned) string {
	rows := [][]string{{phrases.Say("report.learned"), phrases.Say("report.right"), ""}}
	for _, every := range []int{16, 8, 4, 2, 1} {
		var some []lesson
		n := 0
		for i, l := range lessons {
			if l.as.Fold == 0 || i%every == 0 {
				some = append(some, l)
			}
			if l.as.Fold != 0 && i%every == 0 {
				n++
			}
		}
		learned := whole
		if every > 1 {
			learned = answer.Learn(taught(some))
		}
		right := shareRight(some, learned)
		rows = append(rows, []string{fmt.Sprint(n), inHundred(right), bar(right)})
	}
	return table(rows)
}

// shareRight is how many labelled messages of the first fold were understood.
func shareRight(lessons []lesson, learned answer.Learned) float64 {
	right, all := 0, 0
	for i, l := range lessons {
		if l.as.Fold != 0 || !l.alone() {
			continue
		}
		all++
		if l.message.Right(learned.Forecasts[i].Way) {
			right++
		}
	}
	return float64(right) / float64(max(all, 1))
}

// chances draws how often forecasts of each chance come true, of messages of which
// it is known which reply is right.
func chances(lessons []lesson, learned answer.Learned) string {
	var said []float64
	var truths []bool
	for i, l := range lessons {
		if f := learned.Forecasts[i]; l.alone() && l.message.Known() {
			said, truths = append(said, f.Chance), append(truths, l.message.Right(f.Way))
		}
	}
	bands, wrong := linear.Calibration(said, truths)
	rows := [][]string{{phrases.Say("report.count"), phrases.Say("report.said"), phrases.Say("report.true"), ""}}
	for _, b := range bands {
		if b.N > 0 {
			rows = append(rows, []string{fmt.Sprint(b.N), inHundred(b.Chance), inHundred(b.True), bar(b.True)})
		}
	}
	return table(rows) + "\n\n" + phrases.Say("report.error", fmt.Sprintf("%.3f", wrong))
}

// sortsTaken tells which kinds of messages are taken for which.
func sortsTaken(lessons []lesson, learned answer.Learned) string {
	taken := map[answer.Sort]map[answer.Sort]int{}
	for i, l := range lessons {
		if !l.alone() {
			continue
		}
		wanted := l.message.Sort()
		if taken[wanted] == nil {
			taken[wanted] = map[answer.Sort]int{}
		}
		taken[wanted][learned.Forecasts[i].Way.Sort]++
	}
	head := []string{""}
	for _, s := range answer.Sorts {
		head = append(head, sortName(s))
	}
	rows := [][]string{head}
	for _, s := range answer.Sorts {
		row := []string{sortName(s)}
		for _, t := range answer.Sorts {
			row = append(row, some(taken[s][t]))
		}
		rows = append(rows, row)
	}
	return table(rows)
}

// confusion is a passage that was taken for another, with one of the messages.
type confusion struct{ wanted, taken string }

// passagesTaken tells which passages are taken for which, the most frequent first.
func passagesTaken(lessons []lesson, learned answer.Learned) string {
	often, messages := map[confusion]int{}, map[confusion]string{}
	for i, l := range lessons {
		way := learned.Forecasts[i].Way
		if len(l.message.Passages) == 0 || l.message.Right(way) || way.Sort != answer.OfPassage {
			continue
		}
		c := confusion{string(l.message.Passages[0]), string(way.Passage.ID)}
		often[c]++
		messages[c] = cmp.Or(messages[c], l.message.Text)
	}
	all := slices.SortedFunc(maps.Keys(often), func(a, b confusion) int {
		return cmp.Or(often[b]-often[a], strings.Compare(a.wanted, b.wanted), strings.Compare(a.taken, b.taken))
	})
	rows := [][]string{{phrases.Say("report.wanted"), phrases.Say("report.taken"), phrases.Say("report.count"), phrases.Say("report.example")}}
	for _, c := range all[:min(mostConfused, len(all))] {
		rows = append(rows, []string{c.wanted, c.taken, fmt.Sprint(often[c]), messages[c]})
	}
	return table(rows)
}

func sortName(s answer.Sort) string { return phrases.Say("report.sort." + string(s)) }

// some is a number, and nothing for none.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func inHundred(share float64) string { return percent(100*share) + "%" }

// bar draws a share.
func bar(share float64) string { return strings.Repeat("█", int(20*share+0.5)) }

// table writes a Markdown table; the first row is its head.
func table(rows [][]string) string {
	var out []string
	for i, row := range rows {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = strings.NewReplacer("|", "\\|", "\n", " ").Replace(cell)
		}
		out = append(out, "| "+strings.Join(cells, " | ")+" |")
		if i == 0 {
			out = append(out, strings.Repeat("|---", len(row))+"|")
		}
	}
	return strings.Join(out, "\n")
}
