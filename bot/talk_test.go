package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huizhi/answer"
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
	in := Incoming{Key: Key(fmt.Sprint("k/", k.n)), From: Address{"test", "1"}, At: k.at, Event: e}
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

// answered is an answer to the question that waits for one.
func (k *talk) answered(text string) Answered {
	return Answered{Generation: k.c.Generation, Reply: Reply{Kind: answer.KindAnswer, Text: text}}
}

// asked is the questions that the last turn looks answers for.
func (k *talk) asked() string {
	var out []string
	for _, t := range k.last.Tasks {
		if f, ok := t.Effect.(FindAnswer); ok {
			out = append(out, f.Text)
		}
	}
	return strings.Join(out, "|")
}

// told is what the last turn tells the ticket.
func (k *talk) told() (out []handoff.Event) {
	for _, t := range k.last.Tasks {
		if m, ok := t.Effect.(MoveTicket); ok {
			out = append(out, m.Event)
		}
	}
	return out
}

// called is a talk in which a person was called.
func called(t *testing.T) *talk {
	k := newTalk(t)
	k.gets(Text{Text: "人工"})
	k.gets(k.moved(handoff.Opened, ""), "工单号")
	return k
}

// withAgent is a talk in which a person has spoken.
func withAgent(t *testing.T) *talk {
	k := called(t)
	k.gets(k.moved(handoff.AgentSaid, "您好"), "小王", "您好")
	return k
}

// bursts is a talk on a channel where people write in bursts.
func bursts(t *testing.T) *talk {
	k := newTalk(t)
	k.around.Can.Gather = 2 * time.Second
	return k
}

// rests ends a burst.
func (k *talk) rests() {
	k.t.Helper()
	k.at = k.at.Add(10 * time.Second)
	k.gets(Woke{Name: gatherWake, At: k.at})
}
