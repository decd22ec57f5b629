package bot

import (
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"huizhi/handoff"
)

// A form of two fields, as an order will be: it begins where an order does, and
// knows nothing of bursts, answers, agents or where else a conversation may be.
const (
	formName Stage = "form/name"
	formYear Stage = "form/year"
)

// form is what the form knows.
type form struct {
	Name string `json:"name,omitempty"`
	Year string `json:"year,omitempty"`
}

var (
	likeName = regexp.MustCompile(`^\p{Han}{2,4}$`)
	likeYear = regexp.MustCompile(`^\d{4}$`)
)

// withForm is the flow with the form in it.
func withForm() table {
	t := maps.Clone(flow)
	t[Idle] = row{reads: flow[Idle].reads, moves: maps.Clone(flow[Idle].moves)}
	t[Idle].moves[ordered] = move{(*step).beginForm, aside(formName)}
	t[formName] = row{shows: (*step).askName, moves: moves{asked: {(*step).fillName, may(formYear)}}}
	t[formYear] = row{shows: (*step).askYear, moves: moves{
		asked: {(*step).fillYear, may(Idle)}, wentBack: {(*step).backToName, may(formName)},
	}}
	return t
}

func (s *step) beginForm() { s.askName() }

func (s *step) askName() { s.say(&Say{Lines: []Line{{Text: "叫什么名字？"}}}) }

func (s *step) fillName() {
	if !likeName.MatchString(s.text) {
		s.hear()
		return
	}
	s.enter(formYear, form{Name: s.text})
	s.askYear()
}

func (s *step) askYear() {
	s.say(&Say{Lines: []Line{{Text: held[form](s).Name + "哪年生的？"}}})
}

func (s *step) fillYear() {
	if !likeYear.MatchString(s.text) {
		s.hear()
		return
	}
	f := held[form](s)
	f.Year = s.text
	s.leave()
	s.say(&Say{Lines: []Line{{Text: "记下了：" + f.Name + f.Year}}})
	s.say(&Say{To: Address{"staff", "desk"}, Lines: []Line{{Text: "新的一份：" + f.Name + f.Year}}})
}

func (s *step) backToName() {
	s.enter(formName, nil)
	s.askName()
}

// filling is a talk in which the second field is asked.
func filling(t *testing.T) *talk {
	k := newTalk(t)
	k.around.flow = withForm()
	k.gets(Button{Data: "order"}, "叫什么名字")
	k.gets(Text{Text: "张小明"}, "张小明哪年生的")
	return k
}

func TestAFormIsFilled(t *testing.T) {
	k := filling(t)
	if k.gets(Text{Text: "1990"}, "记下了：张小明1990"); k.c.Stage != Idle || k.c.Data != nil || k.c.Aside != nil {
		t.Errorf("%q %s %v", k.c.Stage, k.c.Data, k.c.Aside)
	}
}

// A question in the middle is answered, and the field asked for again.
func TestAQuestionInAFormReturnsToIt(t *testing.T) {
	k := filling(t)
	for range 2 {
		if k.gets(Text{Text: "照片要多大的？"}); k.asked() != "照片要多大的？" {
			t.Fatal(k.asked())
		}
		k.gets(k.answered("358×441"), "358×441", "张小明哪年生的")
	}
	k.gets(Text{Text: "panic"})
	k.gets(AnswerFailed{Generation: k.c.Generation, Reason: Broken}, "抱歉", "张小明哪年生的")
	k.gets(Button{Data: "help"}, "张小明哪年生的")
	k.gets(Text{Text: "1990"}, "记下了：张小明1990")
}

// So is one in a burst, which the field does not take apart.
func TestABurstInAFormReturnsToIt(t *testing.T) {
	k := filling(t)
	k.around.Can.Gather = 2 * time.Second
	k.gets(Text{Text: "等一下啊，我问问"})
	k.gets(Text{Text: "1990"})
	if k.rests(); k.asked() != "等一下啊，我问问，1990" {
		t.Error(k.asked())
	}
	k.gets(k.answered("好"), "好", "张小明哪年生的")
}

func TestBackAndCancelInAForm(t *testing.T) {
	k := filling(t)
	k.gets(Text{Text: "照片多大？"})
	k.gets(Text{Text: "返回"}, "好的", "张小明哪年生的") // the question, not the field
	k.gets(Text{Text: "返回"}, "叫什么名字")
	k.gets(Text{Text: "李雷"}, "李雷哪年生的")
	if k.gets(Text{Text: "取消"}, "好的"); k.c.Stage != Idle || strings.Contains(k.last.Messages[0].Message.Text, "哪年") {
		t.Errorf("%q", k.c.Stage)
	}
}

// A person may come in the middle; when they are gone the form goes on.
func TestAPersonInTheMiddleOfAForm(t *testing.T) {
	k := filling(t)
	k.gets(Text{Text: "人工"})
	k.gets(k.moved(handoff.Opened, ""), "工单号", "张小明哪年生的")
	k.gets(k.moved(handoff.AgentSaid, "您好"), "您好")
	k.gets(Text{Text: "1990"}) // to the agent
	if len(k.told()) != 1 {
		t.Errorf("%+v", k.told())
	}
	k.gets(k.moved(handoff.Ended, ""), "结束", "张小明哪年生的")
	k.gets(Text{Text: "1990"}, "记下了：张小明1990")
}

// A photo in the middle is offered something, and let go of.
func TestAPhotoInTheMiddleOfAForm(t *testing.T) {
	k := filling(t)
	k.gets(Photo{Files: []File{"a"}}, "收到照片")
	k.gets(Button{Data: "dismiss"}, "张小明哪年生的")
	k.gets(Text{Text: "1990"}, "记下了：张小明1990")
}

func TestRestartEndsAForm(t *testing.T) {
	k := filling(t)
	if k.gets(Text{Text: "重新开始"}, ""); k.c.Stage != Idle || k.c.Data != nil {
		t.Errorf("%q %s", k.c.Stage, k.c.Data)
	}
}
