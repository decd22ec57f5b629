package bot

import (
	"regexp"
	"strings"

	"huizhi/phrases"
)

// act is what an event means to the conversation.
type act string

const (
	asked        act = "asked"        // a text
	photographed act = "photographed" // pictures
	corrected    act = "corrected"    // an earlier text, changed
	unread       act = "unread"       // something we cannot read
	gathered     act = "gathered"     // the burst may be over
	answered     act = "answered"     // the answer is there
	failed       act = "failed"       // the answer is not to be had

	human     act = "human" // a person is wanted
	cancelled act = "cancelled"
	wentBack  act = "went_back"
	restarted act = "restarted"
	started   act = "started"   // came, perhaps by a link
	helped    act = "helped"    // asks what can be done here
	privacy   act = "privacy"   // asks what is kept
	toForget  act = "to_forget" // all that is kept is to be erased
	confirmed act = "confirmed" // indeed
	declined  act = "declined"  // better not
	moreAsked act = "more"      // the rest of an answer
	praised   act = "praised"   // 👍
	blamed    act = "blamed"    // 👎
	explained act = "explained" // why 👎
	doubted   act = "doubted"   // the facts are to be changed
	dropped   act = "dropped"   // one of them is
	ordered   act = "ordered"   // a photo receipt is wanted
	ruled     act = "ruled"     // the rules for a photo are
	dismissed act = "dismissed" // the photo was for nothing
	ended     act = "ended"     // no person is wanted any more
	repeated  act = "repeated"  // the last question, once more
	putAside  act = "put_aside" // a task that this version does not know
	hailed    act = "hailed"    // asks whether somebody is there
	numbered  act = "numbered"  // a number that means nothing here
	unknown   act = "unknown"   // a button nobody knows any more

	unreached act = "unreached" // what we said did not arrive

	ticketOpened  act = "ticket_opened"
	ticketClosed  act = "ticket_closed"
	ticketRefused act = "ticket_refused" // what was said came too late for it
	ticketLost    act = "ticket_lost"    // it cannot be read any more
	agentSpoke    act = "agent_spoke"
	nobodyCame    act = "nobody_came" // it is time to say so
	stockTaken    act = "stock_taken" // what is kept was counted
	notErased     act = "not_erased"  // nor said what would be
	nothing       act = "nothing"     // too late to mean anything
)

// verbs are the buttons: what stands before the slash of their data.
var verbs = map[string]act{
	"say": asked, "more": moreAsked, "human": human, "cancel": cancelled, "back": wentBack, "restart": restarted,
	"help": helped, "up": praised, "down": blamed, "why": explained, "change": doubted, "drop": dropped,
	"order": ordered, "rules": ruled, "dismiss": dismissed, "end": ended, "again": repeated,
	"forget": toForget, "erase": confirmed, "keep": declined,
}

// says reports a button that is as good as its label typed.
func says(data string) bool {
	verb, _, _ := strings.Cut(data, "/")
	return verbs[verb] == asked
}

// controls are words that, said alone, are not a question.
var controls = map[string]act{
	"人工": human, "转人工": human, "人工客服": human, "转人工客服": human, "找人工": human, "客服": human, "找客服": human, "真人": human,
	"取消": cancelled, "算了": cancelled, "返回": wentBack, "上一步": wentBack, "撤回": wentBack, "撤销": wentBack,
	"重新开始": restarted, "重来": restarted, "从头开始": restarted, "帮助": helped, "菜单": helped, "隐私": privacy, "隐私说明": privacy,
	"更多": moreAsked, "还有呢": moreAsked,
	"改": doubted, "改一下": doubted, "改城市": doubted, "换城市": doubted, "换个城市": doubted, "改年龄": doubted, "改户籍": doubted, "改业务": doubted,
	"结束人工": ended, "不找人工了": ended, "办照片回执": ordered, "照片要求": ruled, "再试一次": repeated, "投诉": human,
	"有人吗": hailed, "有没有人": hailed, "有没有人啊": hailed, "有人在吗": hailed, "人呢": hailed, "没人吗": hailed, "怎么没人": hailed, "没人理我": hailed,
	"👍": praised, "👎": blamed, "不对": blamed, "没用": blamed, "答非所问": blamed,
}

// commands are the same for those who type them.
var commands = map[string]act{
	"start": started, "help": helped, "privacy": privacy, "forget": toForget, "human": human, "cancel": cancelled, "back": wentBack, "restart": restarted,
	"more": moreAsked, "change": doubted, "order": ordered, "end": ended,
}

// unwanted is how customers say, and say nothing else, that they want no person.
var unwanted = regexp.MustCompile(`^(?:算了)?[，, ]?(?:不用|不要|不找|取消)(?:转|找)?人工(?:客服)?(?:了|吧)?$`)

// erasure is how customers say, and say nothing else, that they want to be forgotten.
var erasure = regexp.MustCompile(`^(?:(?:忘记|忘掉)我|(?:删除|删掉|清除)我的(?:所有|全部)?(?:个人)?(?:资料|信息|数据|记录)|注销)$`)

// command is what a command looks like, known or not.
var command = regexp.MustCompile(`^[A-Za-z_]{1,32}$`)

// control is what a text means if it is one of our words; asked otherwise. A
// command may name its bot: /help@huizhi_bot.
func control(text string) act {
	text = fold(text)
	if name, ok := strings.CutPrefix(text, "/"); ok {
		name, _, _ = strings.Cut(name, " ")
		name, _, _ = strings.Cut(name, "@")
		a, ok := commands[strings.ToLower(name)]
		switch {
		case a == started:
			return linked(payload(text))
		case ok:
			return a
		}
		if command.MatchString(name) {
			return helped
		}
	}
	if a, ok := controls[text]; ok {
		return a
	}
	switch {
	case erasure.MatchString(text):
		return toForget
	case unwanted.MatchString(text):
		return ended
	case text == phrases.Say("button.order"):
		return ordered
	}
	return asked
}

// Rank is which events may be stepped before others. It is stored.
type Rank uint8

// The ranks.
const (
	Ordinary Rank = iota
	Urgent        // need not wait while an answer is looked for
	Result        // ends that wait
)

// RankOf is the rank of an event.
func RankOf(e Event) Rank {
	switch e := e.(type) {
	case Answered, AnswerFailed, TicketFailed, StockTaken, ForgetFailed, PutAside:
		return Result
	case Moved:
		return Urgent
	case Text:
		return overtakes(control(e.Text))
	case Button:
		verb, _, _ := strings.Cut(e.Data, "/")
		return overtakes(verbs[verb])
	}
	return Ordinary
}

func overtakes(a act) Rank {
	if a == human || a == cancelled || a == wentBack || a == restarted || a == ended {
		return Urgent
	}
	return Ordinary
}

// fold is a short text, in simplified characters, without what does not change its
// meaning. A long one is none of our words.
func fold(text string) string {
	text = strings.Trim(strings.TrimSpace(text), "。.!！?？~～、,， ")
	if len(text) > longestControl {
		return text
	}
	return phrases.Simplify(text)
}

// longestControl is longer than all our words and commands, in bytes.
const longestControl = 200
