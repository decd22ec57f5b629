package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"huizhi/bot/telegram/tgtest"
	"huizhi/phrases"
)

// served is a desk that serves within a test.
type served struct {
	t    *testing.T
	log  safeText
	out  safeText
	stop context.CancelFunc
	code chan int
}

// serving starts huizhi serve against a server that plays Telegram.
func serving(t *testing.T, s *tgtest.Server, env map[string]string, args ...string) *served {
	t.Helper()
	all := map[string]string{"HUIZHI_WEB": "off", "TELEGRAM_BOT_TOKEN": s.Token(), "TELEGRAM_API_URL": s.URL()}
	for k, v := range env {
		all[k] = v
	}
	return servingAs(t, all, args...)
}

// servingAs starts huizhi serve with what the environment says.
func servingAs(t *testing.T, env map[string]string, args ...string) *served {
	t.Helper()
	all := map[string]string{"HUIZHI_DATA": filepath.Join(t.TempDir(), "data"), "HUIZHI_KEY": strings.Repeat("5a", 32), "HUIZHI_LISTEN": "127.0.0.1:0"}
	for k, v := range env {
		all[k] = v
	}
	ctx, stop := context.WithCancel(context.Background())
	sv := &served{t: t, stop: stop, code: make(chan int, 1)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		sv.code <- shared.with(ctx, append([]string{"serve"}, args...), surroundings{
			in: strings.NewReader(""), out: &sv.out, errs: &sv.log, getenv: func(n string) string { return all[n] },
		})
	}()
	t.Cleanup(func() { stop(); <-ended }) // its folder goes next
	return sv
}

// until waits until something holds.
func (sv *served) until(what string, holds func() bool) {
	sv.t.Helper()
	for begin := time.Now(); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Since(begin) > patience {
			sv.t.Fatalf("waited in vain until %s\n%s", what, sv.log.String())
		}
	}
}

var privately = regexp.MustCompile(`health and figures" at=(\S+)`)

// get asks the private address.
func (sv *served) get(path string) (int, string) {
	sv.t.Helper()
	sv.until("the private address is open", func() bool { return privately.MatchString(sv.log.String()) })
	resp, err := http.Get("http://" + privately.FindStringSubmatch(sv.log.String())[1] + path)
	if err != nil {
		sv.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		sv.t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// A desk that serves says how it is, and counts what it does in words of ours only.
func TestADeskTellsHowItIs(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	sv := serving(t, s, nil, "-burst", "0s")
	u := s.User(4711, "机密的名字")
	u.Say("在江门补身份证要多少钱")
	u.Say("身份证背面机密的花纹是谁画的")
	sv.until("both are answered", func() bool { return len(ofDesk(u)) == 2 })
	sv.until("it is ready", func() bool { code, _ := sv.get("/readyz"); return code == 200 })
	if code, body := sv.get("/healthz"); code != 200 || body != "ok\n" {
		t.Errorf("%d %s", code, body)
	}
	body := ""
	for _, want := range []string{
		`huizhi_turns_total{event="text"} 2`, `huizhi_answers_total{band="sure",kind="answer"} 1`, "huizhi_misses_total 1",
		`huizhi_sends_total{call="send",outcome="done"} 2`, `huizhi_queue{what="events"} 0`, "huizhi_queue_age_seconds 0",
		`huizhi_model_tokens_total{way="in"} 0`, "huizhi_alerts_total 0",
	} { // a line counts as sent, and leaves the queue, a little after it is seen
		sv.until("the figures say "+want, func() bool {
			_, body = sv.get("/metrics")
			return strings.Contains(body, want+"\n")
		})
	}
	for _, secret := range []string{"机密", "江门", strings.Split(s.Token(), ":")[1], "4711"} {
		if strings.Contains(body+sv.log.String(), secret) {
			t.Errorf("%s is in the figures or the log", secret)
		}
	}
}

func ofDesk(u *tgtest.User) (out []tgtest.Message) {
	for _, m := range u.Messages() {
		if m.Bot {
			out = append(out, m)
		}
	}
	return out
}

// A desk that hears nothing of Telegram is not ready, and says why; its log may be
// JSON.
func TestADeskThatHearsNothingIsNotReady(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	s.Intercept(func(c tgtest.Call) *tgtest.Fault { return tgtest.BadGateway() })
	sv := serving(t, s, map[string]string{"HUIZHI_LOG": "json"})
	line := func() (out map[string]any) {
		for l := range strings.Lines(sv.log.String()) {
			if json.Unmarshal([]byte(l), &out) == nil && out["msg"] == "health and figures" {
				return out
			}
		}
		return nil
	}
	sv.until("the private address is open", func() bool { return line() != nil })
	resp, err := http.Get("http://" + line()["at"].(string) + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var r map[string]string
	if err := json.NewDecoder(resp.Body).Decode(&r); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != 503 || r["telegram"] == fine || r["store"] != fine {
		t.Errorf("%d %v", resp.StatusCode, r)
	}
}

// Alerts reach the operators' chat once, and the log each time; a group that becomes
// a supergroup keeps its place.
func TestAlertsReachTheOperators(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	g := s.Group(-500, "值班")
	sv := serving(t, s, map[string]string{"HUIZHI_ALERTS": "-500"})
	odd := json.RawMessage(`{"message":{"message_id":"odd"}}`)
	s.Push(odd)
	sv.until("the operators are told", func() bool { return len(g.Messages()) == 1 })
	old := g.ID()
	g.Upgrade()
	s.Push(odd) // the same again: only the log tells it
	s.Push(json.RawMessage(`{"callback_query":{"id":5}}`))
	sv.until("the operators are told in the new group", func() bool {
		return g.ID() != old && strings.Contains(g.Messages()[len(g.Messages())-1].Text, "Telegram")
	})
	if n := strings.Count(sv.log.String(), "msg=alert"); n != 3 {
		t.Errorf("%d alerts in the log, want 3:\n%s", n, sv.log.String())
	}
}

// What was taken is done before the desk stops; nothing new is taken.
func TestADeskFinishesWhatItHasTaken(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	sv := serving(t, s, nil, "-burst", "700ms")
	u := s.User(4711, "小明")
	u.Say("在江门补身份证要多少钱")
	sv.until("it is taken", func() bool { return s.Pending() == 0 })
	sv.stop()
	sv.until("it polls no more", func() bool { return !s.Polling() })
	u.Say("佛山呢")
	if code := <-sv.code; code != done {
		t.Errorf("status %d\n%s", code, sv.log.String())
	}
	if got := ofDesk(u); len(got) != 1 || !strings.Contains(got[0].Text, "40元") {
		t.Errorf("%+v", got)
	}
	if s.Pending() != 1 {
		t.Errorf("%d updates wait at Telegram, want the one that nobody took", s.Pending())
	}
}

// A second signal ends a desk that still has something to do.
func TestASecondSignalEndsADesk(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts a process")
	}
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	s.Intercept(func(c tgtest.Call) *tgtest.Fault {
		if c.Method == "sendMessage" {
			return tgtest.DoneThenSlow(time.Minute)
		}
		return nil
	})
	var log safeText
	cmd := exec.Command(os.Args[0], "serve", "-burst", "0s")
	cmd.Args[0] = "huizhi"
	cmd.Stderr = &log
	cmd.Env = append(os.Environ(), "HUIZHI_DATA="+filepath.Join(t.TempDir(), "data"), "HUIZHI_KEY="+strings.Repeat("5a", 32),
		"HUIZHI_LISTEN=127.0.0.1:0", "TELEGRAM_BOT_TOKEN="+s.Token(), "TELEGRAM_API_URL="+s.URL())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	sv := &served{t: t}
	s.User(4711, "小明").Say("在江门补身份证要多少钱")
	sv.until("a message is on its way", func() bool { return len(ofDesk(s.User(4711, "小明"))) > 0 })
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	begin := time.Now()
	_ = cmd.Process.Signal(syscall.SIGTERM)
	sv.until("it polls no more", func() bool { return !s.Polling() })
	time.Sleep(100 * time.Millisecond)
	_ = cmd.Process.Signal(syscall.SIGTERM)
	<-ended
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %v\n%s", took, log.String())
	}
}

// Without a token there is nobody to serve, and that is said.
func TestServingNobodyIsRefused(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	sv := serving(t, s, map[string]string{"TELEGRAM_BOT_TOKEN": ""})
	if code := <-sv.code; code != failed || !strings.Contains(sv.log.String(), phrases.Say("serve.no_channel")) {
		t.Errorf("%d %s", code, sv.log.String())
	}
}
