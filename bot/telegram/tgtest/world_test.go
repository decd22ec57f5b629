package tgtest_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/bot/telegram/tgtest"
)

// last is the last update, of whatever type.
func last(t *testing.T, s *tgtest.Server) (kind string, fields map[string]any) {
	t.Helper()
	all := s.Updates()
	if len(all) == 0 {
		t.Fatal("no update")
	}
	u := all[len(all)-1]
	var object map[string]map[string]any
	raw := map[string]json.RawMessage{}
	_ = json.Unmarshal(u.JSON, &raw)
	delete(raw, "update_id")
	short, _ := json.Marshal(raw)
	if err := json.Unmarshal(short, &object); err != nil {
		t.Fatal(err)
	}
	return u.Kind, object[u.Kind]
}

func TestWhatUsersSend(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	for field, send := range map[string]func() int{
		"text":     func() int { return u.Say("好") },
		"photo":    func() int { return u.Photo("看") },
		"document": func() int { return u.Document("a.pdf", "application/pdf", []byte("%PDF"), "") },
		"sticker":  u.Sticker, "voice": u.Voice, "video": u.Video, "location": u.Location,
		"contact": u.Contact, "dice": u.Dice, "poll": u.Poll,
	} {
		id := send()
		kind, m := last(t, s)
		if kind != "message" || m[field] == nil || m["message_id"] != float64(id) {
			t.Errorf("%s: %s %v", field, kind, m)
		}
		if got := u.Messages(); got[len(got)-1].Kind != field {
			t.Errorf("%s: seen as %s", field, got[len(got)-1].Kind)
		}
	}
	id := u.Say("旧")
	u.Edit(id, "新")
	if kind, m := last(t, s); kind != "edited_message" || m["text"] != "新" || m["edit_date"] == nil || m["message_id"] != float64(id) {
		t.Errorf("%s %v", kind, m)
	}
	u.Reply(id, "再")
	if _, m := last(t, s); m["reply_to_message"].(map[string]any)["text"] != "新" {
		t.Errorf("%v", m)
	}
	u.Start("from_web")
	if _, m := last(t, s); m["text"] != "/start from_web" || m["entities"] == nil {
		t.Errorf("%v", m)
	}
	u.Block()
	if kind, m := last(t, s); kind != "my_chat_member" || m["new_chat_member"].(map[string]any)["status"] != "kicked" {
		t.Errorf("%s %v", kind, m)
	}
}

// Private chats count their messages together, each supergroup for itself.
func TestMessageIdentifiers(t *testing.T) {
	s := start(t, tgtest.Options{})
	u, v := s.User(1, "甲"), s.User(2, "乙")
	g, h := s.Group(-1000000000001, "群"), s.Group(-1000000000002, "群")
	a := u.Say("一")
	if b := v.Say("二"); b != a+1 {
		t.Errorf("%d after %d", b, a)
	}
	if b, c := g.Say(u, "一"), h.Say(u, "一"); b != 1 || c != 1 {
		t.Errorf("%d, %d", b, c)
	}
}

func TestAlbums(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	if ids := u.Album("头", "", "尾"); len(ids) != 3 {
		t.Fatal(ids)
	}
	got := u.Messages()
	if got[0].Album == "" || got[0].Album != got[2].Album || got[0].Text != "头" || got[1].Text != "" || got[2].Text != "尾" {
		t.Errorf("%+v", got)
	}
	u.Photo("")
	if got := u.Messages(); got[3].Album != "" {
		t.Errorf("%+v", got[3])
	}
	if len(s.Updates()) != 4 {
		t.Errorf("%d updates", len(s.Updates()))
	}
}

func TestFiles(t *testing.T) {
	s := start(t, tgtest.Options{})
	s.User(1, "甲").Photo("")
	_, m := last(t, s)
	sizes := m["photo"].([]any)
	largest := sizes[len(sizes)-1].(map[string]any)
	id := largest["file_id"].(string)
	if len(sizes) != 3 || largest["width"] != 800.0 || largest["file_unique_id"] == "" {
		t.Fatalf("%v", sizes)
	}
	file, refused := post(t, s, "getFile", params{"file_id": id})
	var path string
	_ = json.Unmarshal(file["file_path"], &path)
	if !strings.HasPrefix(path, "photos/file_") || refused != "" {
		t.Fatalf("%s %s", file, refused)
	}
	reply, err := http.Get(s.URL() + "/file/bot" + s.Token() + "/" + path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	if config, kind, err := image.DecodeConfig(reply.Body); err != nil || kind != "jpeg" || config.Width != 800 {
		t.Errorf("%+v %s %v", config, kind, err)
	}
	s.SetFileSize(id, 20<<20+1)
	if _, refused := post(t, s, "getFile", params{"file_id": id}); refused != "Bad Request: file is too big" {
		t.Errorf("%q", refused)
	}
	s.SetFileSize(id, 100)
	for _, hostile := range s.HostilePaths() {
		s.SetFilePath(id, hostile)
		file, _ := post(t, s, "getFile", params{"file_id": id})
		if _ = json.Unmarshal(file["file_path"], &path); path != hostile {
			t.Errorf("%q, want %q", path, hostile)
		}
	}
}

// Whom the bot hears in a group.
func TestPrivacy(t *testing.T) {
	for _, c := range []struct {
		text          string
		reply         bool
		member, admin bool
	}{
		{"你好", false, false, true},
		{"/help", false, true, true},
		{"/help@trial_bot", false, true, true},
		{"/help@other_bot", false, false, true},
		{"@Trial_Bot 在吗", false, true, true},
		{"谢谢", true, true, true},
	} {
		for _, ordinary := range []bool{true, false} {
			s := start(t, tgtest.Options{})
			u := s.User(1, "甲")
			var options []tgtest.GroupOption
			want := c.admin
			if ordinary {
				options, want = append(options, tgtest.Ordinary), c.member
			}
			g := s.Group(-1000000000001, "群", options...)
			post(t, s, "sendMessage", params{"chat_id": g.ID(), "text": "我在"})
			if c.reply {
				g.Seat(u).Reply(g.Messages()[0].ID, c.text)
			} else {
				g.Say(u, c.text)
			}
			if got := len(s.Updates()) == 1; got != want {
				t.Errorf("%q, ordinary %v: heard %v, want %v", c.text, ordinary, got, want)
			}
		}
	}
}

func TestAnUpgrade(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	g := s.Group(-5, "客服")
	g.Say(u, "旧")
	to := g.Upgrade(tgtest.Forum)
	_, m := last(t, s)
	if m["migrate_from_chat_id"] != -5.0 || m["chat"].(map[string]any)["id"] != float64(to) || g.ID() != to {
		t.Errorf("%v", m)
	}
	if old := s.Updates()[1]; !strings.Contains(string(old.JSON), fmt.Sprintf(`"migrate_to_chat_id":%d`, to)) {
		t.Errorf("%s", old.JSON)
	}
	g.Say(u, "新")
	if _, m := last(t, s); m["chat"].(map[string]any)["is_forum"] != true {
		t.Errorf("%v", m)
	}
}

func TestTopics(t *testing.T) {
	s := start(t, tgtest.Options{})
	agent := s.User(1, "客服")
	g := s.Group(-1000000000001, "客服", tgtest.Forum)
	made, _ := post(t, s, "createForumTopic", params{"chat_id": g.ID(), "name": "小明"})
	var id int
	_ = json.Unmarshal(made["message_thread_id"], &id)
	sent, _ := post(t, s, "sendMessage", params{"chat_id": g.ID(), "message_thread_id": id, "text": "卡"})
	if string(sent["message_thread_id"]) != fmt.Sprint(id) || string(sent["is_topic_message"]) != "true" {
		t.Errorf("%s", sent)
	}
	said := g.SayIn(id, agent, "您好")
	if _, m := last(t, s); m["message_thread_id"] != float64(id) {
		t.Errorf("%v", m)
	}
	answer, _ := post(t, s, "sendMessage", params{"chat_id": g.ID(), "text": "好", "reply_parameters": params{"message_id": said}})
	if string(answer["message_thread_id"]) != fmt.Sprint(id) {
		t.Errorf("a reply goes to %s", answer["message_thread_id"])
	}
	if in, topics := g.In(id), g.Topics(); len(in) != 4 || len(topics) != 1 || topics[0].Name != "小明" {
		t.Errorf("%+v %+v", in, topics)
	}
	g.CloseTopic(agent, id)
	if _, m := last(t, s); m["forum_topic_closed"] == nil || !g.Topics()[0].Closed {
		t.Errorf("%v", m)
	}
	g.ReopenTopic(agent, id)
	g.PruneTopic(id)
	if _, refused := post(t, s, "sendMessage", params{"chat_id": g.ID(), "message_thread_id": id, "text": "在"}); refused != "Bad Request: message thread not found" {
		t.Errorf("%q", refused)
	}
	if len(g.In(id)) == 0 {
		t.Error("what was said in a pruned topic is gone")
	}
	if g.DeleteTopic(id); len(g.In(id)) != 0 || !g.Topics()[0].Gone {
		t.Error("what was said in a deleted topic is there")
	}
}

// A stale topic of a private chat is ignored without a word.
func TestPrivateTopics(t *testing.T) {
	s := start(t, tgtest.Options{PrivateTopics: true})
	u := s.User(1, "甲")
	u.Start("")
	made, _ := post(t, s, "createForumTopic", params{"chat_id": 1, "name": "一"})
	send := func() string {
		sent, _ := post(t, s, "sendMessage", params{"chat_id": 1, "text": "好", "message_thread_id": made["message_thread_id"]})
		return string(sent["message_thread_id"])
	}
	if got := send(); got != string(made["message_thread_id"]) {
		t.Errorf("sent to %s, want %s", got, made["message_thread_id"])
	}
	post(t, s, "deleteForumTopic", params{"chat_id": 1, "message_thread_id": made["message_thread_id"]})
	if got := send(); got != "" {
		t.Errorf("sent to %s", got)
	}
}

func TestPresses(t *testing.T) {
	s := start(t, tgtest.Options{Inaccessible: 48 * time.Hour})
	u := s.User(1, "甲")
	u.Start("")
	sent, _ := post(t, s, "sendMessage", params{"chat_id": 1, "text": "选", "reply_markup": params{"inline_keyboard": [][]params{{{"text": "是", "callback_data": "y"}}, {{"text": "网", "url": "https://x.cn"}}}}})
	var id int
	_ = json.Unmarshal(sent["message_id"], &id)
	if u.Press(id, "否") == nil || u.Press(id, "网") == nil || u.Press(id+1, "是") == nil {
		t.Error("pressed what is not there")
	}
	query := func() string {
		all := s.Presses()
		return all[len(all)-1].ID
	}
	if err := u.Press(id, "是"); err != nil {
		t.Fatal(err)
	}
	s.Later(time.Second)
	answer := params{"callback_query_id": query(), "text": "好", "show_alert": true}
	post(t, s, "answerCallbackQuery", answer)
	if _, refused := post(t, s, "answerCallbackQuery", answer); !strings.Contains(refused, "query is too old") {
		t.Errorf("answered twice: %q", refused)
	}
	if p := s.Presses()[0]; p.Answered < time.Second || !p.Alert || p.Answer != "好" || p.Data != "y" || p.Message != id {
		t.Errorf("%+v", p)
	}
	u.PressData(id, "forged")
	s.Later(31 * time.Second)
	if _, refused := post(t, s, "answerCallbackQuery", params{"callback_query_id": query()}); !strings.Contains(refused, "query is too old") {
		t.Errorf("answered late: %q", refused)
	}
	s.Later(48 * time.Hour)
	if err := u.Press(id, "是"); err != nil {
		t.Fatal(err)
	}
	if _, m := last(t, s); m["message"].(map[string]any)["date"] != 0.0 || m["message"].(map[string]any)["text"] != nil {
		t.Errorf("%v", m)
	}
}

func TestDraftsAndActions(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	u.Start("")
	post(t, s, "sendChatAction", params{"chat_id": 1, "action": "typing"})
	post(t, s, "sendMessageDraft", params{"chat_id": 1, "draft_id": 3, "text": "<b>首次</b>", "parse_mode": "HTML"})
	if d := u.Draft(); d == nil || d.Text != "首次" || d.ID != 3 || u.Action() != "typing" || len(s.Actions()) != 1 {
		t.Errorf("%+v %q", d, u.Action())
	}
	post(t, s, "sendMessage", params{"chat_id": 1, "text": "首次办理"})
	if u.Draft() != nil || u.Action() != "" {
		t.Error("still writing")
	}
	post(t, s, "sendMessageDraft", params{"chat_id": 1, "draft_id": 3, "text": "再"})
	s.Later(31 * time.Second)
	if u.Draft() != nil {
		t.Error("a draft is shown for ever")
	}
	without := start(t, tgtest.Options{NoDrafts: true})
	without.User(1, "甲").Start("")
	if _, refused := post(t, without, "sendMessageDraft", params{"chat_id": 1, "draft_id": 3, "text": "再"}); refused != "Bad Request: method is not available" {
		t.Errorf("%q", refused)
	}
}

// Limits, by a clock that stands still until it is moved.
func TestLimits(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	fixed := func() time.Time { return now }
	send := func(s *tgtest.Server, chat int64) string {
		_, refused := post(t, s, "sendMessage", params{"chat_id": chat, "text": "好"})
		return refused
	}
	s := start(t, tgtest.Options{Now: fixed, Limits: tgtest.Limits{ChatSecond: 1, ChatBurst: 3, GroupMinute: 4}})
	s.User(1, "甲").Start("")
	s.User(2, "乙").Start("")
	g := s.Group(-1000000000001, "群")
	for range 3 {
		if got := send(s, 1); got != "" {
			t.Errorf("within the burst: %s", got)
		}
	}
	if got := send(s, 1); got != "Too Many Requests: retry after 1" || s.Floods() != 0 {
		t.Errorf("%q, %d floods", got, s.Floods())
	}
	if got := send(s, 1); got != "Too Many Requests: retry after 1" || s.Floods() != 1 {
		t.Errorf("%q, %d floods", got, s.Floods())
	}
	if got := send(s, 2); got != "" {
		t.Errorf("another chat: %s", got)
	}
	s.Later(time.Second)
	if got := send(s, 1); got != "" {
		t.Errorf("after the pause: %s", got)
	}
	for range 4 {
		s.Later(2 * time.Second)
		send(s, g.ID())
	}
	s.Later(2 * time.Second)
	if got := send(s, g.ID()); got != "Too Many Requests: retry after 52" {
		t.Errorf("the fifth in a minute: %q", got)
	}
	s.Later(time.Minute)
	if got := send(s, g.ID()); got != "" {
		t.Errorf("after a minute: %s", got)
	}
	all := start(t, tgtest.Options{Now: fixed, Limits: tgtest.Limits{Second: 5}})
	for id := range int64(6) {
		all.User(id+1, "甲").Start("")
		if got := send(all, id+1); (got != "") != (id == 5) {
			t.Errorf("the %d. in a second: %q", id+1, got)
		}
	}
}

// giveUp calls a method, and hangs up once something holds.
func giveUp(t *testing.T, s *tgtest.Server, query string, when func() bool) {
	t.Helper()
	ctx, hangUp := context.WithCancel(soon(t))
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL()+"/bot"+s.Token()+"/"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		reply, err := http.DefaultClient.Do(r)
		if err == nil {
			_ = reply.Body.Close()
		}
		ended <- err
	}()
	if err := s.Await(ctx, when); err != nil {
		t.Error(err)
	}
	hangUp()
	if err := <-ended; err == nil {
		t.Error("the reply was not late")
	}
}

func TestAnActionThatIsLate(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	u.Start("")
	count := func() int { return len(u.Messages()) }
	s.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.DoneThenSlow(time.Hour) })
	giveUp(t, s, "sendMessage?chat_id=1&text=a", func() bool { return count() == 2 })

	came := make(chan struct{}, 1)
	s.Intercept(func(tgtest.Call) *tgtest.Fault {
		came <- struct{}{}
		return tgtest.SlowThenDone(time.Hour)
	})
	giveUp(t, s, "sendMessage?chat_id=1&text=a", func() bool { <-came; return true })
	if count() != 2 {
		t.Errorf("late, and done though nobody waits: %d messages", count())
	}
}

// syncBuffer can be read while it is written.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func TestSaveTo(t *testing.T) {
	s := start(t, tgtest.Options{})
	s.User(1, "甲").Start("")
	var file syncBuffer
	s.SaveTo(&file)
	s.Intercept(func(tgtest.Call) *tgtest.Fault { return tgtest.LostReply() })
	address := s.URL() + "/bot" + s.Token()
	_, _ = http.Get(address + "/sendMessage?chat_id=1&text=a")
	s.Intercept(nil)
	id := s.User(1, "").Last().ID
	post(t, s, "editMessageText", params{"chat_id": 1, "message_id": id, "text": "b"})
	post(t, s, "editMessageText", params{"chat_id": 1, "message_id": id, "text": "b"}) // refused
	var got []string
	for lines := bufio.NewScanner(&file.b); lines.Scan(); {
		var l tgtest.Saved
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d %v %s %d", l.Chat, l.ID == id, l.Text, l.Edited))
	}
	if all := strings.Join(got, ", "); all != "1 true a 0, 1 true b 1" {
		t.Error(all)
	}
}

func TestCallsAreRecorded(t *testing.T) {
	s := start(t, tgtest.Options{Keep: 10})
	s.User(1, "甲").Start("")
	post(t, s, "sendMessage", params{"chat_id": 1, "text": "a"})
	post(t, s, "sendMessage", params{"chat_id": 9, "text": "b"})
	calls := s.CallsOf("sendMessage")
	if len(calls) != 2 || calls[0].Status != 200 || calls[0].Params["text"] != "a" || calls[1].Status != 400 || calls[1].Description != "Bad Request: chat not found" || calls[1].Chat != 9 {
		t.Errorf("%+v", calls)
	}
	for range 50 {
		post(t, s, "getMe", nil)
	}
	if n := len(s.Calls()); n < 10 || n > 20 {
		t.Errorf("%d calls are kept", n)
	}
}

func TestRightsAndPresence(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	g := s.Group(-1000000000001, "群", tgtest.Forum)
	create := func() string {
		_, refused := post(t, s, "createForumTopic", params{"chat_id": g.ID(), "name": "x"})
		return refused
	}
	for _, c := range []struct {
		do   func()
		want string
	}{
		{func() {}, ""},
		{func() { g.Deny("can_manage_topics") }, "Bad Request: not enough rights to create a topic"},
		{func() { g.Allow("can_manage_topics") }, ""},
		{func() { g.Demote(u) }, "Bad Request: not enough rights to create a topic"},
		{func() { g.Kick(u) }, "Forbidden: bot was kicked from the supergroup chat"},
		{func() { g.Invite(u) }, ""},
	} {
		if c.do(); create() != c.want {
			t.Errorf("%q, want %q", create(), c.want)
		}
	}
	if kind, m := last(t, s); kind != "my_chat_member" || m["new_chat_member"].(map[string]any)["can_manage_topics"] != true {
		t.Errorf("%s %v", kind, m)
	}
}

func TestEverythingAtOnce(t *testing.T) {
	s := start(t, tgtest.Options{})
	var all sync.WaitGroup
	for id := range int64(8) {
		all.Go(func() {
			u := s.User(id+1, "甲")
			for range 20 {
				u.Say("好")
				post(t, s, "sendMessage", params{"chat_id": id + 1, "text": "好"})
				u.Photo("")
				_, _, _ = u.Messages(), s.Calls(), s.Updates()
			}
		})
	}
	all.Wait()
	if n := len(s.CallsOf("sendMessage")); n != 160 {
		t.Errorf("%d calls", n)
	}
}

func BenchmarkSendMessage(b *testing.B) {
	s := tgtest.Start(tgtest.Options{Keep: 1000})
	defer s.Close()
	s.User(1, "甲").Start("")
	client := http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 100}}
	address := s.URL() + "/bot" + s.Token() + "/sendMessage"
	b.SetParallelism(8)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			reply, err := client.Post(address, "application/json", strings.NewReader(`{"chat_id":1,"text":"<b>好</b>","parse_mode":"HTML"}`))
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, reply.Body)
			_ = reply.Body.Close()
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
}
