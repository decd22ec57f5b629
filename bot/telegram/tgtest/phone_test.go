package tgtest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot/telegram/tgtest"
)

// desk is a small bot: it answers a start, a text, and a press.
func desk(t *testing.T, s *tgtest.Server) {
	t.Helper()
	handle := func(ctx context.Context, b *bot.Bot, u *models.Update) {
		switch {
		case u.CallbackQuery != nil:
			_, _ = b.AnswerCallbackQuery(ctx, &bot.AnswerCallbackQueryParams{CallbackQueryID: u.CallbackQuery.ID, Text: "收到"})
			m := u.CallbackQuery.Message.Message
			_, _ = b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: m.Chat.ID, MessageID: m.ID, Text: "选了 " + u.CallbackQuery.Data})
		case u.Message != nil && strings.HasPrefix(u.Message.Text, "/start"):
			_, _ = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: u.Message.Chat.ID, Text: "您好，请问要办什么？"})
		case u.Message != nil && u.Message.Text != "":
			_, _ = b.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: u.Message.Chat.ID, Action: models.ChatActionTyping})
			_, _ = b.SendMessage(ctx, &bot.SendMessageParams{
				ChatID: u.Message.Chat.ID, ParseMode: models.ParseModeHTML,
				Text:        "<b>要带居民户口簿。</b>\n丢失补领，本人到户籍所在地或者居住地的派出所办理，不用开证明。\n<blockquote expandable>出处一：广东省公安厅，2025 年 3 月 1 日\n出处二：江门市公安局\n出处三：中国政府网\n出处四：国家移民管理局</blockquote>见<a href=\"https://www.gov.cn\">原文</a>。",
				ReplyMarkup: models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{{{Text: "要多少钱", CallbackData: "fee"}, {Text: "多久拿到", CallbackData: "time"}}, {{Text: "预约", URL: "https://x.cn"}}}},
			})
		case u.Message != nil || u.EditedMessage != nil:
			_, _ = b.SendMessage(ctx, &bot.SendMessageParams{ChatID: 7, Text: "看到了"})
		}
	}
	b := client(t, s, bot.WithNotAsyncHandlers(), bot.WithDefaultHandler(handle))
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	go b.Start(ctx)
}

// hand uses a phone: "POST say 你好".
func hand(t *testing.T, address, what string) (string, int) {
	t.Helper()
	words := strings.SplitN(what, " ", 3)
	var body io.Reader
	if len(words) > 2 {
		body = strings.NewReader(words[2])
	}
	r, err := http.NewRequestWithContext(soon(t), words[0], address+"/phone/"+words[1], body)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	text, _ := io.ReadAll(reply.Body)
	return string(text), reply.StatusCode
}

func TestAPhone(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)
	s := start(t, tgtest.Options{Now: func() time.Time { return at }, Name: "身份证问答"})
	post(t, s, "setMyDescription", params{"description": "问我怎么办身份证。", "language_code": "zh"})
	post(t, s, "setMyCommands", params{"commands": []params{{"command": "human", "description": "找人工"}}})
	desk(t, s)
	p := httptest.NewServer(tgtest.Phone(s))
	t.Cleanup(p.Close)
	try(t, p.URL, []deed{
		{"GET 7", 200, []string{"身份证问答 @trial_bot", "这个机器人能做什么？\n问我怎么办身份证。", "[开始]"}},
		{"POST 7/say 你好", 409, []string{"先按 /start"}},
		{"POST 7/start", 200, []string{"2026-03-02", "                               ╭───────╮\n                               │/start │\n                               ╰ 09:05 ╯\n", "╭────────────────────╮\n│您好，请问要办什么？│\n╰───────────── 09:05 ╯\n"}},
		{"POST 7/say 身份证丢了要带什么", 200, []string{
			"│要带居民户口簿。                │\n│丢失补领，本人到户籍所在地或者居│\n│住地的派出所办理，不用开证明。  │\n",
			"│▌出处一：广东省公安厅，2025 年  │\n│▌3 月 1 日                      │\n│▌出处二：江门市公安局          ▼│\n│见原文↗。",
			"[1 要多少钱][2 多久拿到]\n[3 预约 ↗]\n",
		}},
		{"POST 7/press 3", 200, []string{"(打开 https://x.cn)"}},
		{"POST 7/press 9", 409, []string{"没有这个按钮: 9"}},
		{"POST 7/press 多久拿到", 200, []string{"│选了 time", "已编辑 09:05", "(提示: 收到)"}},
		{"POST 7/edit 改了", 200, []string{"│改了 ", "已编辑"}},
		{"POST 7/album 头\n尾", 200, []string{"│[照片] │\n                               │尾     │"}},
		{"POST 7/sticker", 200, []string{"[贴纸]"}},
		{"POST 7/voice", 200, []string{"[语音]"}},
		{"GET 7/menu", 200, []string{"/human  找人工"}},
		{"GET x", 404, nil},
		{"GET 8?wait=1ms", 200, []string{"[开始]"}},
	})
	if text, _ := hand(t, p.URL, "GET 7?all=1"); !strings.Contains(text, "/start") || strings.Count(text, "\n") < 32 {
		t.Errorf("not everything:\n%s", text)
	}
	if text, _ := hand(t, p.URL, "GET 7"); strings.Count(text, "\n") != 32 {
		t.Errorf("%d lines", strings.Count(text, "\n"))
	}
}

// What no bot replies to.
func TestAPhoneAlone(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC)
	s := start(t, tgtest.Options{Now: func() time.Time { return at }})
	p := httptest.NewServer(tgtest.HastyPhone(s))
	t.Cleanup(p.Close)
	try(t, p.URL, []deed{
		{"POST 7/start abc", 200, []string{"/start abc"}},
		{"POST 7/edit 改了", 200, []string{"│改了 ", "已编辑"}},
		{"POST 7/later 8d", 200, nil},
		{"POST 7/location", 200, []string{"2026-03-10", "[位置]"}},
		{"POST 7/contact", 200, []string{"[名片]"}},
		{"POST 7/later soon", 400, nil},
		{"POST 7/later xd", 400, nil},
		{"POST 7/block", 200, []string{"您已停用这个机器人"}},
		{"POST 7/say 在吗", 409, []string{"您已停用"}},
		{"POST 7/unblock", 200, []string{"[名片]"}},
		{"POST 7/say", 409, []string{"什么也没写"}},
		{"POST 8/edit", 409, []string{"没有可以改的消息"}},
	})
}

// deed is something done with a phone, and what it shows then.
type deed struct {
	what   string
	status int
	shows  []string
}

func try(t *testing.T, address string, deeds []deed) {
	t.Helper()
	for _, d := range deeds {
		text, status := hand(t, address, d.what)
		if status != d.status {
			t.Errorf("%s: %d", d.what, status)
		}
		user, _, _ := strings.Cut(strings.Fields(d.what)[1], "/")
		for _, part := range d.shows {
			for i := 0; i < 20 && !strings.Contains(text, part) && !strings.HasPrefix(part, "("); i++ { // a slow machine
				text, _ = hand(t, address, "GET "+user+"?all=1&wait=1s")
			}
			if !strings.Contains(text, part) {
				t.Errorf("%s does not show\n%s\nbut\n%s", d.what, part, text)
			}
		}
	}
}

// The buttons of the last message have the lowest numbers.
func TestButtonsAreNumberedFromBelow(t *testing.T) {
	s := start(t, tgtest.Options{})
	s.User(7, "甲").Start("")
	for _, data := range []string{"old", "new"} {
		post(t, s, "sendMessage", params{"chat_id": 7, "text": data, "reply_markup": button(params{"text": "是", "callback_data": data})})
	}
	p := httptest.NewServer(tgtest.HastyPhone(s))
	t.Cleanup(p.Close)
	for i, which := range []string{"1", "2", "是"} {
		hand(t, p.URL, "POST 7/press "+which)
		if got, want := s.Presses()[i].Data, []string{"new", "old", "new"}[i]; got != want {
			t.Errorf("%s pressed %s, want %s", which, got, want)
		}
	}
}

func TestAPhoneWaits(t *testing.T) {
	s := start(t, tgtest.Options{})
	p := httptest.NewServer(tgtest.Phone(s))
	t.Cleanup(p.Close)
	u := s.User(7, "甲")
	u.Start("")
	began, ended := time.Now(), make(chan struct{})
	go func() {
		hand(t, p.URL, "GET 7?wait=25s")
		close(ended)
	}()
	for done := false; !done; { // it may look before or after any of these
		select {
		case <-ended:
			done = true
		case <-time.After(10 * time.Millisecond):
			u.Say("好")
		}
	}
	if waited := time.Since(began); waited > 20*time.Second {
		t.Errorf("it waited %v", waited)
	}
}

func TestThePageOfThePhone(t *testing.T) {
	s := start(t, tgtest.Options{})
	p := httptest.NewServer(tgtest.Phone(s))
	t.Cleanup(p.Close)
	reply, err := http.Get(p.URL + "/")
	if err != nil || reply.StatusCode != 200 || !strings.HasPrefix(reply.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%+v, %v", reply, err)
	}
	_ = reply.Body.Close()
}
