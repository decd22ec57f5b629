package main

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"huizhi/answer"
	"huizhi/eval"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// kbLint prints every problem of the articles; errors make it fail.
func kbLint(ctx context.Context, c *call) error {
	lib, corpus, problems, err := readLibrary(c)
	if err != nil {
		return err
	}
	if len(corpus.Articles()) == 0 && len(problems) == 0 {
		return fmt.Errorf("%s", phrases.Say("kb.empty"))
	}
	lib.senses = newSenses(c)
	problems = judge(corpus, problems)
	if len(kb.Errors(problems)) == 0 {
		problems, err = lib.askAll(ctx, c, corpus, problems)
		if err != nil {
			return err
		}
	}
	printProblems(c.out, problems)
	bad := len(kb.Errors(problems))
	fmt.Fprintln(c.out, phrases.Say("kb.linted", len(corpus.Articles()), bad, len(problems)-bad))
	if bad > 0 {
		return errSilent
	}
	return nil
}

// askAll asks every heading and wording of sound articles, and adds those that
// their own section does not answer.
func (l *library) askAll(ctx context.Context, c *call, corpus *kb.Corpus, problems []kb.Problem) ([]kb.Problem, error) {
	if err := l.use(ctx, corpus); err != nil {
		return nil, err
	}
	answers, err := l.answerer()
	if err != nil {
		return nil, err
	}
	strays, asked, err := eval.Verbatim(ctx, corpus, answers, time.Now())
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(c.out, phrases.Say("kb.asked", asked, len(strays)))
	for _, s := range strays {
		problems = append(problems, kb.Problem{
			File: string(s.Passage.Article.ID) + ".md", Line: s.Passage.Line,
			Text: phrases.Say("lint.stray", s.Asked, cmp.Or(string(s.Reply.Passage), string(s.Reply.Kind))),
		})
	}
	return problems, nil
}

// kbList prints the articles, a line each.
func kbList(_ context.Context, c *call) error {
	_, corpus, err := readSound(c)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, a := range corpus.Articles() {
		var scope []string
		for _, name := range a.Scope {
			scope = append(scope, string(name))
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", a.ID, strings.Join(scope, "、"), a.Checked.Format(time.DateOnly), a.Confidence, a.Title)
	}
	return w.Flush()
}

//go:embed template.md
var template string

// kbNew prints a commented template for a new article.
func kbNew(_ context.Context, c *call) error {
	today := time.Now()
	text := strings.NewReplacer(
		"{{checked}}", today.Format(time.DateOnly),
		"{{review_by}}", today.AddDate(0, 6, 0).Format(time.DateOnly),
	).Replace(template)
	_, err := fmt.Fprint(c.out, text)
	return err
}

// kbShow prints what a customer in the given case would read.
func kbShow(ctx context.Context, c *call) error {
	lib, err := openLibrary(ctx, c)
	if err != nil {
		return err
	}
	facts, err := lib.facts(c.config)
	if err != nil {
		return err
	}
	a, ok := answer.Show(*lib.current.Load(), facts)
	if !ok {
		return fmt.Errorf("%s", phrases.Say("kb.nothing_stated"))
	}
	newScreen(c).Show(message(a))
	return nil
}

// facts turns flags into what a customer might have said.
func (l *library) facts(c config) (answer.Facts, error) {
	var f answer.Facts
	if c.place != "" {
		name, err := l.placeNamed(c.place)
		if err != nil {
			return f, err
		}
		f.Places = []place.Name{name}
	}
	if c.service != "" {
		if _, ok := kb.Find(l.words.Services, c.service); !ok {
			return f, usageError(phrases.Say("usage.service", c.service))
		}
		f.Services = kb.Set[kb.Service]{kb.Service(c.service)}
	}
	if c.household != "" {
		if _, ok := kb.Find(l.words.Households, c.household); !ok {
			return f, usageError(phrases.Say("usage.household", c.household))
		}
		f.Household = kb.Set[kb.Household]{kb.Household(c.household)}
	}
	if c.age >= 0 {
		f.Ages = kb.Exactly(c.age)
	}
	return f, nil
}

// placeNamed finds the one place that a flag means.
func (l *library) placeNamed(text string) (place.Name, error) {
	if m := l.places.Find(text); len(m) == 1 && !m[0].Ambiguous() {
		return m[0].Places[0], nil
	}
	return "", usageError(phrases.Say("usage.place", text))
}

// What the coverage table is about: the fields every answer needs, and what it
// warns of.
var (
	coverServices = []kb.Service{kb.First, kb.Renew, kb.Damaged, kb.Lost}
	coverFields   = []kb.Field{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Warn, kb.Fee}
)

// kbCoverage prints how well each city of a province is covered, and fails on gaps.
func kbCoverage(_ context.Context, c *call) error {
	l, corpus, err := readSound(c)
	if err != nil {
		return err
	}
	province, err := l.placeNamed(c.config.place)
	if err != nil {
		return err
	}
	cells := slices.Collect(corpus.Coverage(l.citiesOf(province), coverServices, coverFields))
	cells = slices.AppendSeq(cells, corpus.Coverage(l.citiesOf(province), []kb.Service{kb.Renew}, []kb.Field{kb.Lead}))
	printCoverage(c, cells)
	if slices.ContainsFunc(cells, func(x kb.Cell) bool { return x.Cover == kb.CoverGap }) {
		return errSilent
	}
	return nil
}

// citiesOf lists the cities inside a place.
func (l *library) citiesOf(name place.Name) []place.Name {
	var out []place.Name
	for p := range l.places.Places() {
		city, ok := l.places.City(p.Name)
		if ok && city == p.Name && l.places.Within(p.Name, name) {
			out = append(out, p.Name)
		}
	}
	return out
}

// covers in the order they are counted.
var covers = []kb.Cover{kb.CoverStated, kb.CoverInherited, kb.CoverContested, kb.CoverUnknown, kb.CoverGap}

// printCoverage counts for each city, then lists what is unknown or missing.
func printCoverage(c *call, cells []kb.Cell) {
	counts := map[place.Name]map[kb.Cover]int{}
	total := map[kb.Cover]int{}
	for _, x := range cells {
		if counts[x.Place] == nil {
			counts[x.Place] = map[kb.Cover]int{}
		}
		counts[x.Place][x.Cover]++
		total[x.Cover]++
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, phrases.Say("coverage.head"))
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintln(w, coverageRow(string(name), counts[name]))
	}
	fmt.Fprintln(w, coverageRow(phrases.Say("coverage.total"), total))
	w.Flush()
	for _, x := range cells {
		if x.Cover == kb.CoverGap || x.Cover == kb.CoverUnknown || c.config.all {
			fmt.Fprintln(c.out, cellLine(x))
		}
	}
}

func coverageRow(name string, n map[kb.Cover]int) string {
	row := name
	for _, k := range covers {
		row += fmt.Sprintf("\t%d", n[k])
	}
	return row
}

// cellLine prints one combination and who states it.
func cellLine(x kb.Cell) string {
	by := "-"
	if x.Statement != nil {
		by = fmt.Sprintf("%s.md:%d", x.Statement.Article.ID, x.Statement.Line)
	}
	age := "<16"
	if x.Ages.Min > 0 {
		age = "16+"
	}
	field := string(x.Field)
	if x.Item != "" {
		field += "." + x.Item
	}
	return strings.Join([]string{string(x.Place), string(x.Service), age, string(x.Household), field, string(x.Cover), by}, "\t")
}
