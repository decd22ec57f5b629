package nlu

import (
	"strings"
	"time"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/personal"
)

// Aspect is what a question wants to know: a field of the cases, or How.
type Aspect = kb.Field

// How asks for everything at once: 怎么办.
const How Aspect = "how"

// Intent is what a message wants from us, when that is not an answer.
type Intent string

// The intents. Ask is everything that wants an answer.
const (
	Ask         Intent = ""
	Robot       Intent = "robot"       // who it is that answers
	Handoff     Intent = "handoff"     // a person
	Order       Intent = "order"       // a photo receipt
	Thanks      Intent = "thanks"      //
	Greet       Intent = "greet"       //
	Bye         Intent = "bye"         //
	Contact     Intent = "contact"     // an authority's telephone
	Distress    Intent = "distress"    // somebody may come to harm
	Scam        Intent = "scam"        // somebody is being robbed
	Doubt       Intent = "doubt"       // whether what was just said is true
	GiveUp      Intent = "giveup"      // they leave it
	Shortcut    Intent = "shortcut"    // a false report, somebody's influence
	GoAhead     Intent = "goahead"     // do it then: of a receipt, if that is spoken of
	Forge       Intent = "forge"       // help with a forged or bought card
	Impersonate Intent = "impersonate" // help with somebody else's card
	Empty       Intent = "empty"       // nothing to read
)

// Company is a question about who has to be there, to be answered with yes or no.
type Company uint8

// The questions about company.
const (
	NoCompany Company = iota
	Alone             // 一个人去行吗
	Accompany         // 要不要大人陪
	Delegate          // 能替她去吗
	InPerson          // 要不要本人去
)

// Claim is something the customer takes for true and wants confirmed.
type Claim struct {
	Deny     bool   // "不支持", "必须回老家"
	Confirm  bool   // "对吧", "听说": the claim is put to us
	Quantity string // "3个月", "20元": as written
	Free     bool   // "免费"
	Only     bool   // "只办换领补领"
}

// Reading is one message, read on its own.
type Reading struct {
	Text           string // normalised, personal numbers masked
	Said           string // the same in its own words: simplified, masked and nothing else
	Core, SaidCore string // of a long story what asks, of Text and of Said; else empty
	Rest           string // what no recogniser used: decides between case and passage
	Masked         personal.Kinds
	Intent         Intent

	Here      []place.Name // where they are or want to apply; several when ambiguous
	Unsure    bool         // only an abbreviation was given
	Both      bool         // Here is several that were all named: 深圳和东莞
	Origin    bool         // Here is only whose they are: 湖南的
	There     bool         // they say that they are or go there: 在, 到
	From      place.Name   // where the photo or the receipt comes from, if that is another place
	Made      bool         // Here is only where a photo was made
	Implied   place.Name   // where the thing they name works, if no place was named
	Homes     kb.Set[place.Name]
	NotHome   place.Name
	Household kb.Set[kb.Household] // said without a place: 外地, 外省

	Services  kb.Set[kb.Service]
	Not       []kb.Service  // what they say it is not: 没丢
	Generic   bool          // 办身份证, without saying which service
	Need      bool          // asks only whether a receipt is needed, or taken
	Loose     bool          // Services are only what loose words leave open: 换证, 没身份证
	Documents []kb.Document // the ID card first
	Ages      kb.Ages
	AgeSaid   bool
	Kin       bool // the age is that of 儿子, which says little
	AgeThen   bool // the age is what it was when a card was made
	TwoAges   bool // two ages are named
	Self      bool // speaks of themselves
	Myself    bool // says that it is their own card

	Aspects   []Aspect
	spans     map[Aspect][]int // where in scanned each was found
	scanned   string
	Channel   string    // a channel of the vocabulary
	Paper     string    // a paper of the vocabulary
	Months    int       // months until expiry, or since it was made; 0 when not said
	Day       int       // months until a day that is named, of whatever it is
	Dated     time.Time // the day on which a photo or a receipt was made, if they say one
	Lasts     bool      // asks whether it is still good
	Old       int       // whole months since then
	Due       bool      // a day of expiry is named
	Claim     Claim
	Compare   bool    // "一样吗"
	Enumerate bool    // "分几种"
	Company   Company // who may or must come along
	Collect   bool    // speaks of fetching a finished card
	Photo     bool    // speaks of the photo
	Sheets    bool    // counts sheets: 来一张
	MayNot    bool    // asks to be let off something: 能不能不补
	May       bool    // asks whether something may be done: 能办吗
	Must      bool    // asks whether it has to be done at all: 必须办吗
	Back      bool    // speaks of themselves again: 我呢
	Another   bool    // speaks of somebody else than themselves: 我女儿也要办
	Vague     bool    // "我们这儿"
	Settled   bool    // came from beyond the mainland to live there
	Follow    bool    // "那小孩呢"
	Card      bool    // speaks of having a card renewed or replaced
	TheCard   bool    // speaks of the card that one gets, or has
	Open      bool    // has a question word of its own: 要注意什么
	Hours     bool    // asks for days and hours: 周六上班吗
	Single    bool    // wants one word or one number: 只说行不行
}

// Unit is what a claim counts: 元, 年, 月 or 天; empty if nothing.
func (c Claim) Unit() string {
	for _, u := range []struct{ ends, unit string }{{"块钱", Yuan}, {"块", Yuan}, {"元", Yuan}, {"年", "年"}, {"月", "月"}, {"天", "天"}, {"日", "天"}} {
		if strings.HasSuffix(c.Quantity, u.ends) {
			return u.unit
		}
	}
	return ""
}

// OfOneself reports a message about somebody whom it names: 我自己的, 我女儿也要办.
func (q Reading) OfOneself() bool { return q.Myself || q.Another }

// Asks reports whether an aspect was asked for.
func (q Reading) Asks(a Aspect) bool {
	for _, x := range q.Aspects {
		if x == a {
			return true
		}
	}
	return false
}

// Says reports whether the message tells us anything about the case.
func (q Reading) Says() bool {
	return q.Here != nil || q.Homes != nil || q.NotHome != "" || q.Household != nil || q.Services != nil || q.AgeSaid
}

// Heard is the message as it is compared with others by meaning: in its own words,
// if they are Chinese.
func (q Reading) Heard() string {
	if strings.ContainsFunc(q.Said, IsHan) {
		return q.Said
	}
	return q.Text
}
