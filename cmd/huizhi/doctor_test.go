package main

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/kb"
)

func TestDiskFinding(t *testing.T) {
	for _, c := range []struct {
		free uint64
		want grade
	}{{0, wrong}, {100<<20 - 1, wrong}, {100 << 20, doubtful}, {1<<30 - 1, doubtful}, {1 << 30, sound}, {1 << 60, sound}} {
		f := diskFinding("/data", c.free)
		if f.grade != c.want || (len(f.todo) > 0) != (c.want != sound) || !strings.Contains(f.text, "/data") {
			t.Errorf("%d bytes: %+v", c.free, f)
		}
	}
}

func TestClockFinding(t *testing.T) {
	for _, c := range []struct {
		ahead time.Duration
		want  grade
	}{
		{0, sound}, {30 * time.Second, sound}, {-30 * time.Second, sound}, {31 * time.Second, doubtful}, {-31 * time.Second, doubtful},
		{5 * time.Minute, doubtful}, {-5 * time.Minute, doubtful}, {301 * time.Second, wrong}, {-301 * time.Second, wrong},
	} {
		f := clockFinding(c.ahead)
		if f.grade != c.want || (len(f.todo) > 0) != (c.want != sound) {
			t.Errorf("%v ahead: %+v", c.ahead, f)
		}
		if slow := strings.Contains(f.text, "慢"); c.want != sound && slow != (c.ahead < 0) {
			t.Errorf("%v ahead: %s", c.ahead, f.text)
		}
	}
}

func TestGroupFinding(t *testing.T) {
	for _, c := range []struct {
		name  string
		group telegram.GroupState
		want  grade
		says  string
	}{
		{"writes", telegram.GroupState{Writes: true}, sound, "可以发到"},
		{"forum", telegram.GroupState{Writes: true, Forum: true, Topics: true}, sound, "可以管理话题"},
		{"forum without the right", telegram.GroupState{Writes: true, Forum: true}, sound, "不能管理话题"},
		{"mute", telegram.GroupState{}, wrong, "不能发消息"},
		{"absent", telegram.GroupState{ID: -7, Err: bot.ErrGone}, wrong, "-7"},
		{"not told", telegram.GroupState{Err: errors.New("why")}, doubtful, "why"},
		{"moved", telegram.GroupState{Moved: -1009, Writes: true}, doubtful, "可以发到"},
		{"moved and mute", telegram.GroupState{Moved: -1009}, wrong, "不能发消息"},
	} {
		f := groupFinding(c.group)
		if f.grade != c.want || !strings.Contains(f.text, c.says) {
			t.Errorf("%s: %+v", c.name, f)
		}
		if told := strings.Contains(strings.Join(f.todo, ""), "-1009"); told != (c.group.Moved != 0) {
			t.Errorf("%s: %q", c.name, f.todo)
		}
	}
}

func TestWebhookFinding(t *testing.T) {
	const ours = "https://desk.example/hook"
	for _, c := range []struct {
		name string
		ours string
		exam telegram.Examination
		want grade
		says string
	}{
		{"polls", "", telegram.Examination{}, sound, "自己去取"},
		{"left behind", "", telegram.Examination{Webhook: telegram.WebhookState{URL: "https://old.example/1:secret"}}, doubtful, "old.example"},
		{"not yet set", ours, telegram.Examination{}, sound, "启动时设"},
		{"set", ours, telegram.Examination{Webhook: telegram.WebhookState{URL: ours, Pending: 3}}, sound, "3条"},
		{"another", ours, telegram.Examination{Webhook: telegram.WebhookState{URL: "https://old.example/1:secret"}}, doubtful, "old.example"},
		{"fails", ours, telegram.Examination{Webhook: telegram.WebhookState{URL: ours, Failed: time.Now(), Why: "connection failed"}}, doubtful, "connection failed"},
		{"failed once", ours, telegram.Examination{Webhook: telegram.WebhookState{URL: ours, Failed: time.Now().Add(-2 * lately)}}, sound, "已设好"},
		{"not told", ours, telegram.Examination{Webhook: telegram.WebhookState{Err: errors.New("why")}}, doubtful, "why"},
		{"not asked", ours, telegram.Examination{Err: errUnasked}, doubtful, "没有查"},
	} {
		p := &patient{call: &call{}, telegram: func() telegram.Examination { return c.exam }}
		p.config.telegram.webhook = c.ours
		f := p.webhook(t.Context())
		if f.grade != c.want || !strings.Contains(f.text, c.says) || strings.Contains(f.text, "secret") {
			t.Errorf("%s: %+v", c.name, f)
		}
	}
}

func TestOverdue(t *testing.T) {
	_, corpus, _, err := readLibrary(&call{})
	if err != nil {
		t.Fatal(err)
	}
	last := time.Time{}
	for _, a := range corpus.Articles() {
		if a.ReviewBy.After(last) {
			last = a.ReviewBy
		}
	}
	all := len(corpus.Articles())
	for _, c := range []struct {
		today    time.Time
		from, to int
	}{{time.Time{}, 0, 0}, {last, 0, all - 1}, {last.AddDate(0, 0, 1), all, all}} {
		if n := overdue(corpus, c.today); n < c.from || n > c.to {
			t.Errorf("on %v: %d of %d", c.today, n, all)
		}
	}
	if n := overdue(&kb.Corpus{}, last); n != 0 {
		t.Error(n)
	}
}

// Where no server tells the time, the dates of the articles do.
func TestClockWithoutAServer(t *testing.T) {
	unread := &patient{call: &call{}, telegram: func() telegram.Examination { return telegram.Examination{Err: errUnasked} },
		articles: func() shelf { return shelf{err: errors.New("none")} }}
	if f := unread.clock(t.Context()); f.grade != doubtful {
		t.Errorf("%+v", f)
	}
	unread.articles = func() shelf { return shelf{corpus: &kb.Corpus{}} }
	if f := unread.clock(t.Context()); f.grade != sound {
		t.Errorf("%+v", f)
	}
}

func TestStanding(t *testing.T) {
	dir := t.TempDir()
	for _, below := range []string{"", "a", "a/b/c"} {
		if got := standing(filepath.Join(dir, below)); got != dir {
			t.Errorf("%q: %s", below, got)
		}
	}
}

func TestDiskThatCannotBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := &patient{dir: filepath.Join(file, "data")}
	if f := p.disk(t.Context()); f.grade != wrong || len(f.todo) == 0 {
		t.Errorf("%+v", f)
	}
	p.dir = filepath.Join(t.TempDir(), "data")
	if f := p.disk(t.Context()); len(f.todo) > 0 && f.grade == sound {
		t.Errorf("%+v", f)
	}
	left, err := os.ReadDir(filepath.Dir(p.dir))
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// A look that does not end is given up; one that has ended by then is not.
func TestWithin(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if f := within(ctx, make(chan finding)); f.grade != wrong {
		t.Errorf("%+v", f)
	}
	done := make(chan finding, 1)
	done <- finding{text: "done"}
	if f := within(ctx, done); f.text != "done" {
		t.Errorf("%+v", f)
	}
}

// A desk that serves may be looked at while it does: its addresses and its data are
// taken, by itself.
func TestDoctorOfADeskThatServes(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs a desk")
	}
	server := tgtest.Start(tgtest.Options{})
	defer server.Close()
	env := map[string]string{
		"HUIZHI_DATA": t.TempDir(), "HUIZHI_KEY": strings.Repeat("5a", 32), "HUIZHI_LISTEN": unused(t), "HUIZHI_WEB": "off",
		"TELEGRAM_BOT_TOKEN": server.Token(), "TELEGRAM_API_URL": server.URL(),
	}
	var out, errs safeText
	s := surroundings{in: strings.NewReader(""), out: &out, errs: &errs, getenv: func(name string) string { return env[name] },
		environ: func() []string { return nil }, builtIn: shared.library, encoder: shared.encoder}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() { ended <- run(ctx, []string{"serve"}, s) }()
	defer func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("it ended with %d: %s", code, errs.String())
		}
	}()
	for begin := time.Now(); !says(ctx, env["HUIZHI_LISTEN"], "/readyz"); time.Sleep(20 * time.Millisecond) {
		if time.Since(begin) > patience {
			t.Fatalf("it does not get ready: %s", errs.String())
		}
	}
	if code := run(ctx, []string{"doctor"}, s); code != 0 {
		t.Errorf("exit status %d", code)
	}
	for _, want := range []string{"✓ 数据：正在运行的huizhi", "✓ 监听地址：" + env["HUIZHI_LISTEN"] + "由正在运行的huizhi serve用着", "✓ 令牌：", "✓ 收消息：自己去取"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
	if calls := server.CallsOf("deleteWebhook"); len(calls) > 0 {
		t.Error("it changed something")
	}
}

// unused is an address that nobody listens at.
func unused(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
