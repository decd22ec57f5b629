package bot

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
	"unicode/utf16"

	"huizhi/answer"
	"huizhi/handoff"
	places "huizhi/kb/place"
	"huizhi/phrases"
)

var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

// walker sends random events through a conversation, as a customer, an agent
// and the clock might.
type walker struct {
	r      *rand.Rand
	c      Conversation
	at     time.Time
	n      int
	around Around
	wakes  []Wake
}

func (w *walker) event() Event {
	texts := []string{"江门身份证丢了", "10", "人工", "取消", "返回", "重新开始", "改", "更多", "/help", "/start", "/start link", "忘记我", "删除", "", " ", "香港怎麼辦", "abc\x00\xff", "110105194912310021"}
	data := []string{"say", "forget", "erase", "keep", "more", "human", "cancel", "back", "restart", "up/1", "down/1", "why/place/1", "change", "drop/place", "order", "rules", "dismiss", "end", "again", "nonsense", "/", "up/x", "drop/"}
	pick := func(s []string) string { return s[w.r.IntN(len(s))] }
	id := fmt.Sprint(w.r.IntN(w.n + 1))
	switch w.r.IntN(12) {
	case 0, 1, 2:
		return Text{Message: fmt.Sprint(w.n), Text: pick(texts)}
	case 3:
		return Edited{Message: id, Text: pick(texts)}
	case 4:
		return Photo{Files: []File{"a", "b"}[:1+w.r.IntN(2)], Caption: pick([]string{"", "这张行吗"})}
	case 5, 6:
		return Button{Data: pick(data), Label: pick(texts)}
	case 7:
		return Unreadable{What: pick([]string{"voice", "whatever"})}
	case 8:
		kinds := []handoff.Kind{handoff.Opened, handoff.AgentSaid, handoff.Ended, handoff.Withdrawn, handoff.CustomerSaid}
		return Moved{Ticket: w.c.Ticket, Event: handoff.Event{Kind: kinds[w.r.IntN(len(kinds))], Text: "您好", Agent: handoff.Agent{Name: "小王"}}}
	case 9:
		if len(w.wakes) > 0 {
			wake := w.wakes[w.r.IntN(len(w.wakes))]
			w.at = w.at.Add(time.Second)
			return Woke(wake)
		}
		return TicketFailed{Reason: Refused, Ticket: w.c.Ticket, Text: pick(texts)}
	case 10:
		if w.r.IntN(2) == 0 {
			return StockTaken{Kept{Messages: w.r.IntN(2), Open: w.r.IntN(2)}}
		}
		return AnswerFailed{Generation: w.c.Generation - w.r.IntN(2), Reason: Overtime}
	}
	all := []answer.Kind{answer.KindAnswer, answer.KindAsk, answer.KindUnknown, answer.KindHandoff, answer.KindOrder, answer.KindSmalltalk}
	return Answered{Generation: w.c.Generation - w.r.IntN(2), Reply: Reply{
		Kind: all[w.r.IntN(len(all))], Text: "可以。", More: pick([]string{"", "还有"}), Asks: pick([]string{"", "age"}),
		Suggest: []string{"首次申领", "一个很长很长的建议写在按钮上"}, Known: []answer.Known{{Name: "place", Label: "江门市"}},
	}}
}

// Wherever a walk leads, the table said so, nothing panics, and what is kept
// can be stored and read again.
func TestWalksKeepToTheTable(t *testing.T) {
	walks := uint64(300)
	if testing.Short() {
		walks = 30
	}
	for seed := range walks {
		w := &walker{r: rand.New(rand.NewPCG(seed, 1)), at: noon}
		w.around.Can.Gather = time.Duration(seed%2) * time.Second
		w.around.Can.Buttons = seed%3 > 0
		w.around.Can.Longest = int(seed%4) * 10
		w.around.Can.Files = seed%5 > 0
		for w.n = range 60 {
			w.step(t)
		}
	}
}

func (w *walker) step(t *testing.T) {
	t.Helper()
	in := Incoming{Key: Key(fmt.Sprint("k/", w.n)), From: Address{"test", "1"}, At: w.at, Event: w.event()}
	before, _ := json.Marshal(w.c)
	s := begin(w.c, in, w.around)
	a := s.read()
	m, _ := flow.find(&w.c, a)
	turn := Take(w.c, Queued{From: in.From}, in, w.around)
	to := turn.Conversation.Stage
	if to != w.c.Stage && m.way.kind != returns && !slices.Contains(m.way.stages, to) {
		t.Fatalf("%s in stage %q leads to %q, which the table does not say: %+v %+v", a, w.c.Stage, to, in.Event, w.c)
	}
	if after, _ := json.Marshal(w.c); string(after) != string(before) {
		t.Fatalf("%s changed the conversation it was given", a)
	}
	w.check(t, turn)
	w.c, w.at = turn.Conversation, w.at.Add(300*time.Millisecond)
	w.wakes = append(w.wakes, turn.Wakes...)
}

// check looks at one turn.
func (w *walker) check(t *testing.T, turn Turn) {
	t.Helper()
	for _, m := range turn.Messages {
		if n := w.around.Can.Longest; n > 0 && len(utf16.Encode([]rune(m.Message.Text))) > n {
			t.Fatalf("too long for a channel that takes %d: %s", n, m.Message.Text)
		}
		for _, c := range slices.Concat(m.Message.Buttons...) {
			if c.Label == "" || c.Data == "" || len(c.Data) > 64 {
				t.Fatalf("a button %+v", c)
			}
		}
	}
	if turn.Conversation.Pending != nil && w.c.Pending == nil && len(turn.Tasks) == 0 {
		t.Fatal("it waits for an answer that nobody looks for")
	}
	if b := turn.Conversation.Burst; b != nil && !b.Until.IsZero() && w.c.Burst == nil && len(turn.Wakes) == 0 {
		t.Fatal("it waits for the end of a burst, and nothing will wake it")
	}
	data, err := json.Marshal(turn.Conversation)
	if err != nil {
		t.Fatal(err)
	}
	var again Conversation
	if err := json.Unmarshal(data, &again); err != nil {
		t.Fatal(err)
	}
	if data2, _ := json.Marshal(again); string(data2) != string(data) {
		t.Fatalf("a conversation does not survive:\n%s\n%s", data, data2)
	}
}

// Every stored kind comes back as it was.
func TestCodecRoundTrip(t *testing.T) {
	at := noon.Add(123456789 * time.Nanosecond)
	move := handoff.Event{Kind: handoff.Opened, At: at, Text: "x", Transcript: []handoff.Line{{Who: handoff.TheBot, Text: "y", At: at}}, City: "江门市"}
	for _, e := range []Event{
		Text{"1", "a"}, Edited{"1", "b"}, Photo{"1", "al", []File{"f"}, "c"}, Unreadable{"voice"}, Button{"say", "l", "m"}, Unreached{true},
		Answered{3, Reply{Kind: answer.KindAnswer, Text: "t", More: "m", Place: "p", Article: "a", Passage: "a#b", Asks: "age", Sources: []string{"s"}, Suggest: []string{"g"}, Known: []answer.Known{{Name: "place", Label: "江门市"}}}},
		AnswerFailed{1, Broken}, TicketFailed{"t", Refused, "x"}, StockTaken{Kept{1, 2, 3, 4, 5, 6}}, ForgetFailed{Broken}, PutAside{1, "k"}, Woke{"gather", at}, Moved{"t", move},
	} {
		data, err := MarshalEvent(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := UnmarshalEvent(data)
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("%T: %+v comes back as %+v, %v", e, e, got, err)
		}
	}
	for _, e := range []Effect{FindAnswer{answer.Facts{Places: nil, Told: true}, "q", at}, MoveTicket{"t", move, 7, true}, TakeStock{}, Forget{true, phrases.Traditional}} {
		data, err := MarshalTask(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := UnmarshalTask(data)
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("%T: %+v comes back as %+v, %v", e, e, got, err)
		}
	}
	if _, err := MarshalTask(&Say{}); err == nil {
		t.Error("a message is no task")
	}
	if len(events)+len(tasks) != 19 { // with the one kind that is only read
		t.Error("a kind is missing in this test")
	}
}

func FuzzUnmarshalEvent(f *testing.F) {
	f.Add([]byte(`{"kind":"text","body":{"text":"a"}}`))
	f.Add([]byte(`{"kind":"moved","body":{"event":{"at":"x"}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := UnmarshalEvent(data)
		if err != nil {
			return
		}
		if _, err := MarshalEvent(e); err != nil {
			t.Errorf("%T cannot be written again: %v", e, err)
		}
	})
}

// A suggestion that a button below says already is left out.
func TestWithout(t *testing.T) {
	got := without([]string{"转人工", "首次申领"}, []Choice{choiceHuman, {Label: "👍"}})
	if want := []string{"首次申领"}; !slices.Equal(got, want) {
		t.Errorf("without leaves %q, want %q", got, want)
	}
}

// A suggestion below an older answer is asked as it was meant there, whatever was
// said since; one below the last answer, with what is known now.
func TestASuggestionMeansItsOwnAnswer(t *testing.T) {
	facts := func(city string) answer.Facts { return answer.Facts{Places: []places.Name{places.Name(city)}} }
	k := newTalk(t)
	for _, city := range []string{"中山市", "珠海市"} {
		k.gets(Text{Text: city})
		a := k.answered("答")
		a.Reply.Facts, a.Reply.Suggest = facts(city), []string{"要多久"}
		k.gets(a, "答")
	}
	k.gets(Button{Data: "say/1", Label: "要多久"})
	if f := k.last.Tasks[0].Effect.(FindAnswer); f.Text != "要多久" || f.Facts.Places[0] != "中山市" {
		t.Errorf("asked %q after %v", f.Text, f.Facts.Places)
	}
	k.gets(k.answered("答"), "答")
	k.c.Facts = facts("惠州市") // as if a fact had been taken back since
	k.gets(Button{Data: "say/3", Label: "要多久"})
	if f := k.last.Tasks[0].Effect.(FindAnswer); f.Facts.Places[0] != "惠州市" {
		t.Errorf("asked after %v", f.Facts.Places)
	}
}
