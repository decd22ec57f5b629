package tgtest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"huizhi/bot/telegram/tgtest"
)

// params are the parameters of a call.
type params = map[string]any

// button is a keyboard with one button.
func button(fields params) params {
	return params{"inline_keyboard": [][]params{{fields}}}
}

// What a call is refused with, by what is wrong with it. The world: 1 has
// written, 2 has not, 3 blocks, 4 is gone; -5 became a supergroup, -1000000000007
// threw the bot out, -1000000000008 is a forum whose topics 11 is open, 12 closed,
// 13 deleted, 14 deleted in other words.
func TestRefusals(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲", tgtest.Username("jia"))
	u.Start("")
	s.User(2, "乙")
	blocks := s.User(3, "丙")
	blocks.Start("")
	blocks.Block()
	gone := s.User(4, "丁")
	gone.Start("")
	gone.Deactivate()
	upgraded := s.Group(-5, "旧群")
	upgraded.Upgrade()
	s.Group(-1000000000007, "出去").Kick(u)
	forum := s.Group(-1000000000008, "客服", tgtest.Forum)
	open, closed, deleted, other := forum.CreateTopic(u, "开"), forum.CreateTopic(u, "关"), forum.CreateTopic(u, "删"), forum.CreateTopic(u, "没")
	forum.CloseTopic(u, closed)
	forum.DeleteTopic(deleted)
	forum.DeleteTopicSaying(other, "TOPIC_DELETED")
	weak := s.Group(-1000000000009, "弱", tgtest.Forum, tgtest.Without("can_manage_topics", "can_pin_messages", "can_delete_messages"))
	there := weak.Say(u, "在")
	sent, _ := post(t, s, "sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "是", "callback_data": "y"})})
	mine := sent["message_id"]
	theirs := u.Say("嗯")

	const forumID, weakID = int64(-1000000000008), int64(-1000000000009)
	long := strings.Repeat("好", 4097)
	for _, c := range []struct {
		method string
		params params
		want   string // of the description; empty is that it is done
	}{
		{"sendMessage", params{"chat_id": 1, "text": "好"}, ""},
		{"sendMessage", params{"chat_id": "1", "text": "好"}, ""},
		{"sendMessage", params{"chat_id": "@JIA", "text": "好"}, ""},
		{"sendMessage", params{"chat_id": 1, "text": strings.Repeat("好", 4096)}, ""},
		{"sendMessage", params{"chat_id": 1, "text": " \n" + strings.Repeat("好", 4096) + "\n "}, ""},
		{"sendMessage", params{"chat_id": 1, "text": "<b>" + strings.Repeat("&lt;", 4096) + "</b>", "parse_mode": "HTML"}, ""},
		{"sendMessage", params{"chat_id": 1, "text": strings.Repeat("😀", 2048)}, ""},
		{"sendMessage", params{"chat_id": 1, "text": strings.Repeat("😀", 2049)}, "Bad Request: message is too long"},
		{"sendMessage", params{"chat_id": 1, "text": long}, "Bad Request: message is too long"},
		{"sendMessage", params{"chat_id": 1, "text": ""}, "Bad Request: message text is empty"},
		{"sendMessage", params{"chat_id": 1, "text": " \n\t"}, "Bad Request: message text is empty"},
		{"sendMessage", params{"chat_id": 1, "text": "<b></b>", "parse_mode": "HTML"}, "Bad Request: message text is empty"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "parse_mode": "RTF"}, "Bad Request: unsupported parse_mode"},
		{"sendMessage", params{"chat_id": 2, "text": "好"}, "Forbidden: bot can't initiate conversation with a user"},
		{"sendMessage", params{"chat_id": 3, "text": "好"}, "Forbidden: bot was blocked by the user"},
		{"sendMessage", params{"chat_id": 4, "text": "好"}, "Forbidden: user is deactivated"},
		{"sendMessage", params{"chat_id": 99, "text": "好"}, "Bad Request: chat not found"},
		{"sendMessage", params{"chat_id": "@nobody", "text": "好"}, "Bad Request: chat not found"},
		{"sendMessage", params{"chat_id": -5, "text": "好"}, "Bad Request: group chat was upgraded to a supergroup chat"},
		{"sendMessage", params{"chat_id": -1000000000007, "text": "好"}, "Forbidden: bot was kicked from the supergroup chat"},
		{"sendMessage", params{"chat_id": forumID, "text": "好"}, ""},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": open}, ""},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": closed}, "Bad Request: TOPIC_CLOSED"},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": deleted}, "Bad Request: message thread not found"},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": other}, "Bad Request: TOPIC_DELETED"},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": 999}, "Bad Request: message thread not found"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "message_thread_id": 999}, ""},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_parameters": params{"message_id": theirs}}, ""},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_parameters": params{"message_id": 999}}, "Bad Request: message to be replied not found"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_parameters": params{"message_id": 999, "allow_sending_without_reply": true}}, ""},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "是", "callback_data": strings.Repeat("x", 64)})}, ""},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "是", "callback_data": strings.Repeat("x", 65)})}, "Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "是", "callback_data": strings.Repeat("好", 22)})}, "Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "是", "callback_data": ""})}, "Bad Request: BUTTON_DATA_INVALID"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "", "callback_data": "y"})}, "Bad Request: BUTTON_TEXT_INVALID"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "网", "url": "https://www.gov.cn"})}, ""},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": button(params{"text": "网", "url": "x"})}, "Bad Request: BUTTON_URL_INVALID"},
		{"sendMessage", params{"chat_id": 1, "text": "好", "reply_markup": params{"force_reply": true}}, ""},

		{"editMessageText", params{"chat_id": 1, "message_id": mine, "text": "好"}, ""}, // the button is gone
		{"editMessageText", params{"chat_id": 1, "message_id": mine, "text": " 好 "}, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},
		{"editMessageText", params{"chat_id": 1, "message_id": mine, "text": "<b>好</b>", "parse_mode": "HTML"}, ""},
		{"editMessageText", params{"chat_id": 1, "message_id": 999, "text": "好"}, "Bad Request: message to edit not found"},
		{"editMessageText", params{"chat_id": 1, "message_id": theirs, "text": "好"}, "Bad Request: message can't be edited"},
		{"editMessageText", params{"chat_id": 1, "text": "好"}, "Bad Request: message identifier is not specified"},
		{"editMessageText", params{"message_id": mine, "text": "好"}, "Bad Request: chat_id is empty"},
		{"editMessageText", params{"chat_id": 1, "message_id": mine, "text": long}, "Bad Request: message is too long"},
		{"editMessageReplyMarkup", params{"chat_id": 1, "message_id": mine, "reply_markup": button(params{"text": "是", "callback_data": "y"})}, ""},
		{"editMessageReplyMarkup", params{"chat_id": 1, "message_id": mine}, ""},
		{"editMessageReplyMarkup", params{"chat_id": 1, "message_id": mine}, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"},

		{"copyMessage", params{"chat_id": forumID, "from_chat_id": 1, "message_id": theirs, "message_thread_id": open}, ""},
		{"copyMessage", params{"chat_id": forumID, "from_chat_id": 1, "message_id": 999}, "Bad Request: message to copy not found"},
		{"copyMessage", params{"chat_id": 1, "from_chat_id": forumID, "message_id": open}, "Bad Request: message can't be copied"},
		{"sendPhoto", params{"chat_id": 1, "photo": "nonsense"}, "Bad Request: wrong file identifier/HTTP URL specified"},
		{"getFile", params{"file_id": "nonsense"}, "Bad Request: wrong file_id or the file is temporarily unavailable"},

		{"sendMessageDraft", params{"chat_id": 1, "draft_id": 7, "text": "写"}, ""},
		{"sendMessageDraft", params{"chat_id": 1, "draft_id": 7, "text": ""}, ""},
		{"sendMessageDraft", params{"chat_id": 1, "draft_id": 0, "text": "写"}, "Bad Request: draft_id must be non-zero"},
		{"sendMessageDraft", params{"chat_id": forumID, "draft_id": 7, "text": "写"}, "Bad Request: message drafts can be sent only to private chats"},
		{"sendChatAction", params{"chat_id": 1, "action": "typing"}, ""},
		{"sendChatAction", params{"chat_id": 1, "action": "sleeping"}, "Bad Request: wrong parameter action in request"},
		{"answerCallbackQuery", params{"callback_query_id": "1"}, "Bad Request: query is too old and response timeout expired or query ID is invalid"},

		{"setMyCommands", params{"commands": []params{{"command": "start", "description": "开始"}}}, ""},
		{"setMyCommands", params{"commands": []params{{"command": "Start", "description": "开始"}}}, "Bad Request: BOT_COMMAND_INVALID"},
		{"setMyCommands", params{"commands": []params{{"command": "start", "description": ""}}}, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID"},
		{"setMyDescription", params{"description": strings.Repeat("好", 513)}, "Bad Request: description is too long"},
		{"setMyShortDescription", params{"short_description": strings.Repeat("好", 120)}, ""},

		{"createForumTopic", params{"chat_id": forumID, "name": "新"}, ""},
		{"createForumTopic", params{"chat_id": forumID, "name": strings.Repeat("新", 129)}, "Bad Request: TOPIC_TITLE_INVALID"},
		{"createForumTopic", params{"chat_id": weakID, "name": "新"}, "Bad Request: not enough rights to create a topic"},
		{"createForumTopic", params{"chat_id": 1, "name": "新"}, "Bad Request: the chat is not a forum"},
		{"editForumTopic", params{"chat_id": forumID, "message_thread_id": open, "name": "新"}, ""},
		{"editForumTopic", params{"chat_id": forumID, "message_thread_id": open, "name": "新"}, "Bad Request: TOPIC_NOT_MODIFIED"},
		{"editForumTopic", params{"chat_id": forumID, "message_thread_id": deleted, "name": "新"}, "Bad Request: TOPIC_DELETED"},
		{"closeForumTopic", params{"chat_id": forumID, "message_thread_id": 999}, "Bad Request: TOPIC_ID_INVALID"},
		{"closeForumTopic", params{"chat_id": forumID, "message_thread_id": closed}, "Bad Request: TOPIC_NOT_MODIFIED"},
		{"reopenForumTopic", params{"chat_id": forumID, "message_thread_id": closed}, ""},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": closed}, ""},
		{"closeForumTopic", params{"chat_id": forumID, "message_thread_id": closed}, ""},
		{"deleteForumTopic", params{"chat_id": forumID, "message_thread_id": closed}, ""},
		{"sendMessage", params{"chat_id": forumID, "text": "好", "message_thread_id": closed}, "Bad Request: message thread not found"},

		{"setMessageReaction", params{"chat_id": 1, "message_id": theirs, "reaction": []params{{"type": "emoji", "emoji": "👍"}}}, ""},
		{"setMessageReaction", params{"chat_id": 1, "message_id": 999, "reaction": []params{}}, "Bad Request: message to react not found"},
		{"setMessageReaction", params{"chat_id": 1, "message_id": theirs, "reaction": []params{{"type": "paid"}}}, "Bad Request: REACTION_INVALID"},
		{"pinChatMessage", params{"chat_id": 1, "message_id": theirs}, ""},
		{"pinChatMessage", params{"chat_id": weakID, "message_id": there}, "Bad Request: not enough rights to manage pinned messages in the chat"},
		{"pinChatMessage", params{"chat_id": 1, "message_id": 999}, "Bad Request: message to pin not found"},
		{"deleteMessage", params{"chat_id": weakID, "message_id": there}, "Bad Request: message can't be deleted"},
		{"deleteMessage", params{"chat_id": 1, "message_id": theirs}, ""},
		{"deleteMessage", params{"chat_id": 1, "message_id": theirs}, "Bad Request: message to delete not found"},

		{"getChatMember", params{"chat_id": forumID, "user_id": 99}, "Bad Request: member not found"},
		{"leaveChat", params{"chat_id": 1}, "Bad Request: chat member status can't be changed in private chats"},
		{"leaveChat", params{"chat_id": weakID}, ""},
		{"sendMessage", params{"chat_id": weakID, "text": "好"}, "Forbidden: bot is not a member of the supergroup chat"},
		{"setWebhook", params{"url": "http://example.org/"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"},
		{"setWebhook", params{"url": s.URL(), "secret_token": "a b"}, "Bad Request: secret token contains unallowed characters"},
	} {
		if _, got := post(t, s, c.method, c.params); got != c.want {
			t.Errorf("%s %.200v\n got %q\nwant %q", c.method, c.params, got, c.want)
		}
	}
}

// What a test has to hear of.
func TestMisuses(t *testing.T) {
	s := tgtest.Start(tgtest.Options{})
	defer s.Close()
	s.User(1, "甲").Start("")
	row := func(n int) params {
		return params{"inline_keyboard": [][]params{slices.Repeat([]params{{"text": "a", "callback_data": "a"}}, n)}}
	}
	for _, c := range []struct {
		method  string
		params  params
		refused string
		misuse  string // a part of it
	}{
		{"sendMessage", params{"chat_id": 1, "text": "a", "reply_to_message_id": 1}, `Bad Request: parameter "reply_to_message_id" is not one of sendMessage`, "reply_to_message_id"},
		{"sendMessage", params{"text": "a"}, "Bad Request: chat_id is empty", "chat_id is empty"},
		{"sendMessage", params{"chat_id": 1}, "Bad Request: message text is empty", "text is empty"},
		{"sendMessage", params{"chat_id": 1, "text": nil}, "Bad Request: message text is empty", "text is empty"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "message_thread_id": "x"}, "Bad Request: can't parse message_thread_id", "message_thread_id"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "disable_notification": "maybe"}, "Bad Request: can't parse disable_notification", "disable_notification"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "reply_markup": "{"}, "Bad Request: can't parse reply_markup", "reply_markup"},
		{"deleteMessage", params{"chat_id": 1}, `Bad Request: parameter "message_id" is required`, "message_id"},
		{"setWebhook", params{"url": "http://127.0.0.1:1/", "allowed_updates": []string{"massage"}}, "", "massage"},
		{"sendMassage", params{}, "Not Found", "sendMassage is no method"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "parse_mode": "MarkdownV2"}, "Bad Request: unsupported parse_mode", "MarkdownV2 is not played"},
		{"sendMessage", params{"chat_id": 1, "text": strings.Repeat("<b>a</b> ", 101), "parse_mode": "HTML"}, "", "101 entities"},
		{"sendMessage", params{"chat_id": 1, "text": "abc", "entities": []params{{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}}}, "", "cross"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "reply_markup": row(9)}, "", "9 buttons in a row"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "reply_markup": row(101)}, "", "101 buttons"},
		{"sendMessage", params{"chat_id": 1, "text": "a", "reply_markup": button(params{"text": "a", "callback_data": "a", "colour": "red"})}, "", "colour"},
	} {
		before := len(s.Misuses())
		if _, got := post(t, s, c.method, c.params); got != c.refused {
			t.Errorf("%s %.100v: %q, want %q", c.method, c.params, got, c.refused)
		}
		if all := s.Misuses()[before:]; len(all) == 0 || !strings.Contains(all[0], c.misuse) {
			t.Errorf("%s %.100v: misuses %q, want %q", c.method, c.params, all, c.misuse)
		}
	}
	for _, m := range s.User(1, "").Messages() {
		if len(m.Entities) > 100 {
			t.Errorf("%d entities are kept", len(m.Entities))
		}
	}
}

// The same call in each form that Telegram reads.
func TestWires(t *testing.T) {
	s := start(t, tgtest.Options{})
	u := s.User(1, "甲")
	u.Start("")
	base := s.URL() + "/bot" + s.Token()
	values := url.Values{"chat_id": {"1"}, "text": {"好"}, "link_preview_options": {`{"is_disabled":true}`}}
	for name, send := range map[string]func() (*http.Response, error){
		"query": func() (*http.Response, error) { return http.Get(base + "/sendMessage?" + values.Encode()) },
		"form":  func() (*http.Response, error) { return http.PostForm(base+"/sendMessage", values) },
		"json": func() (*http.Response, error) {
			return http.Post(base+"/sendMessage", "application/json; charset=utf-8", strings.NewReader(`{"chat_id":1,"text":"好","link_preview_options":{"is_disabled":true},"entities":null}`))
		},
		"parts": func() (*http.Response, error) {
			return http.Post(base+"/sendMessage", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n好\r\n--x--\r\n"))
		},
		"nobody": func() (*http.Response, error) {
			return http.Post(base+"/getMe", "multipart/form-data; boundary=x", strings.NewReader(""))
		},
	} {
		reply, err := send()
		if err != nil || reply.StatusCode != 200 {
			t.Errorf("%s: %+v, %v", name, reply, err)
			continue
		}
		_ = reply.Body.Close()
	}
	if n := len(u.Messages()); n != 5 {
		t.Errorf("%d messages", n)
	}
	for _, c := range []struct {
		address string
		status  int
		body    string
	}{
		{s.URL() + "/botwrong/getMe", 401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`},
		{s.URL() + "/file/botwrong/photos/file_1.jpg", 401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`},
		{s.URL() + "/file/bot" + s.Token() + "/photos/file_1.jpg", 404, `{"ok":false,"error_code":404,"description":"Not Found"}`},
		{s.URL() + "/", 404, `{"ok":false,"error_code":404,"description":"Not Found"}`},
	} {
		reply, err := http.Get(c.address)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(reply.Body)
		_ = reply.Body.Close()
		if reply.StatusCode != c.status || string(body) != c.body {
			t.Errorf("%s: %d %s", c.address, reply.StatusCode, body)
		}
	}
}

func TestWhatIsTold(t *testing.T) {
	s := start(t, tgtest.Options{PrivateTopics: true})
	u := s.User(1, "甲", tgtest.Username("jia"), tgtest.Language("en"))
	u.Start("")
	g := s.Group(-1000000000001, "客服", tgtest.Forum, tgtest.Without("can_pin_messages"))
	g.Say(u, "在")
	me, _ := post(t, s, "getMe", nil)
	for _, c := range []struct {
		method string
		params params
		field  string
		want   string
	}{
		{"getMe", nil, "username", `"trial_bot"`},
		{"getMe", nil, "has_topics_enabled", "true"},
		{"getMe", nil, "can_read_all_group_messages", "false"},
		{"getChat", params{"chat_id": 1}, "first_name", `"甲"`},
		{"getChat", params{"chat_id": g.ID()}, "is_forum", "true"},
		{"getChat", params{"chat_id": g.ID()}, "type", `"supergroup"`},
		{"getChatMember", params{"chat_id": g.ID(), "user_id": me["id"]}, "status", `"administrator"`},
		{"getChatMember", params{"chat_id": g.ID(), "user_id": me["id"]}, "can_manage_topics", "true"},
		{"getChatMember", params{"chat_id": g.ID(), "user_id": me["id"]}, "can_pin_messages", "false"},
		{"getChatMember", params{"chat_id": g.ID(), "user_id": 1}, "status", `"member"`},
		{"getWebhookInfo", nil, "pending_update_count", "2"},
		{"createForumTopic", params{"chat_id": 1, "name": "甲"}, "name", `"甲"`},
	} {
		if got, refused := post(t, s, c.method, c.params); string(got[c.field]) != c.want {
			t.Errorf("%s: %s is %s, want %s; %s", c.method, c.field, got[c.field], c.want, refused)
		}
	}
}

func TestSettings(t *testing.T) {
	s := start(t, tgtest.Options{})
	start, human := params{"command": "start", "description": "开始"}, params{"command": "human", "description": "人工"}
	post(t, s, "setMyCommands", params{"commands": []params{start, human}})
	post(t, s, "setMyCommands", params{"commands": []params{start}, "language_code": "en"})
	post(t, s, "setMyCommands", params{"commands": []params{human}, "scope": params{"chat_id": -1, "type": "chat"}})
	post(t, s, "setMyDescription", params{"description": "问身份证"})
	post(t, s, "setMyShortDescription", params{"short_description": "问", "language_code": "zh"})
	if a, b, c := s.Commands(""), s.Commands("en"), s.CommandsIn(`{"type":"chat","chat_id":-1}`, ""); len(a) != 2 || len(b) != 1 || len(c) != 1 || c[0].Command != "human" {
		t.Errorf("%v %v %v", a, b, c)
	}
	if a, b := s.Description(""), s.ShortDescription("zh"); a != "问身份证" || b != "问" {
		t.Errorf("%q %q", a, b)
	}
	post(t, s, "deleteMyCommands", params{"language_code": "en"})
	if got := s.Commands("en"); got != nil {
		t.Errorf("%v", got)
	}
}

func TestReplyForm(t *testing.T) {
	s := start(t, tgtest.Options{})
	s.Group(-5, "群").Upgrade()
	reply, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/sendMessage", url.Values{"chat_id": {"-5"}, "text": {"好"}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	var got map[string]any
	if err := json.NewDecoder(reply.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if to := got["parameters"].(map[string]any)["migrate_to_chat_id"]; to != float64(-1000000000005) || got["ok"] != false || got["error_code"] != 400.0 {
		t.Errorf("%v", got)
	}
}
