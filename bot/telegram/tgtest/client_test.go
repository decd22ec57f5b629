package tgtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot/telegram/tgtest"
)

// start is a server that is closed with the test, and that must not have been
// misused.
func start(t *testing.T, o tgtest.Options) *tgtest.Server {
	t.Helper()
	s := tgtest.Start(o)
	t.Cleanup(func() {
		s.Close()
		for _, m := range s.Misuses() {
			t.Errorf("misuse: %s", m)
		}
	})
	return s
}

// client is a client that is not ours.
func client(t *testing.T, s *tgtest.Server, options ...bot.Option) *bot.Bot {
	t.Helper()
	b, err := bot.New(s.Token(), append(options, bot.WithServerURL(s.URL()))...)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// soon is long enough for anything that works.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

func TestAClientConverses(t *testing.T) {
	s := start(t, tgtest.Options{})
	got := make(chan *models.Update, 10)
	b := client(t, s, bot.WithNotAsyncHandlers(), bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { got <- u }))
	ctx := soon(t)
	go b.Start(ctx)

	u := s.User(4711, "小明", tgtest.Username("xiaoming"))
	id := u.Say("办身份证")
	if m := (<-got).Message; m == nil || m.ID != id || m.Text != "办身份证" || m.From.Username != "xiaoming" || m.Chat.Type != "private" {
		t.Fatalf("got %+v", m)
	}
	sent, err := b.SendMessage(ctx, &bot.SendMessageParams{
		ChatID: 4711, Text: "<b>办</b>哪种？", ParseMode: models.ParseModeHTML,
		ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "首次办理", CallbackData: "first"}, {Text: "补领", CallbackData: "lost"}}}},
	})
	if err != nil || sent.Text != "办哪种？" || len(sent.Entities) != 1 || sent.Entities[0].Type != "bold" || sent.Entities[0].Length != 1 {
		t.Fatalf("%+v, %v", sent, err)
	}
	if err := u.Press(sent.ID, "补领"); err != nil {
		t.Fatal(err)
	}
	press := (<-got).CallbackQuery
	if press == nil || press.Data != "lost" || press.Message.Message.ID != sent.ID || press.Message.Message.ReplyMarkup == nil {
		t.Fatalf("got %+v", press)
	}
	if _, err := b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: press.ID, Text: "好"}); err != nil {
		t.Fatal(err)
	}
	if p := s.Presses(); len(p) != 1 || p[0].Answered == 0 || p[0].Answer != "好" {
		t.Errorf("presses %+v", p)
	}
	edit := &bot.EditMessageTextParams{ChatID: 4711, MessageID: sent.ID, Text: "补领，好。"}
	if _, err := b.EditMessageText(ctx, edit); err != nil {
		t.Fatal(err)
	}
	_, err = b.EditMessageText(ctx, edit)
	if !errors.Is(err, bot.ErrorBadRequest) || !strings.Contains(err.Error(), "message is not modified") {
		t.Errorf("a second edit: %v", err)
	}
	if last := u.Last(); last.Text != "补领，好。" || last.Edited != 1 || last.Rows != nil {
		t.Errorf("the user sees %+v", last)
	}
	if len(u.Messages()) != 2 {
		t.Errorf("the user sees %d messages", len(u.Messages()))
	}
}

func TestAClientSendsFiles(t *testing.T) {
	s := start(t, tgtest.Options{})
	b, ctx := client(t, s), soon(t)
	u := s.User(1, "甲")
	u.Start("")
	m, err := b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: 1, Document: &models.InputFileUpload{Filename: "a.txt", Data: strings.NewReader("abc")}, Caption: "文件"})
	if err != nil {
		t.Fatal(err)
	}
	f, err := b.GetFile(ctx, &bot.GetFileParams{FileID: m.Document.FileID})
	if err != nil || f.FileSize != 3 {
		t.Fatalf("%+v, %v", f, err)
	}
	reply, err := http.Get(s.URL() + "/file/bot" + s.Token() + "/" + f.FilePath)
	if err != nil || reply.StatusCode != 200 || reply.ContentLength != 3 {
		t.Errorf("%+v, %v", reply, err)
	}
	_ = reply.Body.Close()
	if last := u.Last(); last.Kind != "document" || last.Text != "文件" {
		t.Errorf("the user sees %+v", last)
	}
}

func TestAClientKnowsTheErrors(t *testing.T) {
	s := start(t, tgtest.Options{})
	b, ctx := client(t, s), soon(t)
	say := func() error {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: 1, Text: "好"})
		return err
	}
	s.User(1, "甲").Start("")
	var wait *bot.TooManyRequestsError
	var migrate *bot.MigrateError
	for _, c := range []struct {
		fault *tgtest.Fault
		is    func(error) bool
	}{
		{tgtest.Refuse(403, "Forbidden: bot was blocked by the user"), func(err error) bool { return errors.Is(err, bot.ErrorForbidden) }},
		{tgtest.Refuse(400, "Bad Request: TOPIC_DELETED"), func(err error) bool { return errors.Is(err, bot.ErrorBadRequest) }},
		{tgtest.Refuse(409, "Conflict: x"), func(err error) bool { return errors.Is(err, bot.ErrorConflict) }},
		{tgtest.RetryAfter(7), func(err error) bool { return errors.As(err, &wait) && wait.RetryAfter == 7 }},
		{tgtest.Migrated(-1001), func(err error) bool { return errors.As(err, &migrate) && migrate.MigrateToChatID == -1001 }},
		{tgtest.BadGateway(), func(err error) bool { return err != nil && strings.Contains(err.Error(), "502 Bad Gateway") }},
		{tgtest.Garbage(), func(err error) bool { return err != nil }},
		{tgtest.CutReply(), func(err error) bool { return err != nil && strings.Contains(err.Error(), "unexpected EOF") }},
		{tgtest.LostReply(), func(err error) bool { return err != nil && strings.Contains(err.Error(), "EOF") }},
		{tgtest.LostCall(), func(err error) bool { return err != nil }},
		{nil, func(err error) bool { return err == nil }},
	} {
		s.Intercept(func(tgtest.Call) *tgtest.Fault { return c.fault })
		if err := say(); !c.is(err) {
			t.Errorf("%+v: %v", c.fault, err)
		}
	}
	if n := len(s.User(1, "").Messages()); n != 1+4 {
		t.Errorf("%d messages", n)
	}
}

// post calls a method with parameters as JSON, and returns the reply.
func post(t *testing.T, s *tgtest.Server, method string, params map[string]any) (result map[string]json.RawMessage, refusal string) {
	t.Helper()
	body, err := json.Marshal(params)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := http.Post(s.URL()+"/bot"+s.Token()+"/"+method, "application/json", strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	var form struct {
		OK          bool
		Result      json.RawMessage
		ErrorCode   int `json:"error_code"`
		Description string
	}
	if err := json.NewDecoder(reply.Body).Decode(&form); err != nil {
		t.Fatal(err)
	}
	if form.OK == (form.Description != "") || !form.OK && form.ErrorCode != reply.StatusCode {
		t.Errorf("%s: %d %+v", method, reply.StatusCode, form)
	}
	_ = json.Unmarshal(form.Result, &result)
	return result, form.Description
}
