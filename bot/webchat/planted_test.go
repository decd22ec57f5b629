package webchat_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strings"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/bot"
	"huizhi/bot/bottest"
	"huizhi/bot/webchat"
)

// planted are values that only customers know. Each of the texts below has one of them
// in it, and so have the labels.
var planted = []string{"机密", "110105194912310021", "13800138000", string(secret)}

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

// Of all that people do and that goes wrong, nothing that somebody said, no cookie, no
// session and no address is in the log or in an error.
func TestNothingPlantedIsTold(t *testing.T) {
	heard := &bottest.Notes{}
	d := open(t, options{
		Options: bottest.Options{Answers: confidant{}}, channel: func(w *webchat.Web) bot.Channel { return gossip{w, heard} },
		web:    func(o *webchat.Options) { o.Patience = 20 * time.Millisecond },
		server: func(s *http.Server) { s.ErrorLog = log.New(heard, "", 0) },
	})
	var cookies []string
	for i := range 6 {
		b := d.browser(t)
		cookies = append(cookies, b.address().Chat, strings.Split(b.cookie, ".")[1], b.from)
		d.confide(t, b, i)
	}
	_, err := webchat.New(webchat.Options{Secret: []byte("机密")})
	fmt.Fprintln(heard, err)
	if errors.Is(err, nil) {
		t.Error("a short secret will do")
	}
	for _, told := range []*bottest.Notes{d.Log, heard} {
		for _, p := range append(planted, cookies...) {
			if at := strings.Index(told.String(), p); at >= 0 {
				t.Errorf("%s is told: …%s…", p, told.String()[max(0, at-200):min(len(told.String()), at+100)])
			}
		}
	}
	if d.Log.String() == "" || heard.String() == "" {
		t.Error("nothing is told at all")
	}
}

// confide does what somebody can do, each time with something that is nobody else's
// business.
func (d *desk) confide(t *testing.T, b *browser, i int) {
	p := b.read(t)
	b.say(t, "我的机密，身份证号110105194912310021，电话13800138000")
	b.say(t, "坏机密")
	b.take(t, words{ID: "aaaaaaaa", Kind: "press", Data: "机密/1", Label: "机密的按钮", On: "机密"})
	b.take(t, words{ID: "aaaaaaab", Kind: "edit", Of: b.say(t, "机密一"), Text: "机密二"})
	for _, body := range []string{`{"id":"机密"}`, `机密`, `{"id":"aaaaaaac","kind":"机密","text":"13800138000"}`, `{"id":"aaaaaaad","kind":"text","text":"` + strings.Repeat("机密", 5000) + `"}`} {
		_, reply := b.ask(t, "POST", "/api/say", body)
		if strings.Contains(reply, "机密") {
			t.Error(reply)
		}
	}
	d.Until(t, "something is said", func() bool { return len(p.of("message")) > 1 })
	if i%2 == 0 {
		p.close()
		b.say(t, "人工")
		b.say(t, "给客服的机密")
		d.settled(t, b)
	}
	forged := newBrowser(d.url)
	forged.cookie = "13800138000.13800138000"
	forged.post(t, "/api/say", words{ID: "aaaaaaaa", Kind: "text", Text: "机密"})
	forged.ask(t, "GET", "/%E6%9C%BA%E5%AF%86?q=机密", "")
	d.settled(t, b)
}
