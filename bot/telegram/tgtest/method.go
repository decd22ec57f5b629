package tgtest

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// method is one method of the Bot API: the parameters that it takes, each with
// whether it is required, and what does it. It runs with the server's lock held
// and must not wait.
type method struct {
	takes map[string]bool
	do    func(*Server, *request) (any, *Refusal)
	heavy bool // counts towards the limits
}

// methods are those that are played, by name. Payments, business accounts,
// inline mode and channels are left out, and with them their parameters: who
// uses one hears of it. getUpdates waits, so it is done elsewhere.
var methods = map[string]method{
	"getMe":          {takes(""), (*Server).getMe, false},
	"getUpdates":     {takes("offset limit timeout allowed_updates"), nil, false},
	"setWebhook":     {takes("url! max_connections allowed_updates drop_pending_updates secret_token"), (*Server).setWebhook, false},
	"deleteWebhook":  {takes("drop_pending_updates"), (*Server).deleteWebhook, false},
	"getWebhookInfo": {takes(""), (*Server).getWebhookInfo, false},

	"sendMessage":  {takes("chat_id! message_thread_id text! parse_mode entities link_preview_options disable_notification protect_content reply_parameters reply_markup"), (*Server).sendMessage, true},
	"sendPhoto":    {takes("chat_id! message_thread_id photo! caption parse_mode caption_entities show_caption_above_media has_spoiler disable_notification protect_content reply_parameters reply_markup"), (*Server).sendPhoto, true},
	"sendDocument": {takes("chat_id! message_thread_id document! caption parse_mode caption_entities disable_content_type_detection disable_notification protect_content reply_parameters reply_markup"), (*Server).sendDocument, true},
	"copyMessage":  {takes("chat_id! message_thread_id from_chat_id! message_id! caption parse_mode caption_entities show_caption_above_media disable_notification protect_content reply_parameters reply_markup"), (*Server).copyMessage, true},

	"editMessageText":        {takes("chat_id message_id text parse_mode entities link_preview_options reply_markup"), (*Server).editMessageText, true},
	"editMessageReplyMarkup": {takes("chat_id message_id reply_markup"), (*Server).editMessageReplyMarkup, true},
	"deleteMessage":          {takes("chat_id! message_id!"), (*Server).deleteMessage, false},
	"setMessageReaction":     {takes("chat_id! message_id! reaction is_big"), (*Server).setMessageReaction, false},
	"pinChatMessage":         {takes("chat_id! message_id! disable_notification"), (*Server).pinChatMessage, false},

	"sendMessageDraft":    {takes("chat_id! message_thread_id draft_id! text parse_mode entities can_stop keep_on_stop"), (*Server).sendMessageDraft, false},
	"sendChatAction":      {takes("chat_id! message_thread_id action!"), (*Server).sendChatAction, false},
	"answerCallbackQuery": {takes("callback_query_id! text show_alert url cache_time"), (*Server).answerCallbackQuery, false},

	"setMyCommands":         {takes("commands! scope language_code"), (*Server).setMyCommands, false},
	"getMyCommands":         {takes("scope language_code"), (*Server).getMyCommands, false},
	"deleteMyCommands":      {takes("scope language_code"), (*Server).deleteMyCommands, false},
	"setMyDescription":      {takes("description language_code"), (*Server).setMyDescription, false},
	"setMyShortDescription": {takes("short_description language_code"), (*Server).setMyShortDescription, false},

	"getFile":       {takes("file_id!"), (*Server).getFile, false},
	"getChat":       {takes("chat_id!"), (*Server).getChat, false},
	"getChatMember": {takes("chat_id! user_id!"), (*Server).getChatMember, false},
	"leaveChat":     {takes("chat_id!"), (*Server).leaveChat, false},

	"createForumTopic": {takes("chat_id! name! icon_color icon_custom_emoji_id"), (*Server).createForumTopic, true},
	"editForumTopic":   {takes("chat_id! message_thread_id! name icon_custom_emoji_id"), (*Server).editForumTopic, true},
	"closeForumTopic":  {takes("chat_id! message_thread_id!"), (*Server).closeForumTopic, false},
	"reopenForumTopic": {takes("chat_id! message_thread_id!"), (*Server).reopenForumTopic, false},
	"deleteForumTopic": {takes("chat_id! message_thread_id!"), (*Server).deleteForumTopic, false},
}

// takes reads a list of parameters; those with ! are required.
func takes(list string) map[string]bool {
	out := map[string]bool{}
	for _, name := range strings.Fields(list) {
		bare, required := strings.CutSuffix(name, "!")
		out[bare] = required
	}
	return out
}

// What the parameters are that are no strings. A name means the same everywhere.
var (
	numbers = strings.Fields("offset limit timeout max_connections message_thread_id message_id draft_id cache_time user_id icon_color")
	flags   = strings.Fields("drop_pending_updates disable_notification protect_content show_caption_above_media has_spoiler disable_content_type_detection is_big can_stop keep_on_stop show_alert")
	uploads = []string{"photo", "document"} // or text: the identifier of a file
	nested  = strings.Fields("allowed_updates entities caption_entities link_preview_options reply_parameters reply_markup reaction commands scope")
)

// check refuses a parameter that is not known or not of its kind, and a
// required one that is missing. Telegram ignores the first; a test wants to know.
func (m method) check(q *request) *Refusal {
	for name := range q.values {
		if _, ok := m.takes[name]; !ok {
			return bad("parameter %q is not one of %s", name, q.method)
		}
		if q.has(name) && !fits(name, q.values[name]) {
			return bad("can't parse %s", name)
		}
	}
	for name := range q.uploads {
		if _, ok := m.takes[name]; !ok || !slices.Contains(uploads, name) {
			return bad("file %q is not one of %s", name, q.method)
		}
	}
	return m.missing(q)
}

// missing refuses a call without a required parameter, in Telegram's words where
// it has some. An empty text is present.
func (m method) missing(q *request) *Refusal {
	for _, name := range slices.Sorted(maps.Keys(m.takes)) {
		if _, present := q.values[name]; !m.takes[name] || q.has(name) || present && !slices.Contains(numbers, name) {
			continue
		}
		switch name {
		case "chat_id":
			return bad("chat_id is empty")
		case "text":
			return bad("message text is empty")
		}
		return bad("parameter %q is required", name)
	}
	return nil
}

// fits reports whether a value is of the parameter's kind.
func fits(name, value string) bool {
	switch {
	case slices.Contains(numbers, name):
		_, err := strconv.ParseInt(value, 10, 64)
		return err == nil
	case slices.Contains(flags, name):
		return slices.Contains([]string{"true", "false", "1", "0"}, strings.ToLower(value))
	case slices.Contains(nested, name):
		return json.Valid([]byte(value))
	}
	return true
}
