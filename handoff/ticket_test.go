package handoff

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var (
	morning = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	chen    = Agent{"7", "Chen"}
	wu      = Agent{"8", "Wu"}
)

// minute is so many minutes into the morning.
func minute(n int) time.Time { return morning.Add(time.Duration(n) * time.Minute) }

// after applies events, the first at minute 0, the next at minute 1 and so on.
func after(t *testing.T, events ...Event) Ticket {
	t.Helper()
	ticket := Ticket{ID: NewID("telegram/7/42/0")}
	for i, e := range events {
		e.At = minute(i)
		next, err := Apply(ticket, e)
		if err != nil {
			t.Fatalf("event %d: %v", i, err)
		}
		ticket = next
	}
	return ticket
}

func agent(a Agent) Event { return Event{Kind: AgentSaid, Agent: a, Text: "hello"} }
func just(k Kind) Event   { return Event{Kind: k, Text: "hello"} }

func TestTurns(t *testing.T) {
	for _, c := range []struct {
		name    string
		events  []Event
		waiting Party
		since   int
		agent   Agent
	}{
		{"nobody came yet", []Event{just(Opened)}, TheAgent, 0, Agent{}},
		{"asking again is still the same wait", []Event{just(Opened), just(CustomerSaid), just(BotSaid)}, TheAgent, 0, Agent{}},
		{"an agent spoke", []Event{just(Opened), agent(chen)}, TheCustomer, 1, chen},
		{"the bot takes no turn", []Event{just(Opened), agent(chen), just(BotSaid)}, TheCustomer, 1, chen},
		{"the customer answered", []Event{just(Opened), agent(chen), just(CustomerSaid), just(CustomerSaid)}, TheAgent, 2, chen},
		{"another agent answered", []Event{just(Opened), agent(chen), just(CustomerSaid), agent(wu)}, TheCustomer, 3, wu},
		{"two agents in a row", []Event{just(Opened), agent(chen), agent(wu)}, TheCustomer, 1, wu},
		{"closed", []Event{just(Opened), agent(chen), just(Ended)}, Nobody, 2, chen},
		{"withdrawn before anybody came", []Event{just(Opened), just(Withdrawn)}, Nobody, 1, Agent{}},
		{"reopened: nobody has it", []Event{just(Opened), agent(chen), just(Ended), just(Reopened)}, TheAgent, 3, Agent{}},
	} {
		got := after(t, c.events...)
		if got.Waiting() != c.waiting || !got.Since.Equal(minute(c.since)) || got.Agent != c.agent {
			t.Errorf("%s: %s since %s, agent %v", c.name, got.Waiting(), got.Since, got.Agent)
		}
	}
}

func TestOpened(t *testing.T) {
	talk := []Line{{TheCustomer, "hello", minute(-2)}, {TheBot, "hello?", minute(-1)}}
	got := after(t, Event{Kind: Opened, Customer: "K3", City: "Jiangmen", Reason: "asked", Transcript: talk})
	want := Ticket{
		ID: NewID("telegram/7/42/0"), Customer: "K3", Status: Waiting, City: "Jiangmen", Reason: "asked",
		Opened: morning, Since: morning, Version: 1,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// What was said is in the events, for each who said it.
func TestLines(t *testing.T) {
	talk := []Line{{TheCustomer, "hello", minute(-2)}, {TheBot, "hello?", minute(-1)}}
	var got []Line
	for i, e := range []Event{{Kind: Opened, Text: "?", Transcript: talk}, just(CustomerSaid), just(BotSaid), agent(chen), just(Ended), just(Withdrawn), just(Reopened)} {
		e.At = minute(i)
		got = append(got, e.Lines()...)
	}
	want := append(talk, Line{TheCustomer, "hello", minute(1)}, Line{TheBot, "hello", minute(2)}, Line{TheAgent, "hello", minute(3)})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestTextsAreCut(t *testing.T) {
	for _, c := range []struct {
		text string
		want int // characters
	}{
		{strings.Repeat("a", MaxText), MaxText},
		{strings.Repeat("字", MaxText), MaxText},
		{strings.Repeat("字", MaxText+1), MaxText},
		{strings.Repeat("👍", 3*MaxText), MaxText},
		{"a\xffb", 2},
	} {
		for _, e := range []Event{{Kind: CustomerSaid, Text: c.text}, {Kind: AgentSaid, Text: c.text}, {Kind: BotSaid, Text: c.text}} {
			got := e.Lines()[0].Text
			if utf8.RuneCountInString(got) != c.want || !utf8.ValidString(got) || !strings.HasPrefix(c.text, got[:1]) {
				t.Errorf("%.20q: %d characters", c.text, utf8.RuneCountInString(got))
			}
		}
		e := Event{Kind: Opened, Reason: c.text, Transcript: []Line{{Text: c.text}}}
		opened := after(t, e)
		if got := e.Lines()[0].Text; utf8.RuneCountInString(got) != c.want || opened.Reason != got {
			t.Errorf("opened with %.20q: %d characters", c.text, utf8.RuneCountInString(got))
		}
	}
}

// Cutting what was said does not reach into the transcript handed in.
func TestTranscriptIsLeftAlone(t *testing.T) {
	long := strings.Repeat("a", MaxText+1)
	talk := []Line{{Text: long}}
	if got := (Event{Kind: Opened, Transcript: talk}).Lines(); talk[0].Text != long || len(got[0].Text) != MaxText {
		t.Error("the caller's transcript was cut, or not cut at all")
	}
}

// Whatever happens in whatever order: nothing panics, an accepted event is one
// version more, a refused one changes nothing, and all of it survives JSON.
func TestAnySequence(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 0))
		ticket := Ticket{ID: NewID(fmt.Sprint(seed))}
		for step := range 40 {
			ticket = checkStep(t, ticket, anyEvent(r, step))
		}
		var back Ticket
		if err := json.Unmarshal(written(t, ticket), &back); err != nil || !reflect.DeepEqual(back, ticket) {
			t.Fatalf("%v\ngot  %+v\nwant %+v", err, back, ticket)
		}
	}
}

func checkStep(t *testing.T, before Ticket, e Event) Ticket {
	t.Helper()
	was := written(t, before)
	next, err := Apply(before, e)
	grown := 1
	if err != nil {
		grown = 0
	}
	if now := written(t, before); !bytes.Equal(was, now) {
		t.Fatalf("%s wrote to the ticket before:\n%s\n%s", e.Kind, was, now)
	}
	if next.Version != before.Version+grown || err != nil && !(refused(err, before.Status, e.Kind) && reflect.DeepEqual(next, before)) {
		t.Fatalf("%s, %v:\n%+v\n%+v", e.Kind, err, before, next)
	}
	if (next.Waiting() == Nobody) != (next.Status.Final() || next.Status == Unopened) {
		t.Fatalf("%s: %+v", e.Kind, next)
	}
	return next
}

// anyEvent opens first, most of the time, and seldom closes.
func anyEvent(r *rand.Rand, step int) Event {
	kind := kinds[r.IntN(len(kinds))]
	if step == 0 && r.IntN(4) > 0 {
		kind = Opened
	}
	if kind == Ended && r.IntN(3) > 0 {
		kind = CustomerSaid
	}
	texts := []string{"", "hello", "字", "\xff\x00", strings.Repeat("long ", 1000)}
	text := texts[r.IntN(len(texts))]
	return Event{
		Kind: kind, At: minute(step - r.IntN(2)), Text: text, Agent: []Agent{{}, chen, wu}[r.IntN(3)],
		Customer: "K3", Reason: text, Transcript: make([]Line, r.IntN(20)),
	}
}

func written(t *testing.T, ticket Ticket) []byte {
	t.Helper()
	b, err := json.Marshal(ticket)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The stored words do not change: tickets written years ago are read by them.
func TestStored(t *testing.T) {
	ticket := after(t, Event{Kind: Opened, Customer: "K3", City: "Jiangmen", Reason: "asked"}, agent(chen))
	const want = `{"id":"cf143000c4129021","customer":"K3","status":"open","city":"Jiangmen","reason":"asked",` +
		`"opened":"2026-11-23T01:00:00Z","since":"2026-11-23T01:01:00Z","agent":{"id":"7","name":"Chen"},"spoke":"agent",` +
		`"version":2}`
	if got := string(written(t, ticket)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEventSurvivesJSON(t *testing.T) {
	for _, want := range []Event{
		{},
		{Kind: AgentSaid, At: morning, Agent: chen, Text: "hello"},
		{Kind: Opened, At: morning, Customer: "K3", City: "Jiangmen", Reason: "asked", Transcript: []Line{{TheBot, "hello?", morning}}},
	} {
		b, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Event
		if err := json.Unmarshal(b, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s, %v: %+v", b, err, got)
		}
	}
}

func TestLogSaysNothingPrivate(t *testing.T) {
	ticket := after(t, Event{Kind: Opened, Customer: "SECRET", City: "SECRET", Reason: "SECRET"},
		Event{Kind: CustomerSaid, Text: "SECRET"}, Event{Kind: AgentSaid, Agent: Agent{"SECRET", "SECRET"}, Text: "SECRET"})
	var b bytes.Buffer
	slog.New(slog.NewTextHandler(&b, nil)).Info("moved", "ticket", ticket)
	got := b.String()
	want := fmt.Sprintf("ticket.id=%s ticket.status=open ticket.version=3 ticket.since=2026-11-23T01:02:00.000Z\n", ticket.ID)
	if strings.Contains(got, "SECRET") || !strings.HasSuffix(got, want) {
		t.Errorf("%s", got)
	}
}
