package main

import (
	"bytes"
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
	"huizhi/bot/terminal"
	"huizhi/phrases"
)

// phones are what customers of scripts hold who write in Telegram instead of a
// terminal: a server that plays Telegram for each script, and huizhi serve.
type phones struct{ runs }

// userOf is the id of a customer who has a name in the terminal.
func userOf(name string) int64 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(name))
	return 1 + int64(h.Sum32()>>1)
}

// phone is one customer in Telegram while huizhi serve runs. What is typed is done
// on the phone, and what is shown there is printed as a terminal would.
type phone struct {
	ts     *testscript.TestScript
	server *tgtest.Server
	user   *tgtest.User
	screen *terminal.Screen
	shown  map[int]string // messages as they were shown last
	pos    []pressable    // the buttons that numbers mean
	text   int            // the last text that was said

	desk *bot.Bot
	runs context.Context // until huizhi serve has ended
	ends context.CancelFunc
	code chan int
}

// sober leaves out of a log what goes well, as a chat in a terminal does.
type sober struct{ io.Writer }

func (s sober) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte("level=INFO")) {
		return len(p), nil
	}
	return s.Writer.Write(p)
}

// pressable is a button below a message.
type pressable struct {
	message int
	data    string
}

type serverKey struct{}

// serverOf is the server of a script; it lives as long as the script does.
func serverOf(ts *testscript.TestScript) *tgtest.Server {
	box := ts.Value(serverKey{}).(*struct{ *tgtest.Server })
	if box.Server == nil {
		box.Server = tgtest.Start(tgtest.Options{})
		ts.Defer(box.Server.Close)
	}
	return box.Server
}

// onPhone is what huizhi serve is started with instead of huizhi chat, and who
// writes.
func onPhone(args []string) (serve []string, as string) {
	serve, as = []string{"serve", "-burst", "0s"}, "me"
	for i := 1; i < len(args); i++ {
		switch args[i] {
		case "-as":
			as = args[i+1]
			i++
		default:
			serve = append(serve, args[i])
		}
	}
	return serve, as
}

// open starts huizhi serve, and gives a customer their phone.
func (p phones) open(ts *testscript.TestScript, args []string, out, errs io.Writer) *phone {
	args, as := onPhone(args)
	s := serverOf(ts)
	ph := &phone{
		ts: ts, server: s, user: s.User(userOf(as), as), screen: &terminal.Screen{Out: out},
		shown: map[int]string{}, code: make(chan int, 1),
	}
	for _, m := range ph.user.Messages() {
		ph.shown[m.ID] = looks(m)
	}
	ctx, ends := context.WithCancel(context.Background())
	ph.ends = ends
	env := map[string]string{
		"TELEGRAM_BOT_TOKEN": s.Token(), "TELEGRAM_API_URL": s.URL(), "HUIZHI_LISTEN": "127.0.0.1:0",
		"HUIZHI_TELEGRAM_BUDGET": "- - -", "HUIZHI_WEB": "off",
	}
	for _, name := range append(slices.Clone(inherited), "OPENAI_BASE_URL", "OPENAI_MODEL", "HUIZHI_KB", "HUIZHI_KEY_FILE") {
		env[name] = ts.Getenv(name)
	}
	ready := make(chan struct{})
	sur := surroundings{out: io.Discard, errs: sober{errs}, getenv: func(name string) string { return env[name] }, dir: ts.MkAbs(".")}
	sur.desk = func(b *bot.Bot) {
		ph.desk = b
		close(ready)
	}
	var ended context.CancelFunc
	ph.runs, ended = context.WithCancel(context.Background())
	go func() {
		ph.code <- p.with(ctx, args, sur)
		ended()
	}()
	select {
	case <-ready:
		fmt.Fprintln(out, phrases.Say("chat.hello"))
		fmt.Fprint(out, asks)
	case <-ph.runs.Done():
	}
	return ph
}

// narrow makes a number what it is, however it is typed.
var narrow = strings.NewReplacer("１", "1", "２", "2", "３", "3", ".", "", "。", "")

// types does on the phone what a line does in a terminal.
func (ph *phone) types(line string) {
	text := strings.TrimSpace(line)
	n, err := strconv.Atoi(narrow.Replace(text))
	fixed, edits := strings.CutPrefix(text, "/edit ")
	switch files, caption := ph.files(text); {
	case text == "":
	case err == nil && n >= 1 && n <= len(ph.pos):
		ph.user.PressData(ph.pos[n-1].message, ph.pos[n-1].data) // as it was shown: it may be gone by now
	case edits:
		ph.user.Edit(ph.text, fixed)
	case len(files) > 0:
		ph.sends(files, caption)
	default:
		ph.text = ph.user.Say(text)
	}
}

// files are those that a line names, and what it says of them.
func (ph *phone) files(line string) (out []string, caption string) {
	words := strings.Fields(line)
	for i, word := range words {
		if info, err := os.Stat(ph.ts.MkAbs(word)); err != nil || !info.Mode().IsRegular() {
			return out, strings.Join(words[i:], " ")
		}
		out = append(out, ph.ts.MkAbs(word))
	}
	return out, ""
}

// sends sends files as a phone sends them: a picture as a picture, a contact as a
// contact.
func (ph *phone) sends(files []string, caption string) {
	data, err := os.ReadFile(files[0])
	ph.ts.Check(err)
	switch ext := filepath.Ext(files[0]); {
	case ext == ".vcf":
		ph.user.Contact()
	case ext == ".kml" || ext == ".gpx":
		ph.user.Location()
	case ext == ".png" || ext == ".jpg":
		captions := make([]string, len(files))
		captions[0] = caption
		ph.user.Album(captions...)
	default:
		ph.user.Document(filepath.Base(files[0]), "application/octet-stream", data, caption)
	}
}

// settle waits until all is done that was said, or huizhi serve has ended, and prints
// what is new.
func (ph *phone) settle() {
	ctx, stop := context.WithTimeout(ph.runs, patience)
	defer stop()
	_ = ph.server.Await(ctx, func() bool { return ph.server.Pending() == 0 })
	if ph.desk == nil {
		return
	}
	_ = ph.desk.Settled(ctx, bot.Address{Channel: telegram.Name, Chat: fmt.Sprint(ph.user.ID())})
	ph.show()
	fmt.Fprint(ph.screen.Out, asks)
}

// show prints the messages of the bot that are new or have changed.
func (ph *phone) show() {
	for _, m := range ph.user.Messages() {
		now := looks(m)
		if !m.Bot || ph.shown[m.ID] == now {
			continue
		}
		ph.shown[m.ID] = now
		ph.screen.Show(asShown(m))
		if len(m.Rows) > 0 {
			ph.pos = nil
		}
		for _, b := range slices.Concat(m.Rows...) {
			ph.pos = append(ph.pos, pressable{m.ID, b.Data})
		}
	}
}

// looks tells a message from what it was before it was changed. Buttons that are taken
// away change nothing that is said.
func looks(m tgtest.Message) string { return fmt.Sprint(m.Text, m.Entities) }

// asShown is a message as the conversation made it: what folds up are its sources.
func asShown(m tgtest.Message) bot.Message {
	out := bot.Message{Text: m.Text}
	for _, e := range m.Entities {
		if e.Type == "expandable_blockquote" {
			folded := e.Of(m.Text)
			out.Text = strings.TrimSuffix(strings.TrimSuffix(m.Text, folded), "\n\n")
			out.Sources = strings.Split(folded, "\n")[1:]
		}
	}
	for _, row := range m.Rows {
		var choices []bot.Choice
		for _, b := range row {
			choices = append(choices, bot.Choice{Label: b.Label, Data: b.Data})
		}
		out.Buttons = append(out.Buttons, choices)
	}
	return out
}

// close ends huizhi serve, and gives its exit status.
func (ph *phone) close() int {
	ph.ends()
	select {
	case code := <-ph.code:
		return code
	case <-time.After(patience):
		ph.ts.Fatalf("huizhi serve does not end")
		return failed
	}
}

// run runs a whole chat whose lines are in a file.
func (p phones) run(ts *testscript.TestScript, neg bool, args []string) {
	if !chatting(args) || slices.Contains(args, "-h") {
		p.runs.run(ts, neg, args)
		return
	}
	args, in := redirected(ts, args)
	lines, err := io.ReadAll(in)
	ts.Check(err)
	var out, errs safeText
	ph := p.open(ts, args[1:], &out, &errs)
	waits := slices.Contains(args, "-burst")
	for line := range strings.Lines(string(lines)) {
		if ph.types(line); !waits {
			ph.settle()
		}
	}
	ph.settle()
	code := ph.close()
	fmt.Fprint(ts.Stdout(), out.String())
	fmt.Fprint(ts.Stderr(), errs.String())
	if (code != done) != neg {
		ts.Fatalf("exit status %d:\n%s", code, errs.String())
	}
}

// start starts a chat that a script goes on with.
func (p phones) start(ts *testscript.TestScript, neg bool, args []string) {
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "exec" })
	if neg || !chatting(args) {
		p.runs.start(ts, neg, args)
		return
	}
	in, typing := io.Pipe()
	reading, out := io.Pipe()
	pt := partnerOf(ts)
	var page bytes.Buffer
	ph := p.open(ts, args[1:], &page, &pt.errs)
	turn := func() { _, _ = page.WriteTo(out) }
	wait := make(chan error, 1)
	go func() {
		turn()
		for l := range lines(context.Background(), in) {
			ph.types(string(l.text))
			ph.settle()
			turn()
		}
		code := ph.close()
		_ = out.Close()
		if code != done {
			wait <- fmt.Errorf("exit status %d", code)
		}
		close(wait)
	}()
	pt.attend(ts, running{typing, reading, func() error { return <-wait }, ph.ends}, replies)
	pt.listen(ts)
}

// inTelegram are the transcripts of the terminal as they are told on a phone: those
// that only a terminal can show are left out, each with why.
func inTelegram(dir string) (map[string]string, error) {
	scripts, err := filepath.Glob(filepath.Join(dir, "*.txtar"))
	out := map[string]string{}
	for _, path := range scripts {
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if _, left := onlyTerminal[name]; chats.Match(text) && !left {
			out[name] = retold(string(text))
		}
	}
	return out, err
}

// reads is a chat whose lines are on standard input.
var reads = regexp.MustCompile(`(?m)^stdin (\S+)\n((?:! )?)exec (huizhi chat.*)$`)

// retold is a script whose customers hold phones.
func retold(script string) string {
	head, files := runWithin(script)
	head = customers.ReplaceAllStringFunc(head, func(s string) string {
		return fmt.Sprintf("telegram/%d", userOf(strings.TrimPrefix(s, "terminal/")))
	})
	return head + files
}

// runWithin is what a script does, and its files; its chats run within the test.
func runWithin(script string) (head, files string) {
	head, files, _ = strings.Cut(script, "\n-- ")
	head = strings.ReplaceAll(head, "start exec huizhi chat", "start huizhi chat")
	head = reads.ReplaceAllString(head, "${2}run $3 <$1")
	head = strings.ReplaceAll(head, "exec huizhi chat", "run huizhi chat")
	if files != "" {
		files = "\n-- " + files
	}
	return head, files
}
