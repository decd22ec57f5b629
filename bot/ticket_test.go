package bot

import (
	"strings"
	"testing"
	"time"

	"huizhi/handoff"
)

// talk is a conversation stepped by hand.
type talk struct {
	t      *testing.T
	c      Conversation
	around Around
	at     time.Time
	n      int
	last   Turn
}

func newTalk(t *testing.T) *talk {
	return &talk{t: t, at: noon, around: Around{Can: Capabilities{Buttons: true, Files: true}}}
}

// gets steps an event; what is said must hold each of some words.
func (k *talk) gets(e Event, words ...string) {
	k.t.Helper()
	k.n++
	in := Incoming{Key: Key("k/" + string(rune('0'+k.n))), From: Address{"test", "1"}, At: k.at, Event: e}
	k.last = Take(k.c, Queued{From: in.From}, in, k.around)
	k.c = k.last.Conversation
	var said strings.Builder
	for _, m := range k.last.Messages {
		said.WriteString(m.Message.Text + "\n")
	}
	for _, w := range words {
		if !strings.Contains(said.String(), w) {
			k.t.Errorf("%T: %q is not in:\n%s", e, w, said.String())
		}
	}
	if len(words) == 0 && said.Len() > 0 {
		k.t.Errorf("%T: it says %q", e, said.String())
	}
}

// moved is what the log says of the ticket that is open.
func (k *talk) moved(kind handoff.Kind, text string) Moved {
	return Moved{Ticket: k.c.Ticket, Event: handoff.Event{Kind: kind, At: k.at, Text: text, Agent: handoff.Agent{Name: "小王"}}}
}

func hours(t *testing.T, text string) handoff.Hours {
	h, err := handoff.ParseHours(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// noon is twelve o'clock on a Sunday in China.
func TestWhenSomebodyAnswersIsSaidHonestly(t *testing.T) {
	for _, row := range []struct{ hours, words string }{
		{"", "还没有排定"},
		{"sun 09:00-18:00", "现在是客服值班的时间"},
		{"mon-fri 09:30-18:00", "11月23日09:30上班"},
		{"sun 09:00-12:00, tue 10:00-11:00", "11月24日10:00上班"},
	} {
		k := newTalk(t)
		k.around.Hours = hours(t, row.hours)
		k.gets(Text{Text: "人工"}) // nothing is promised before the ticket is there
		k.gets(k.moved(handoff.Opened, ""), k.c.Ticket.Short(), row.words)
		k.gets(Text{Text: "人工"}, k.c.Ticket.Short(), row.words)
	}
}

func TestNobodyCameIsSaidOnce(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "人工"})
	k.gets(k.moved(handoff.Opened, ""), "工单号")
	if len(k.last.Wakes) != 1 {
		t.Fatalf("%d wakes", len(k.last.Wakes))
	}
	wake := k.last.Wakes[0]
	k.at = wake.At
	k.gets(Woke(wake), "还没有客服接手")
	if len(k.last.Wakes) > 0 {
		t.Error("it will be said again")
	}
	k.gets(k.moved(handoff.AgentSaid, "您好"), "小王", "您好")
	k.gets(Woke(wake)) // somebody came
	k.gets(k.moved(handoff.Ended, ""), "结束")
	k.gets(Woke(wake)) // that ticket is closed
}

// Once a person speaks, the bot is quiet, and what the customer says is theirs.
func TestTheBotIsQuietWhileAPersonTalks(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "人工"})
	k.gets(k.moved(handoff.Opened, ""), "工单号")
	k.gets(Text{Text: "身份证丢了"}) // the bot still answers
	if len(k.last.Tasks) != 2 {
		t.Fatalf("%d tasks: the ticket and the answer", len(k.last.Tasks))
	}
	generation := k.c.Generation
	k.gets(k.moved(handoff.AgentSaid, "我来帮您"), "客服小王来了", "我来帮您")
	k.gets(Answered{Generation: generation, Reply: Reply{Text: "可以。"}}) // too late
	k.gets(Text{Text: "我的号是110105194912310021"}, "请不要发身份证号")
	e := k.last.Tasks[0].Effect.(MoveTicket).Event
	if e.Kind != handoff.CustomerSaid || strings.Contains(e.Text, "1949") || !strings.Contains(e.Text, "我的号是") {
		t.Errorf("the agent gets %+v", e)
	}
	if k.gets(Text{Text: "取消"}, "要结束吗"); k.c.Stage != WithAgent {
		t.Error("a word ended the talk")
	}
	k.gets(Button{Data: "end"})
	k.gets(k.moved(handoff.Withdrawn, ""), "不找人工了")
	k.gets(Text{Text: "你好"})
	if len(k.last.Tasks) != 1 || k.c.Ticket != "" {
		t.Error("the bot does not answer again")
	}
}

// What was said to a ticket that an agent closed meanwhile is answered.
func TestWhatComesTooLateForAnAgentIsAnswered(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "人工"})
	k.gets(k.moved(handoff.Opened, ""), "工单号")
	k.gets(k.moved(handoff.AgentSaid, "您好"), "您好")
	k.gets(Text{Text: "身份证丢了"})
	k.gets(Failed{Generation: k.c.Generation, Reason: Refused, Ticket: k.c.Ticket, Text: "身份证丢了"})
	if f, ok := k.last.Tasks[0].Effect.(FindAnswer); !ok || f.Text != "身份证丢了" {
		t.Errorf("nobody answers: %+v", k.last.Tasks)
	}
}

// The ticket holds the talk so far, masked.
func TestATicketBringsTheTranscript(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "我是110105194912310021，江门能换吗"})
	k.gets(Answered{Generation: k.c.Generation, Reply: Reply{Kind: "answer", Text: "可以。"}}, "可以")
	k.gets(Text{Text: "人工"})
	lines := k.last.Tasks[0].Effect.(MoveTicket).Event.Transcript
	if len(lines) != 2 || strings.Contains(lines[0].Text, "1949") || lines[1].Text != "可以。" {
		t.Errorf("%+v", lines)
	}
}
