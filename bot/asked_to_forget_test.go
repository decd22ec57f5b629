package bot

import (
	"testing"

	"huizhi/handoff"
)

// forgets is what the last turn wants: to count what is kept, or to erase it.
func (k *talk) forgets() (counts, erases bool) {
	for _, t := range k.last.Tasks {
		switch t.Effect.(type) {
		case TakeStock:
			counts = true
		case Forget:
			erases = true
		}
	}
	return counts, erases
}

// askedToForget is a talk in which the customer was asked whether all is to go.
func askedToForget(t *testing.T, k *talk) *talk {
	t.Helper()
	for _, text := range []string{"/forget", "忘记我", "删除我的资料", "刪除我的信息！", "注销"} {
		if control(text) != toForget {
			t.Errorf("%q means %s", text, control(text))
		}
	}
	k.gets(Text{Text: "/forget"})
	if counts, erases := k.forgets(); !counts || erases {
		t.Errorf("counts %v, erases %v", counts, erases)
	}
	k.gets(StockTaken{Kept{Messages: 3}}, "对话：3条", "真的要删吗")
	return k
}

func TestOnlyTheConfirmationErases(t *testing.T) {
	for _, row := range []struct {
		then   Event
		erases bool
		words  []string
	}{
		{Button{Data: "erase", Label: "删除"}, true, nil},
		{Text{Text: "删除"}, true, nil},
		{Text{Text: "刪除！"}, true, nil},
		{Button{Data: "keep", Label: "不删"}, false, []string{"没有删"}},
		{Text{Text: "不删"}, false, []string{"没有删"}},
		{Text{Text: "取消"}, false, []string{"没有删"}},
		{Text{Text: "是的"}, false, nil},
		{Text{Text: "/help"}, false, []string{"您好"}},
		{Unreadable{What: "sticker"}, false, []string{"贴图"}},
		{Button{Data: "say", Label: "删除"}, false, nil},
	} {
		k := askedToForget(t, newTalk(t))
		k.gets(row.then, row.words...)
		if _, erases := k.forgets(); erases != row.erases {
			t.Errorf("%+v erases: %v", row.then, erases)
		}
		if k.c.Erasing {
			t.Errorf("%+v leaves the question open", row.then)
		}
		if !row.erases { // whatever else was done, the question is over
			k.gets(Button{Data: "erase", Label: "删除"})
			if counts, erases := k.forgets(); !counts || erases {
				t.Errorf("after %+v an old button counts %v, erases %v", row.then, counts, erases)
			}
		}
	}
}

// Where the desk offers it as something to say, a press is as good as the word.
func TestToForgetByASuggestion(t *testing.T) {
	k := newTalk(t)
	k.gets(Button{Data: "say", Label: "删除我的资料"})
	if counts, _ := k.forgets(); !counts {
		t.Error("nothing is counted")
	}
}

// Without the question the word is like any other.
func TestEraseIsAWordElsewhere(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "删除"})
	if k.asked() != "删除" {
		t.Errorf("it asks %q", k.asked())
	}
}

// What others do does not end the question; and it is asked of who talks to a
// person, whose ticket it does not touch.
func TestAskedToForgetWhileWithAgent(t *testing.T) {
	k := withAgent(t)
	askedToForget(t, k)
	k.gets(k.moved(handoff.AgentSaid, "还在吗"), "还在吗")
	k.gets(Text{Text: "取消"}, "没有删")
	if len(k.told()) > 0 || k.c.Stage != WithAgent {
		t.Errorf("in stage %q the ticket is told %+v", k.c.Stage, k.told())
	}
	askedToForget(t, k)
	k.gets(Text{Text: "删除"})
	if _, erases := k.forgets(); !erases || len(k.told()) > 0 {
		t.Errorf("it erases: %v, and tells the ticket %+v", erases, k.told())
	}
}

// Where nothing is remembered, nobody is asked.
func TestNothingToForget(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "注销"})
	k.gets(StockTaken{})
	if _, erases := k.forgets(); !erases || k.c.Erasing {
		t.Error("an empty talk is left, or asked about")
	}
	k.gets(ForgetFailed{Broken}, "没有删成")
}
