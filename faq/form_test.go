package faq_test

import (
	"context"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// sent is a form as somebody sends it from an article's page.
type sent struct {
	name    string
	article string
	values  url.Values
	facts   answer.Facts // of the person
	says    []string     // what the reply must say
}

var forms = []sent{
	{
		"a local renews in 深圳", "guangdong/shenzhen", url.Values{"service": {"renew"}, "household": {"local"}, "age": {"30"}},
		answer.Facts{Places: []place.Name{"深圳市"}, Services: kb.Set[kb.Service]{kb.Renew}, Household: kb.Set[kb.Household]{kb.Local}, Ages: kb.Exactly(30)},
		[]string{"0元", "约10个工作日"},
	},
	{
		"an outsider lost it in 深圳", "country/lost", url.Values{"place": {"深圳市"}, "household": {"other_province"}, "age": {"16"}},
		answer.Facts{Places: []place.Name{"深圳市"}, Services: kb.Set[kb.Service]{kb.Lost}, Household: kb.Set[kb.Household]{kb.OtherProvince}, Ages: kb.Exactly(16)},
		[]string{"40元", "约20个工作日"},
	},
	{
		"a child's first one in 惠州", "country/first", url.Values{"place": {"惠州市"}, "household": {"other_province"}, "age": {"8"}},
		answer.Facts{Places: []place.Name{"惠州市"}, Services: kb.Set[kb.Service]{kb.First}, Household: kb.Set[kb.Household]{kb.OtherProvince}, Ages: kb.Exactly(8)},
		[]string{"监护人", "免费"},
	},
	{
		"damaged in 广州, who is not said", "country/damaged", url.Values{"place": {"广州市"}, "household": {""}, "age": {""}},
		answer.Facts{Places: []place.Name{"广州市"}, Services: kb.Set[kb.Service]{kb.Damaged}},
		[]string{"损坏换领"},
	},
	{
		"a document chosen though it is no receipt", "guangdong/shenzhen", url.Values{"service": {"renew"}, "document": {"residence_permit"}},
		answer.Facts{Places: []place.Name{"深圳市"}, Services: kb.Set[kb.Service]{kb.Renew}},
		[]string{"到期换领", "工本费"},
	},
	{
		"a receipt for a residence permit", "guangdong/receipt", url.Values{"place": {"东莞市"}, "document": {"residence_permit"}},
		answer.Facts{Places: []place.Name{"东莞市"}, Services: kb.Set[kb.Service]{kb.Receipt}, Document: "residence_permit"},
		[]string{"居住证", "照片回执"},
	},
}

// asked finds the question in words on a page.
var asked = regexp.MustCompile(`<p class="asked">(.*?)</p>`)

// What stands on the page is what the desk answers to exactly that person.
func TestFormsAreAnsweredAsTheDeskDoes(t *testing.T) {
	s := real(t)
	for _, c := range forms {
		page := s.page(t, "/faq/"+c.article+"?"+c.values.Encode())
		question := asked.FindStringSubmatch(page)
		if question == nil {
			t.Errorf("%s: the page has no result", c.name)
			continue
		}
		c.facts.Told = true
		_, want, err := s.answers.Answer(context.Background(), c.facts, html.UnescapeString(question[1]), today)
		check(t, err)
		got, lines := result(page), want.Text+"\n"+want.More
		for line := range strings.Lines(lines) {
			line = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "·"))
			if line != "" && !strings.HasPrefix(line, "（还有") && !strings.Contains(got, line) {
				t.Errorf("%s: the page does not say %q but\n%s", c.name, line, got)
			}
		}
		for _, source := range want.Sources {
			if !strings.Contains(got, source.Title) {
				t.Errorf("%s: the page does not name %s", c.name, source.Title)
			}
		}
		if strings.Contains(got, phrases.Say("answer.third_party")) {
			t.Errorf("%s: the reply says what the page does", c.name)
		}
		for _, says := range c.says {
			if !strings.Contains(got, says) {
				t.Errorf("%s: the page does not say %s but\n%s", c.name, says, got)
			}
		}
	}
}

// Asked in the chat, where nobody knows the form, the words alone mean the same.
func TestTheQuestionSaysAllThatTheFormDoes(t *testing.T) {
	s := real(t)
	for _, c := range forms {
		question := asked.FindStringSubmatch(s.page(t, "/faq/"+c.article+"?"+c.values.Encode()))[1]
		c.facts.Told = true
		_, form, err := s.answers.Answer(context.Background(), c.facts, question, today)
		check(t, err)
		_, words, err := s.answers.Answer(context.Background(), answer.Facts{Told: true}, question, today)
		check(t, err)
		if form.Kind != answer.KindAnswer || form.Text != words.Text || form.More != words.More {
			t.Errorf("%s: %s\nform: %s %s\nwords: %s %s", c.name, question, form.Kind, form.Text, words.Kind, words.Text)
		}
	}
}

// result is the text of the result on a page.
func result(page string) string {
	_, rest, _ := strings.Cut(page, `<section class="card result"`)
	part, _, _ := strings.Cut(rest, "</section>")
	return html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(part, ""))
}

func TestChoicesAreKept(t *testing.T) {
	page := real(t).page(t, "/faq/country/lost?place=%E6%B7%B1%E5%9C%B3%E5%B8%82&household=local&age=30")
	for _, want := range []string{`<option value="深圳市" selected>`, `<option value="local" selected>`, `value="30"`, `content="noindex"`, `/faq/country/lost"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

func TestFormsAskOnlyWhatMatters(t *testing.T) {
	for _, c := range []struct {
		article  string
		has, not []string
	}{
		{"country/damaged", []string{`name="place"`, `name="age"`, `name="household"`}, []string{`name="service"`, `name="document"`}},
		{"guangdong/shenzhen", []string{`name="service"`, "办证的地方：深圳市", `name="household"`, `name="age"`}, []string{`name="place"`}},
		{"guangdong/receipt", []string{`name="place"`, `name="document"`, "阳江市"}, []string{`name="service"`, `name="household"`, "长沙市", "optgroup"}},
		{"country/photo-rules", nil, []string{"<fieldset>"}},
	} {
		page := real(t).page(t, "/faq/"+c.article)
		for _, want := range c.has {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %s", c.article, want)
			}
		}
		for _, not := range c.not {
			if strings.Contains(page, not) {
				t.Errorf("%s: %s", c.article, not)
			}
		}
	}
}

// What another city's rules depend on is not asked.
func TestFormsAskNothingOfElsewhere(t *testing.T) {
	article := func(scope, cases string) string {
		return "---\ntitle: " + scope + "办身份证\nscope: [" + scope + "]\ncases:\n" + cases +
			"sources: {s1: {body: 某机关, title: 某文件, date: 2024, seen: copy}}\nchecked: 2026-11-22\nconfidence: high\nreview_by: 2027-05-22\n---\n可以。\n"
	}
	s := with(t, map[string]string{
		"a.md": article("珠海市", "  - {if: {service: [renew, lost]}, can: can}\n"),
		"b.md": article("中山市", "  - {if: {service: renew, age: 16+}, fee: 20元}\n"),
		"c.md": article("广东省", "  - {if: {service: renew, household: outside}, fee: 20元}\n"),
	})
	for path, want := range map[string][2]bool{"/faq/a": {false, true}, "/faq/b": {true, true}, "/faq/c": {true, true}} {
		page := s.page(t, path)
		if got := [2]bool{strings.Contains(page, `name="age"`), strings.Contains(page, `name="household"`)}; got != want {
			t.Errorf("%s asks for age and household: %v, want %v", path, got, want)
		}
	}
}

func TestWrongAges(t *testing.T) {
	for _, age := range []string{"-1", "131", "abc", "1e3", "9999999999999999999999"} {
		page := real(t).page(t, "/faq/country/lost?age="+age)
		if !strings.Contains(page, `aria-invalid="true"`) || strings.Contains(page, `class="asked"`) {
			t.Errorf("%s is taken for an age", age)
		}
	}
}
