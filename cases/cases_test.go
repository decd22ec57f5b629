package cases

import (
	"strings"
	"testing"
	"time"

	"huizhi/kb"
	"huizhi/kb/articles"
	"huizhi/kb/kbtest"
	"huizhi/nlu"
)

// book is the built-in articles.
func book(t *testing.T) Book {
	t.Helper()
	words, places := kbtest.Vocabulary(t)
	language, err := nlu.New(words, places)
	if err != nil {
		t.Fatal(err)
	}
	corpus, _, err := kb.Load(articles.Files, words, places)
	if err != nil {
		t.Fatal(err)
	}
	return Book{Corpus: corpus, Places: places, Language: language}
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// asked is a message as a question about the cases, without a conversation.
func asked(b Book, text string) Query {
	q := b.Language.Read(text, noon)
	return Query{
		Person: Person{Ages: q.Ages, Homes: q.Homes, NotHome: q.NotHome, Household: q.Household},
		At:     q.Here, Both: q.Both, Named: q.Services, Services: q.Services, Aspects: q.Aspects, Reading: q,
	}
}

func TestAnswer(t *testing.T) {
	b := book(t)
	for text, want := range map[string]struct {
		has, not []string
		asks     string
	}{
		"深户在深圳身份证到期换要多少钱":        {has: []string{"：0元"}},
		"深圳非深户身份证到期换要多少钱":        {has: []string{"20元"}, not: []string{"：0元"}},
		"深圳和东莞身份证到期换分别多久":        {has: []string{"深圳市", "东莞市"}},
		"东莞补身份证收20元对吗":           {has: []string{"不是的。", "40元"}},
		"东莞首次办身份证怎么预约":           {has: []string{"满16岁预约：", "未满16岁预约：", "周六家庭专场"}},
		"5岁第一次办身份证在东莞怎么预约":       {has: []string{"周六家庭专场"}, not: []string{"满16岁预约"}},
		"孩子15岁换的证和满16再换的一样吗,有效期": {has: []string{"不一样。"}},
		"5岁在深圳第一次办身份证,一个人去行吗":    {has: []string{"监护人"}},
		"换身份证要预约吗":               {asks: AsksPlace},
	} {
		q := asked(b, text)
		if q.Services == nil {
			q.Services = Everyday
		}
		r, ok := b.Answer(q)
		if !ok || r.Asks != want.asks {
			t.Errorf("%s: %v asks %q, want %q\n%s", text, ok, r.Asks, want.asks, r.Text)
		}
		for _, has := range want.has {
			if !strings.Contains(r.Text, has) {
				t.Errorf("%s: no %s in\n%s", text, has, r.Text)
			}
		}
		for _, not := range want.not {
			if strings.Contains(r.Text, not) {
				t.Errorf("%s: %s in\n%s", text, not, r.Text)
			}
		}
	}
}

// What is used is a source, and every line of ours stands in the text.
func TestRepliesRestOnArticles(t *testing.T) {
	b := book(t)
	for _, text := range []string{"江门身份证丢了怎么补", "深圳5岁第一次办身份证带什么", "广州照片回执有效期多久"} {
		r, ok := b.Answer(asked(b, text))
		if !ok || len(r.Used) == 0 {
			t.Errorf("%s: nothing is used", text)
		}
		for _, line := range r.Ours {
			if !strings.Contains(r.Text, line) {
				t.Errorf("%s: %q is ours and not said", text, line)
			}
		}
	}
}
