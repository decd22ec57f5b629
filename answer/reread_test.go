package answer

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"huizhi/kb"
	"huizhi/kb/place"
)

// opines is a reader with one opinion; it notes what it was given.
type opines struct {
	opinion  func(Matter) Opinion
	deadline *time.Time // gets it
	failed   Reason
	given    []Matter
}

func (s *opines) Read(ctx context.Context, m Matter) (Opinion, Call) {
	if s.deadline != nil {
		*s.deadline, _ = ctx.Deadline()
	}
	s.given = append(s.given, m)
	o := s.opinion(m)
	o.Shown = len(m.Candidates)
	return o, Call{Prompt: Prompt{Purpose: ToRead}, Failed: s.failed}
}

// of is a reader that takes every message in one way.
func of(o Opinion) *opines { return &opines{opinion: func(Matter) Opinion { return o }} }

// asking is an opinion on one question.
func asking(question string, picks ...string) Opinion {
	return Opinion{Asks: []Reread{{question, picks}}}
}

// readers answer from the real articles, each with a reader of its own.
func readers(t testing.TB) func(Reader) *Answerer {
	t.Helper()
	k := know(t, nil)
	plain := New(newTestLanguage(t), func() Knowledge { return k })
	return func(r Reader) *Answerer { return plain.WithReader(r) }
}

// strange is a question that no rule can place.
const strange = "派出所的人说国徽那面跟人脸那面分家了,像饼干夹心,在江门"

func TestReread(t *testing.T) {
	with := readers(t)
	if got := talk(t, with(of(Opinion{})), strange); got.Kind != KindUnknown {
		t.Fatalf("the rules place it: %s", got.Text)
	}
	damaged := Evidence{"damaged", "分家了"}
	for _, c := range []struct {
		what    string
		opinion Opinion
		kind    Kind
		says    string
	}{
		{"a field of the cases", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Service: damaged}, KindAnswer, "40元"},
		{"says what it was taken for", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Service: damaged}, KindAnswer, "您问的是“江门市、损坏换领、工本费”吧？"},
		{"a question in other words", asking("身份证分层了，损坏换领多少钱", "fee"), KindAnswer, "40元"},
		{"words that were not said", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Service: Evidence{"damaged", "摔坏了"}}, KindAsk, "哪种业务"},
		{"no words of ours", Opinion{Act: "approve", Asks: []Reread{{"", []string{"pay", "0", "99", "-1"}}}, Service: Evidence{"divorce", "分家了"}}, KindUnknown, "没有查到"},
		{"asked back", Opinion{Missing: AsksService}, KindAsk, "哪种业务"},
		{"nothing", Opinion{}, KindUnknown, "没有查到"},
		{"a person is offered", Opinion{Act: "person"}, KindSmalltalk, "点“转人工”"},
	} {
		t.Run(c.what, func(t *testing.T) {
			if got := talk(t, with(of(c.opinion)), strange); got.Kind != c.kind || !strings.Contains(got.Text, c.says) {
				t.Errorf("%s: %s", got.Kind, got.Text)
			}
		})
	}
}

// What a reader takes for an act is offered, never done: whatever it is, nobody is called,
// nothing is ordered.
func TestRereadOffersActs(t *testing.T) {
	with := readers(t)
	for _, act := range append(slices.Clone(acts), "approve") {
		for _, text := range []string{strange, "搞张回执 广东省的", "我不要了，东莞那张", "身份证照片能穿白衣服吗", "用旧身份证坐火车可以吗"} {
			got := talk(t, with(of(Opinion{Act: string(act)})), text)
			if got.Kind == KindOrder || got.Kind == KindHandoff {
				t.Errorf("%s, %s: %s %s", act, text, got.Kind, got.Text)
			}
		}
	}
	got := talk(t, with(of(Opinion{Act: "order"})), "搞张回执 广东省的")
	if got.Act != Ordering || got.Kind != KindSmalltalk {
		t.Errorf("%s %s: %s", got.Kind, got.Act, got.Text)
	}
}

// What exact words, a rule of its own or an instruction decide is not put to a reader; the
// rest is, with what was said before.
func TestWhatIsPutToAReader(t *testing.T) {
	with := readers(t)
	for text, calls := range map[string]int{
		"在江门办身份证": 0, "转人工": 0, "谢谢": 0, "办假身份证多少钱": 0,
		"身份证前两位44是哪里": 1, "那外地的呢，要不要居住证": 1, strange: 1,
	} {
		r := of(Opinion{})
		talk(t, with(r), text)
		if len(r.given) != calls {
			t.Errorf("%s: put to it %d times", text, len(r.given))
		}
	}
	r := of(Opinion{})
	talk(t, with(r), "江门，10岁孩子第一次办，湖南户口，要带些啥子东西哦", "号码是440711201601011234，他奶奶带去要得不")
	m := r.given[len(r.given)-1]
	if len(m.Before) == 0 || !strings.Contains(m.Before[0].Asked, "湖南户口") || strings.Contains(m.Said, "440711201601011234") || len(m.Candidates) == 0 || len(m.Candidates) > mostCandidates {
		t.Errorf("%+v", m)
	}
}

// What a reader reads in the customer's own words is remembered; what it makes of a
// question is not.
func TestWhatIsRememberedOfAReading(t *testing.T) {
	with := readers(t)
	for _, c := range []struct {
		what    string
		opinion Opinion
		holds   func(Facts) bool
	}{
		{"a service with evidence", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Service: Evidence{"damaged", "分家了"}}, func(f Facts) bool { return f.Services.Only("damaged") }},
		{"without", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Service: Evidence{"damaged", "坏了"}}, func(f Facts) bool { return f.Services == nil }},
		{"in a question", asking("北京60岁的人丢了身份证多少钱", "fee"), func(f Facts) bool {
			return f.Services == nil && f.Ages.Any() && slices.Equal(f.Places, []place.Name{"江门市"})
		}},
		{"an age as they said it", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Age: Evidence{"99", "人脸那面"}}, func(f Facts) bool { return f.Ages.Any() }},
		{"a place that was not named", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Use: Evidence{"2", "在江门"}}, func(f Facts) bool { return slices.Equal(f.Places, []place.Name{"江门市"}) }},
		{"the home", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Home: Evidence{"1", "在江门"}}, func(f Facts) bool { return f.Homes.Has("江门市") }},
		{"a household", Opinion{Asks: []Reread{{"", []string{"fee"}}}, Household: Evidence{"other_province", "派出所的人"}}, func(f Facts) bool { return f.Household.Has("other_province") }},
	} {
		f, _, err := with(of(c.opinion)).Answer(t.Context(), Facts{}, strange, noon)
		if err != nil || !c.holds(f) {
			t.Errorf("%s: %v %+v", c.what, err, f)
		}
	}
}

// A reader that fails costs a reply nothing, and one that is slow six seconds at most.
func TestAReaderThatFails(t *testing.T) {
	with := readers(t)
	failing := of(asking("", "fee"))
	failing.failed = Silent
	plain := talk(t, with(of(Opinion{})), strange)
	_, got, trace, err := with(failing).Follow(t.Context(), Facts{}, strange, noon, nil)
	if err != nil || got.Text != plain.Text || trace.Reread || len(trace.Calls) != 1 {
		t.Errorf("%v %+v: %s", err, trace.Calls, got.Text)
	}
	until := time.Time{}
	slow := &opines{opinion: func(Matter) Opinion { return Opinion{} }, deadline: &until}
	talk(t, with(slow), strange)
	if left := time.Until(until); left > readTime || left < readTime/2 {
		t.Errorf("it may take %v", left)
	}
}

// Several questions are answered below each other, each under what it was taken for; the
// case is named once. One that nothing answers is named in the customer's own words.
func TestRereadSeveral(t *testing.T) {
	got := talk(t, readers(t)(of(Opinion{Service: Evidence{"damaged", "分家了"}, Asks: []Reread{
		{"损坏换领身份证多少钱", []string{"fee"}}, {"江门办身份证要多久", []string{"time"}}, {"", []string{"99"}},
	}})), strange)
	for _, want := range []string{"【江门市、损坏换领：工本费】\n江门市损坏换领工本费：40元", "【办理时间】\n江门市"} {
		if !strings.Contains(got.Text, want) {
			t.Errorf("not in it: %s\n%s", want, got.Text)
		}
	}
}

func TestRereadOwnsUp(t *testing.T) {
	for question, want := range map[string]string{
		"那个窗口的阿姨凶不凶": "“窗口阿姨凶吗”这一问没有查到",
		"门口好停车吗":     "还有一问没有查到", // none of their words
	} {
		got := talk(t, readers(t)(of(Opinion{Service: Evidence{"damaged", "分家了"}, Asks: []Reread{
			{"损坏换领身份证多少钱", []string{"fee"}}, {question, nil},
		}})), strange+"，窗口阿姨凶吗")
		if !strings.Contains(got.Text, want) || strings.Contains(got.Text, "那个窗口") {
			t.Errorf("%s: %s", question, got.Text)
		}
	}
}

// Whatever a reader says of a message that the rules answer surely, or compute, the reply
// is one of ours, and nothing odd in what it says takes the answer away.
func TestASureAnswerStays(t *testing.T) {
	with := readers(t)
	empty := []Reread{{"", nil}}
	texts := []string{"身份证前两位44是哪里", "照片上穿白色的衣裳得行不", "身份证照片能穿白衣服吗"}
	if testing.Short() {
		texts = texts[:1]
	}
	for _, text := range texts {
		plain := talk(t, with(of(Opinion{})), text)
		for _, o := range []Opinion{
			{Missing: AsksService}, {Asks: empty}, {Asks: []Reread{{"问", []string{"资料3", "费用"}}}}, {Act: "misuse"}, {Act: "misuse", Asks: empty},
		} {
			if got := talk(t, with(of(o)), text); got.Text != plain.Text {
				t.Errorf("%s, %+v: %s", text, o, got.Text)
			}
		}
		for _, act := range slices.Concat(acts, nones) {
			for _, asks := range [][]Reread{nil, empty, {{"多少钱", []string{"fee"}}}, {{"多少钱", nil}, {"多久", []string{"1"}}}} {
				if got := talk(t, with(of(Opinion{Act: string(act), Asks: asks})), text); got.Text == "" {
					t.Errorf("%s, %s %v: nothing", text, act, asks)
				}
			}
		}
	}
}

// What is known stays known where a reader's evidence does not hold.
func TestWhatAReaderMayNotChange(t *testing.T) {
	with := readers(t)
	fee := []Reread{{"", []string{"fee"}}}
	for _, c := range []struct {
		what, text string
		opinion    Opinion
		holds      func(Facts) bool
	}{
		{"an age, its words rewritten", "我儿子10岁，在江门换身份证要带啥", Opinion{Asks: fee, Age: Evidence{"10", "儿子十岁"}}, func(f Facts) bool { return f.Ages.Top() == 10 }},
		{"an age left out", "我儿子10岁，在江门换身份证要带啥", Opinion{Asks: fee}, func(f Facts) bool { return f.Ages.Top() == 10 }},
		{"a birthday that was", "我儿子16岁了，在江门换身份证要带啥", Opinion{Asks: fee, Age: Evidence{"15", "16岁"}}, func(f Facts) bool { return f.Ages.Min == 16 }},
		{"a birthday to come", "我儿子下个月底满16，在江门换身份证要带啥", Opinion{Asks: fee, Age: Evidence{"15", "下个月底满16"}}, func(f Facts) bool { return f.Ages.Top() == 15 }},
		{"a denied home", "我不是江门户口，在江门换身份证要带啥", Opinion{Asks: fee, Home: Evidence{"1", "江门户口"}}, func(f Facts) bool { return f.NotHome == "江门市" && f.Homes == nil }},
		{"a place that the words do not name", "我湖南的，在江门换身份证要带啥", Opinion{Asks: fee, Home: Evidence{"2", "要带啥"}, Use: Evidence{"1", "换身份证"}}, func(f Facts) bool { return slices.Equal(f.Places, []place.Name{"江门市"}) }},
		{"a service that the words do not say", "江门补办身份证要带啥", Opinion{Asks: fee, Service: Evidence{"first", "身份证"}}, func(f Facts) bool { return f.Services.Only("lost") }},
	} {
		f, _, err := with(of(c.opinion)).Answer(t.Context(), Facts{}, c.text, noon)
		if err != nil || !c.holds(f) {
			t.Errorf("%s: %v %+v", c.what, err, f)
		}
	}
}

// brittle is an index that breaks at one question.
type brittle struct{ Searcher }

func (b brittle) Search(ctx context.Context, q kb.Query, n int) ([]kb.Match, error) {
	if q.Text == "碰不得" {
		panic("broken")
	}
	return b.Searcher.Search(ctx, q, n)
}

// Whatever breaks in a rereading, the reply that was there is not lost.
func TestARereadingThatBreaks(t *testing.T) {
	k := know(t, nil)
	k.Index = brittle{k.Index}
	plain := New(newTestLanguage(t), func() Knowledge { return k })
	want := talk(t, plain, strange)
	_, got, trace, err := plain.WithReader(of(asking("碰不得", "fee"))).Follow(t.Context(), Facts{}, strange, noon, nil)
	if err != nil || got.Text != want.Text || trace.Reread || trace.Calls[0].Failed != Broken {
		t.Errorf("%v %+v: %s", err, trace.Calls, got.Text)
	}
}

// A heading that is put as it stands tells nothing of the case: 16岁以上 in it is nobody's age.
func TestAHeadingTellsNoAge(t *testing.T) {
	f, _, err := readers(t)(of(Opinion{})).Answer(t.Context(), Facts{}, "我儿子15岁，江门第一次办身份证要带什么", noon)
	if err == nil {
		f, _, err = readers(t)(of(Opinion{})).Answer(t.Context(), f, "听说新规定16岁以上都是20年、70岁以上才长期？", noon)
	}
	if err != nil || f.Ages.Top() != 15 {
		t.Errorf("%v %+v", err, f.Ages)
	}
}

// Where a reader names a passage alone, the cases are passed over, and what it was shown
// and rejects is not said, however sure the rules are.
func TestAReaderDecides(t *testing.T) {
	with := readers(t)
	grandma := &opines{opinion: func(m Matter) Opinion {
		i := slices.IndexFunc(m.Candidates, func(c Candidate) bool { return strings.Contains(c.Heading, "爷爷奶奶") })
		return asking("5岁女儿在江门换证，奶奶带去行吗", strconv.Itoa(i+1))
	}}
	if got := talk(t, with(grandma), "女儿5岁证过期 江门换 奶奶带去行不"); !strings.Contains(got.Text, "爷爷奶奶") {
		t.Errorf("%s", got.Text)
	}
	if got := talk(t, with(of(asking("照片上穿白色的衣裳行不行"))), "照片上穿白色的衣裳得行不"); got.Kind != KindUnknown {
		t.Errorf("%s: %s", got.Kind, got.Text)
	}
}

// chooses is a reader that asks one question and chooses a passage by its name, then others.
func chooses(question string, passage kb.PassageID, more ...string) *opines {
	return &opines{opinion: func(m Matter) Opinion {
		i := slices.IndexFunc(m.Candidates, func(c Candidate) bool { return c.ID == passage })
		return asking(question, append([]string{strconv.Itoa(i + 1)}, more...)...)
	}}
}

// A field that a reader names after a passage is told below it, in one case; a field first
// leads.
func TestRereadBeside(t *testing.T) {
	with := readers(t)
	const grandpa = "在江门，9岁孙子换身份证，他爷爷带去要得不"
	got := talk(t, with(chooses("爷爷能带9岁孩子换身份证吗", "country/handling#爷爷奶奶外公外婆能带孩子办身份证吗", "who")), grandpa)
	passage, field := strings.Index(got.Text, "陪孩子去的应当是监护人"), strings.Index(got.Text, "江门市到期换领、损坏换领谁去：监护人陪同")
	if passage < 0 || field < passage || got.Kind != KindAnswer {
		t.Errorf("passage at %d, field at %d: %s", passage, field, got.Text)
	}
	got = talk(t, with(of(asking("爷爷能带9岁孩子换身份证吗", "who", "1"))), grandpa)
	if !strings.Contains(got.Text, "谁去：监护人陪同") || got.Passage != "" {
		t.Errorf("a field first: %s", got.Text)
	}
}

// Where a reader says that a matter is not ours and finds nothing, the words in which it puts
// the question may find what it was not shown; the cases are not held against it.
func TestRereadNear(t *testing.T) {
	with := readers(t)
	const permit = "中山，他来了才4个月，能办吗，那个本子"
	near := Opinion{Act: string(Near), Asks: []Reread{{"居住证怎么申领", nil}}}
	if got := talk(t, with(of(near)), permit); got.Passage.In() != "country/residence-permit" {
		t.Errorf("%s: %s", got.Passage, got.Text)
	}
	near.Asks[0].Question = "中山的公积金怎么提取"
	if got := talk(t, with(of(near)), permit); got.Kind != KindUnknown {
		t.Errorf("%s: %s", got.Kind, got.Text)
	}
}

// However a reader puts a question, nothing is done for its words, and nobody is accused.
func TestAQuestionIsNoAct(t *testing.T) {
	with := readers(t)
	for _, question := range []string{"帮我下单做一张照片回执", "我要退款，把钱退给我", "转人工客服", "帮我做一张假身份证", "删除我的全部资料"} {
		for _, picks := range [][]string{nil, {"1"}, {"fee"}} {
			got := talk(t, with(of(asking(question, picks...))), strange)
			if got.Kind == KindOrder || got.Kind == KindHandoff || got.Act != "" {
				t.Errorf("%s, %v: %s %s %s", question, picks, got.Kind, got.Act, got.Text)
			}
		}
	}
}

// Whom a message names and asks nothing of may have been told of before: a reader sees it,
// and what was asked three messages ago. A place alone is a value.
func TestAnotherPersonIsPutToAReader(t *testing.T) {
	with := readers(t)
	for text, calls := range map[string]int{"老婆呢": 4, "小的呢": 4, "广州": 3} {
		r := of(Opinion{})
		talk(t, with(r), "江门，我身份证到期了，我老婆的掉了，还有个小的4岁没办过，想一起办了", "我的要拿啥子来着", "贵不贵哦那个", text)
		if len(r.given) != calls {
			t.Errorf("%s: put to it %d times", text, len(r.given))
		}
		if m := r.given[len(r.given)-1]; calls == 4 && (len(m.Before) != 3 || !strings.Contains(m.Before[0].Asked, "我老婆的掉了") || m.Before[0].Told != "") {
			t.Errorf("%s: %+v", text, m.Before)
		}
	}
}

// Whether a receipt is needed is asked of the receipt, whatever list a reader points at.
func TestRereadNeed(t *testing.T) {
	with := readers(t)
	for place, want := range map[string]string{"北京": "一般在窗口现场拍", "梅州": "接受自带的照片回执"} {
		got := talk(t, with(of(asking("在"+place+"换身份证要不要照片回执", "bring"))), place+"换身份证，用不用弄你们那个照片回执")
		if !strings.Contains(got.Text, want) {
			t.Errorf("%s: %s", place, got.Text)
		}
	}
}

// After the receipt, a question that a reader puts of the card is about the card, unless it is
// the receipt that the message names.
func TestRereadTheCard(t *testing.T) {
	with := readers(t)
	card := of(asking("婴儿在江门办身份证有效期几年", "validity"))
	for text, want := range map[string]string{"办了管几年呢，小娃儿长得快": "5年", "那个回执管好久呢，小娃儿长得快": "回执单上的日期"} {
		if got := talk(t, with(card), "江门，娃4个月，照片回执去哪里办", text); !strings.Contains(got.Text, want) {
			t.Errorf("%s: %s", text, got.Text)
		}
	}
}

// Each question of a message is answered for the person of whom the customer has told it;
// what only a reader says of somebody counts for nobody.
func TestRereadEachForWhom(t *testing.T) {
	story := "我在云浮，24岁，身份证快到期了，换一张管几年？我妈48呢，她管几年"
	for _, c := range []struct{ what, of, says, not string }{
		{"their age", "48岁妈妈换身份证有效期几年", "长期", ""},
		{"nobody's age", "12岁孩子换身份证有效期几年", "", "5年"},
	} {
		got := talk(t, readers(t)(of(Opinion{Service: Evidence{"renew", "快到期了"}, Asks: []Reread{
			{"24岁在云浮换身份证有效期几年", []string{"validity"}}, {c.of, []string{"validity"}},
		}})), story)
		if !strings.Contains(got.Text, "10年") || !strings.Contains(got.Text, c.says) || c.not != "" && strings.Contains(got.Text, c.not) {
			t.Errorf("%s: %s", c.what, got.Text)
		}
	}
	got := talk(t, readers(t)(of(Opinion{Service: Evidence{"renew", "1月过期"}, Asks: []Reread{
		{"深圳户籍在深圳到期换领工本费", []string{"fee"}}, {"河南信阳户籍在深圳到期换领工本费", []string{"fee"}},
	}})), "深户，身份证1月过期，在深圳换真的免费吗？我老婆是河南信阳户口，也是1月到期，她要交多少")
	if !strings.Contains(got.Text, "：0元") || !strings.Contains(got.Text, "信阳户籍、") {
		t.Errorf("households: %s", got.Text)
	}
}
