package telegram_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// planted are values that only customers, agents and Telegram know. Each of the
// texts below has one of them in it, and so have the labels and the token.
var planted = []string{"机密", "110105194912310021", "13800138000", "tgtest-token", "AgACAgI"}

// gossip is a channel that writes down what goes wrong, as whoever calls it may log.
type gossip struct {
	*telegram.Telegram
	heard *bottest.Notes
}

func (g gossip) Send(ctx context.Context, d bot.Delivery) (bot.Ref, error) {
	ref, err := g.Telegram.Send(ctx, d)
	fmt.Fprintln(g.heard, "send", err)
	return ref, err
}

func (g gossip) Edit(ctx context.Context, ref bot.Ref, d bot.Delivery) error {
	err := g.Telegram.Edit(ctx, ref, d)
	fmt.Fprintln(g.heard, "edit", err)
	return err
}

// confidant answers in confidence.
type confidant struct{ parrot }

func (confidant) Follow(ctx context.Context, f answer.Facts, text string, at time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	f, a, trace, err := parrot{}.Follow(ctx, f, text, at, show)
	a.Suggest = []string{"机密的按钮"}
	if strings.Contains(text, "坏") {
		panic(text)
	}
	return f, a, trace, err
}

// plantedFaults are faults whose replies hold what was said.
func plantedFaults() []*tgtest.Fault {
	return []*tgtest.Fault{
		tgtest.Refuse(400, `Bad Request: can't parse entities: unsupported "机密"`), tgtest.Refuse(400, "Bad Request: 110105194912310021"),
		tgtest.Refuse(400, "Bad Request: message to edit not found 机密"), tgtest.Refuse(403, "Forbidden: 机密 13800138000"), tgtest.Refuse(404, "Not Found 机密"),
		tgtest.Refuse(409, "Conflict: 机密"), tgtest.Refuse(500, "机密"), {Refusal: &tgtest.Refusal{Code: 429, Description: "Too Many Requests: 机密"}},
		{Refusal: &tgtest.Refusal{Code: 400, Description: "Bad Request: 机密", MigrateTo: -99}},
		{Status: 200, Body: `{"ok":true,"result":"机密"}`}, {Status: 200, Body: `机密`}, {Status: 502, Body: "<html>机密 110105194912310021</html>"},
		tgtest.CutReply(), tgtest.LostReply(), tgtest.LostCall(),
	}
}

// Of a whole conversation, with all that can go wrong in it, nothing that somebody
// said or is called, and no token, is in the log, in an alert, in what is counted, or
// in an error.
func TestNothingPlantedIsTold(t *testing.T) {
	heard := &bottest.Notes{}
	srv := tgtest.Start(tgtest.Options{})
	t.Cleanup(srv.Close)
	var calls, spared atomic.Int64
	faults := plantedFaults()
	srv.Intercept(func(tgtest.Call) *tgtest.Fault {
		if n := int(calls.Add(1)); spared.Load() == 0 && n%3 == 0 {
			return faults[n/3%len(faults)]
		}
		return nil
	})
	d := open(t, options{on: srv, Options: bottest.Options{Answers: confidant{}}, channel: func(tele *telegram.Telegram) bot.Channel { return gossip{tele, heard} },
		telegram: func(o *telegram.Options) {
			o.Called = func(what, outcome string) { fmt.Fprintln(heard, what, outcome) }
		}})
	for i := range int64(12) {
		d.confide(d.User(4711+i, "王机密", tgtest.Username("机密用户")), i)
	}
	spared.Store(1)
	u := d.User(4711, "")
	d.Until(t, "the next is answered", func() bool {
		u.Say("好了吗")
		time.Sleep(50 * time.Millisecond)
		return slices.ContainsFunc(texts(ofBot(u)), func(s string) bool { return strings.Contains(s, "好了吗") })
	})
	spared.Store(0)
	for range faults {
		_, err := d.tele.Open(t.Context(), bot.File("AgACAgIAAxkBAAI00000001"))
		fmt.Fprintln(heard, "open", err, d.tele.Notify(t.Context(), 4711, "机密的通知"), d.tele.Status().Trouble)
	}
	for _, told := range []*bottest.Notes{d.Log, d.told, heard} {
		if told.String() == "" {
			t.Error("nothing is told at all")
		}
		for _, p := range planted {
			if at := strings.Index(told.String(), p); at >= 0 {
				t.Errorf("%s is told: …%s…", p, told.String()[max(0, at-200):min(len(told.String()), at+100)])
			}
		}
	}
}

// confide does what somebody can do, each time with something that is nobody else's
// business.
func (d *desk) confide(u *tgtest.User, i int64) {
	u.Say("我的机密，身份证号110105194912310021，电话13800138000")
	u.Say("坏机密")
	u.Say("边机密")
	u.Photo("机密的照片")
	u.Document("机密.pdf", "application/pdf", []byte("机密"), "机密的文件")
	u.Document("机密.png", "image/png", []byte("机密"), "机密的图片")
	u.Edit(u.Say("机密一"), "机密二")
	u.Contact()
	u.PressData(0, "0/机密")
	u.PressData(7, "机密")
	if m := u.Last(); m.ID != 0 {
		_ = u.Press(m.ID, "机密的按钮")
	}
	d.Group(-100-i, "机密的群").Say(u, "@"+d.Username()+" 机密")
	d.Push(json.RawMessage(`{"message":{"message_id":"机密","chat":{"id":"110105194912310021"}}}`))
	d.Push(json.RawMessage(`{"message":{"message_id":110105194912310021000}}`))
	d.Push(json.RawMessage(`{"callback_query":{"id":7,"data":["机密"],"from":{"id":1}}}`))
	d.Push(json.RawMessage(`{"my_chat_member":{"new_chat_member":{"status":"机密"}}}`))
	u.Say("人工")
	u.Say("给客服的机密")
	u.Block()
	u.Unblock()
}
