package bot

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"huizhi/handoff"
	"huizhi/phrases"
)

// What an agent writes is cut to what the channel takes, and no piece is empty.
func TestPiecesFitAndAreNotEmpty(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("𠮷", 40), // two units each
		"好" + strings.Repeat("\n", 60) + "再见",
		strings.Repeat("字", 14) + "\n",
		strings.Repeat("字", 33) + "\n\n",
	} {
		k := withAgent(t)
		k.around.Can.Longest = 20
		k.gets(k.moved(handoff.AgentSaid, text), "小王")
		for _, m := range k.last.Messages {
			if n := len(utf16.Encode([]rune(m.Message.Text))); n == 0 || n > 20 {
				t.Errorf("%d units where 20 are taken, made of %.20q", n, text)
			}
		}
	}
}

// The data of a button is at most 64 bytes, whatever was pressed before.
func TestTheDataOfAButtonIsShort(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "一"})
	k.gets(k.answered("甲"), "甲")
	k.gets(Button{Data: "down/" + strings.Repeat("0", 58) + "1"}, "哪里不对") // 64 bytes: a client may send it
	for _, c := range slices.Concat(k.last.Messages[0].Message.Buttons...) {
		if len(c.Data) > 64 {
			t.Errorf("%d bytes: %s", len(c.Data), c.Data)
		}
	}
}

// Who writes traditional reads traditional, buttons or not.
func TestTheScriptIsTheCustomers(t *testing.T) {
	for _, buttons := range []bool{true, false} {
		k := newTalk(t)
		k.around.Can.Buttons = buttons
		k.gets(Text{Text: "身份證丟了"})
		k.gets(k.answered("办理"), "辦理")
		m := k.last.Messages[0].Message
		for _, c := range append(slices.Concat(m.Buttons...), Choice{Label: m.Text}) {
			if c.Label != phrases.In(phrases.Traditional, c.Label) {
				t.Errorf("%q", c.Label)
			}
		}
	}
}

// The warning about personal numbers is for the message that held one.
func TestTheWarningIsForItsMessage(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "我的号码是110105194912310021"})
	k.gets(k.answered("好"), "好", "请不要发身份证号")
	k.gets(Text{Text: "我的号码是110105194912310021"})
	k.gets(Text{Text: "取消"}, "不用答了")
	k.gets(Text{Text: "多少钱"})
	k.gets(k.answered("20元"), "20元")
	if strings.Contains(k.last.Messages[0].Message.Text, "请不要发身份证号") {
		t.Error("a question without a number gets the warning of a cancelled one")
	}
}
