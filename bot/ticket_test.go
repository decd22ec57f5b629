package bot

import (
	"strings"
	"testing"

	"huizhi/handoff"
)

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
	k := called(t)
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
	k := called(t)
	k.gets(Text{Text: "身份证丢了"}) // the bot still answers
	if len(k.last.Tasks) != 2 {
		t.Fatalf("%d tasks: the ticket and the answer", len(k.last.Tasks))
	}
	late := k.answered("可以。")
	k.gets(k.moved(handoff.AgentSaid, "我来帮您"), "客服小王来了", "我来帮您")
	k.gets(late)
	k.gets(Text{Text: "我的号是110105194912310021"}, "请不要发身份证号")
	e := k.told()[0]
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

// What was said to a ticket that an agent closed meanwhile is answered, and stands
// once in the transcript.
func TestWhatComesTooLateForAnAgentIsAnswered(t *testing.T) {
	k := withAgent(t)
	k.gets(Text{Text: "身份证丢了"})
	k.gets(TicketFailed{Reason: Refused, Ticket: k.c.Ticket, Text: "身份证丢了"})
	if k.asked() != "身份证丢了" {
		t.Errorf("nobody answers: %+v", k.last.Tasks)
	}
	if n := strings.Count(spoken(k.c.Transcript), "身份证丢了"); n != 1 {
		t.Errorf("it stands %d times in the transcript", n)
	}
}

// spoken is a transcript as one text.
func spoken(lines []handoff.Line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Text + "\n")
	}
	return b.String()
}

// A ticket that refuses to be taken back, because an agent closes it just then, is
// not forgotten before the log says so.
func TestATicketThatRefusesIsClosedByTheLog(t *testing.T) {
	k := called(t)
	k.gets(Button{Data: "end"})
	k.gets(TicketFailed{Reason: Refused, Ticket: k.c.Ticket})
	k.gets(k.moved(handoff.Ended, ""), "结束")
}

// What comes too late for an old ticket leaves the new one alone.
func TestARefusalOfAnOldTicketLeavesTheNewOne(t *testing.T) {
	k := called(t)
	old := k.c.Ticket
	k.gets(Button{Data: "end"})
	k.gets(Button{Data: "end"}) // will be refused
	k.gets(k.moved(handoff.Withdrawn, ""), "不找人工了")
	k.gets(Text{Text: "人工"})
	fresh := k.c.Ticket
	k.gets(TicketFailed{Reason: Refused, Ticket: old})
	if k.c.Ticket != fresh || fresh == old {
		t.Errorf("ticket %q after %q becomes %q", fresh, old, k.c.Ticket)
	}
	k.gets(k.moved(handoff.AgentSaid, "您好"), "您好")
}

// A ticket that closes leaves no question behind: neither one that the bot is
// answering nor one in a burst.
func TestAClosedTicketLeavesNoQuestionBehind(t *testing.T) {
	k := called(t)
	k.gets(Text{Text: "要带什么"})
	k.gets(k.moved(handoff.Ended, ""), "结束")
	k.gets(k.answered("带户口本"), "带户口本")

	k = called(t)
	k.around.Can.Gather = bursts(t).around.Can.Gather
	k.gets(Text{Text: "要带什么"})
	k.gets(k.moved(handoff.Withdrawn, ""), "不找人工了")
	if k.rests(); k.asked() != "要带什么" {
		t.Errorf("looked for %q", k.asked())
	}
}

// Of a picture the agent hears, who is waited for or there already; it says
// nothing about how its sender writes.
func TestAnAgentHearsOfPictures(t *testing.T) {
	k := called(t)
	k.gets(Text{Text: "身份證丟了"})
	k.gets(k.answered("可以。"), "可以")
	script := k.c.Script
	hears := func() {
		t.Helper()
		if told := k.told(); len(told) == 0 || !strings.Contains(told[0].Text, "照片") || k.c.Script != script {
			t.Errorf("the ticket hears %+v; %q was %q", told, k.c.Script, script)
		}
	}
	k.gets(Photo{Files: []File{"a"}}, "收到照片")
	hears()
	k.gets(k.moved(handoff.AgentSaid, "您好"), "您好")
	k.gets(Photo{Files: []File{"a"}})
	hears()
}

// The ticket holds the talk so far, masked.
func TestATicketBringsTheTranscript(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "我是110105194912310021，江门能换吗"})
	k.gets(k.answered("可以。"), "可以")
	k.gets(Text{Text: "人工"})
	lines := k.told()[0].Transcript
	if len(lines) != 2 || strings.Contains(lines[0].Text, "1949") || lines[1].Text != "可以。" {
		t.Errorf("%+v", lines)
	}
}

// What was said and shown right before a person was called is in the ticket, whole.
func TestATicketBringsWhatWasNotRepliedTo(t *testing.T) {
	k := bursts(t)
	k.gets(Photo{Files: []File{"a"}})
	k.gets(Text{Text: strings.Repeat("很长的话", 80) + "最要紧的在这里"})
	k.gets(Text{Text: "人工"})
	all := spoken(k.told()[0].Transcript)
	if !strings.Contains(all, "最要紧的在这里") || !strings.Contains(all, "照片") {
		t.Errorf("of a photo and 327 characters: %s", all)
	}
}

// Two texts that came too late for an agent get one reply.
func TestTwoTextsTooLateForAnAgent(t *testing.T) {
	k := withAgent(t)
	k.gets(Text{Text: "一"})
	k.gets(Text{Text: "二"})
	k.gets(TicketFailed{Reason: Refused, Ticket: k.c.Ticket, Text: "一"})
	first := k.answered("甲")
	if k.gets(TicketFailed{Reason: Refused, Ticket: k.c.Ticket, Text: "二"}); k.asked() != "一，二" {
		t.Errorf("looks for %q", k.asked())
	}
	k.gets(first) // nobody waits for it any more
	k.gets(k.answered("甲乙"), "甲乙")
}

// A task that is put aside takes no answer away.
func TestPuttingAsideTakesNoAnswerAway(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "一"})
	k.gets(PutAside{Generation: k.c.Generation, Kind: "later"}, "没有做成")
	k.gets(k.answered("甲"), "甲")
}
