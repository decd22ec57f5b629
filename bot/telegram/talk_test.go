package telegram_test

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/handoff"
	"huizhi/phrases"
)

// The replies to several questions stand under titles that stand out.
func TestTitlesStandOut(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("可以😀\n【带什么】\n户口簿")
	m := d.said(t, u, 1)[0]
	if len(m.Entities) < 2 || m.Entities[1].Type != "bold" || m.Entities[1].Of(m.Text) != "【带什么】" {
		t.Errorf("%+v in %q", m.Entities, m.Text)
	}
}

// A question is answered in one message: the first line stands out, the sources fold
// up, no picture of a link, buttons below.
func TestAQuestionIsAnswered(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("在江门补身份证要多少钱")
	m := d.said(t, u, 1)[0]
	if !strings.HasPrefix(m.Text, "答：\n在江门补身份证要多少钱") || !strings.Contains(m.Text, "公安厅") {
		t.Errorf("it says %q", m.Text)
	}
	if len(m.Entities) != 2 || m.Entities[0].Type != "bold" || m.Entities[0].Of(m.Text) != "答：" ||
		m.Entities[1].Type != "expandable_blockquote" || !strings.HasPrefix(m.Entities[1].Of(m.Text), "依据：") {
		t.Errorf("%+v", m.Entities)
	}
	for _, want := range []string{"要多久", "要带什么", "👍", "👎", phrases.Say("button.human")} {
		if !slices.Contains(labels(m), want) {
			t.Errorf("no button %q among %q", want, labels(m))
		}
	}
	if p := d.CallsOf("sendMessage")[0].Params["link_preview_options"]; p != `{"is_disabled":true}` {
		t.Errorf("previews: %s", p)
	}
	d.sound(t)
}

// A press is answered at once, before any work, and however long that takes.
func TestAPressIsAnsweredAtOnce(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{Options: bottest.Options{Answers: parrot{Slow: 3 * time.Second}}})
	u := d.User(4711, "小明")
	u.Say("慢慢来")
	d.Until(t, "it is taken", func() bool { return d.Pending() == 0 })
	u.PressData(0, "0/human")
	d.Until(t, "the press is answered", func() bool { return d.Presses()[0].Answered > 0 })
	if took := d.Presses()[0].Answered; took > time.Second {
		t.Errorf("answered after %v", took)
	}
	d.said(t, u, 2)
	d.sound(t)
}

// A suggestion that is pressed is asked as it reads, though Telegram says only its
// data. A vote can be cast once: its buttons go, the others stay; what it asks back
// is replaced by the thanks.
func TestButtonsArePressed(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("甲")
	first := d.said(t, u, 1)[0]
	must(t, u.Press(first.ID, "要带什么"))
	second := d.said(t, u, 2)[1]
	if !strings.Contains(second.Text, "要带什么") {
		t.Errorf("the press asked %q", second.Text)
	}
	must(t, u.Press(second.ID, "👎"))
	menu := d.said(t, u, 3)[2]
	d.Until(t, "the votes are gone", func() bool { return !slices.Contains(labels(ofBot(u)[1]), "👎") })
	if left := labels(ofBot(u)[1]); slices.Contains(left, "👍") || !slices.Contains(left, "要带什么") {
		t.Errorf("left are %q", left)
	}
	must(t, u.Press(menu.ID, phrases.Say("why.place")))
	d.Until(t, "the menu is gone", func() bool { return ofBot(u)[2].Text == phrases.Say("feedback.thanks") })
	d.said(t, u, 3)
	d.sound(t)
}

// A button that is old, forged or of a message that is gone gets a kind word.
func TestAStaleButtonIsAnsweredKindly(t *testing.T) {
	d := open(t, options{server: tgtest.Options{Inaccessible: 48 * time.Hour}})
	u := d.User(4711, "小明")
	u.Say("甲")
	m := d.said(t, u, 1)[0]
	u.PressData(m.ID, "nonsense")
	u.PressData(m.ID+1000, "0/say")
	d.said(t, u, 3)
	d.Later(49 * time.Hour)
	must(t, u.Press(m.ID, "要多久"))
	got := d.said(t, u, 4)
	for _, text := range texts(got[1:]) {
		if text != phrases.Say("button.old") {
			t.Errorf("it says %q", text)
		}
	}
	d.sound(t)
}

// An edited message is a correction: the reply changes where it stands. One whose
// text is as it was means nothing.
func TestAnEditIsACorrection(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	id := u.Say("江门")
	d.said(t, u, 1)
	u.Edit(id, "佛山")
	d.Until(t, "the reply is changed", func() bool { return ofBot(u)[0].Edited == 1 })
	if m := d.said(t, u, 1)[0]; !strings.Contains(m.Text, "佛山") {
		t.Errorf("it says %q", m.Text)
	}
	d.sound(t)
}

// An album is one event with every caption: one reply, one offer.
func TestAnAlbumIsOneEvent(t *testing.T) {
	d := open(t, options{telegram: func(o *telegram.Options) { o.Gather = 200 * time.Millisecond }})
	u := d.User(4711, "小明")
	u.Album("这张行吗", "", "还是这张")
	m := d.said(t, u, 1)[0]
	if !strings.Contains(m.Text, "这张行吗") || !strings.Contains(m.Text, "还是这张") {
		t.Errorf("a caption is lost: %q", m.Text)
	}
	u.Album("", "", "")
	if got := d.said(t, u, 2)[1].Text; got != phrases.Say("photo.offer_one_of", 3) {
		t.Errorf("it says %q", got)
	}
	d.sound(t)
}

// What we cannot read gets a line that helps.
func TestWhatCannotBeReadIsSaid(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	for i, send := range []struct {
		do   func() int
		says string
	}{
		{u.Voice, phrases.Say("unread.voice")},
		{u.Video, phrases.Say("unread.video")},
		{u.Sticker, phrases.Say("unread.sticker")},
		{u.Location, phrases.Say("unread.location")},
		{u.Contact, phrases.Say("unread.contact")},
		{u.Dice, phrases.Say("unread.other")},
		{u.Poll, phrases.Say("unread.other")},
		{func() int { return u.Document("a.pdf", "application/pdf", []byte("x"), "") }, phrases.Say("unread.file")},
	} {
		send.do()
		if got := d.said(t, u, i+1)[i].Text; got != send.says {
			t.Errorf("%d: it says %q, want %q", i, got, send.says)
		}
	}
	d.sound(t)
}

// Whoever has blocked us is away: what is for them waits, the agent hears of it, and
// it is there when they are back.
func TestWhoBlocksUsIsAway(t *testing.T) {
	d := open(t, options{Options: bottest.Options{Answers: parrot{Slow: 300 * time.Millisecond}}})
	u := d.User(4711, "小明")
	u.Say("人工")
	d.said(t, u, 1)
	u.Say("慢一点")
	d.Until(t, "it is taken", func() bool { return d.Pending() == 0 })
	u.Block()
	d.Until(t, "a message was refused", func() bool {
		return slices.ContainsFunc(d.CallsOf("sendMessage"), func(c tgtest.Call) bool { return c.Status == 403 })
	})
	d.settled(t, u.ID())
	if n := d.heard(t, handoff.Unreached); n != 1 {
		t.Errorf("the ticket heard of it %d times", n)
	}
	u.Unblock()
	if got := d.said(t, u, 2)[1].Text; !strings.Contains(got, "慢一点") {
		t.Errorf("it says %q", got)
	}
	d.sound(t)
}

// Whoever has blocked us is shown no typing.
func TestNobodyTypesToWhoIsAway(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say("甲")
	d.said(t, u, 1)
	u.Block()
	d.settled(t, u.ID())
	d.tele.Typing(t.Context(), bot.Address{Channel: telegram.Name, Chat: "4711"})
	if n := len(d.CallsOf("sendChatAction")); n > 0 {
		t.Errorf("%d times", n)
	}
}

// While a reply is on its way Telegram shows it within a second.
func TestTypingIsShown(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{Options: bottest.Options{Answers: parrot{Slow: time.Second}}})
	u := d.User(4711, "小明")
	asked := time.Now()
	u.Say("慢慢来")
	d.Until(t, "typing is shown", func() bool { return u.Action() == "typing" })
	if took := time.Since(asked); took > time.Second {
		t.Errorf("shown after %v", took)
	}
	d.said(t, u, 1)
	d.sound(t)
}

// A reply that is being worded is shown as a draft, or by changing a message where
// the server has no drafts. In the end there is one message.
func TestAReplyIsShownWhileItGrows(t *testing.T) {
	for name, o := range map[string]tgtest.Options{"drafts": {}, "changes": {NoDrafts: true}} {
		t.Run(name, func(t *testing.T) {
			d := open(t, options{server: o})
			u := d.User(4711, "小明")
			u.Say("边说边看")
			d.said(t, u, 1)
			u.Say("边说边看二")
			got := d.said(t, u, 2)
			for _, m := range got {
				if !strings.HasPrefix(m.Text, "答：\n边说边看") || len(m.Rows) == 0 {
					t.Errorf("%q with %q", m.Text, labels(m))
				}
			}
			drafts := d.CallsOf("sendMessageDraft")
			if o.NoDrafts && (len(drafts) != 1 || got[1].Edited == 0) || !o.NoDrafts && len(drafts) < 2 {
				t.Errorf("%d drafts, changed %d times", len(drafts), got[1].Edited)
			}
			if u.Draft() != nil {
				t.Error("a draft is left")
			}
		})
	}
}

// Groups are none of our business unless somebody speaks to us: then one line says
// where we answer. Nothing of it is kept.
func TestAGroupIsLeftAlone(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	g := d.Group(-100123, "邻居")
	g.Say(u, "在江门补身份证要多少钱")
	g.Say(u, "@"+d.Username()+" 你说呢")
	g.Say(u, "@"+d.Username()+" 在吗")
	d.Until(t, "all is taken", func() bool { return d.Pending() == 0 && len(d.CallsOf("sendMessage")) > 0 })
	time.Sleep(50 * time.Millisecond)
	if calls := d.CallsOf("sendMessage"); len(calls) != 1 || calls[0].Chat != -100123 || calls[0].Params["text"] != phrases.Say("telegram.privately") {
		t.Errorf("%+v", calls)
	}
	r, err := d.DB.Check(context.Background())
	must(t, err)
	if r.Customers != 0 {
		t.Errorf("%d customers", r.Customers)
	}
	d.sound(t)
}

// Telegram shows the menu and what this is, in the languages it knows.
func TestTheMenuIsSet(t *testing.T) {
	d := open(t, options{})
	d.Until(t, "the menu is set", func() bool { return d.ShortDescription("en") != "" })
	for _, lang := range []string{"", "zh", "en"} {
		var names []string
		for _, c := range d.Commands(lang) {
			names = append(names, c.Command)
		}
		if want := []string{"start", "help", "human", "cancel", "privacy", "forget"}; !slices.Equal(names, want) {
			t.Errorf("%q: %q", lang, names)
		}
		if d.Description(lang) == "" || d.ShortDescription(lang) == "" {
			t.Errorf("%q: nothing says what this is", lang)
		}
	}
	d.sound(t)
}

// A long text is cut by the conversation, and what is sent fits, sources and all.
func TestALongReplyFits(t *testing.T) {
	d := open(t, options{})
	u := d.User(4711, "小明")
	u.Say(strings.Repeat("长😀", 1300))
	d.Until(t, "there is a reply", func() bool { return len(ofBot(u)) > 0 })
	d.settled(t, u.ID())
	for _, c := range d.CallsOf("sendMessage") {
		if c.Status != 200 {
			t.Errorf("%d %s", c.Status, c.Description)
		}
	}
	d.sound(t)
}

var _ bot.Channel = (*telegram.Telegram)(nil)

// A reply that has grown in a message ends there, also if Telegram wants no more of
// us for a while just then.
func TestAPauseLeavesNoHalfReply(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{server: tgtest.Options{NoDrafts: true}})
	u := d.User(4711, "小明")
	var once atomic.Bool
	d.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "editMessageText" && strings.Contains(c.Params["text"], "边说") && once.CompareAndSwap(false, true) {
			return tgtest.RetryAfter(1)
		}
		return nil
	})
	u.Say("边说边看")
	if m := d.said(t, u, 1)[0]; !strings.HasPrefix(m.Text, "答：\n边说边看") {
		t.Errorf("it says %q", m.Text)
	}
}
