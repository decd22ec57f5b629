package bot

import (
	"fmt"
	"testing"

	"huizhi/handoff"
)

// A message that comes again as it stood changes nothing, wherever the talk is and
// however it began: as a question, one of our words, or below a picture.
func TestEditWithoutChange(t *testing.T) {
	k := newTalk(t)
	same := func(message, text string) {
		t.Helper()
		before := k.c
		k.gets(Edited{Message: message, Text: text})
		if len(k.last.Tasks)+len(k.last.Wakes) > 0 || k.c.Generation != before.Generation || len(k.c.Transcript) != len(before.Transcript) {
			t.Errorf("%q again makes %+v", text, k.last)
		}
	}
	k.gets(Text{Message: "1", Text: "江门多少钱"})
	same("1", "江门多少钱") // while the answer is looked for
	k.gets(k.answered("40元"), "40元")
	same("1", " 江门多少钱\n")
	k.gets(Text{Message: "2", Text: "人工"})
	k.gets(k.moved(handoff.Opened, ""), "工单号")
	same("2", "人工")
	k.gets(Text{Message: "3", Text: "我的号码是110105194912310021"})
	k.gets(k.answered("好"), "好")
	same("3", "我的号码是110105194912310021")
	k.gets(Photo{Message: "4", Files: []File{"a"}, Caption: "这张行吗"})
	same("4", "这张行吗")
	same("4", "") // nor is a caption that was taken away a question
	k.gets(k.answered("行"), "行")
	k.gets(k.moved(handoff.AgentSaid, "您好"), "您好")
	k.gets(Text{Message: "5", Text: "在吗"})
	same("5", "在吗")
	same("1", "江门多少钱") // which was answered long ago
}

// What was changed is a correction still, and so is what was changed back.
func TestEditThereAndBack(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Message: "1", Text: "江门"})
	k.gets(k.answered("一"), "一")
	for n, text := range []string{"佛山", "江门", "佛山"} {
		k.gets(Edited{Message: "1", Text: text})
		if k.asked() != text {
			t.Errorf("the correction %d asks %q", n, k.asked())
		}
		k.gets(k.answered("一"), "一")
	}
	for n := range maxSent {
		k.gets(Text{Message: fmt.Sprint("later", n), Text: "在吗"})
		k.gets(k.answered("在"), "在")
	}
	if len(k.c.Sent) != maxSent {
		t.Errorf("%d messages are remembered", len(k.c.Sent))
	}
	k.gets(Edited{Message: "1", Text: "佛山"}) // of so long ago nothing is known: it may be a reaction
	if k.asked() != "" {
		t.Errorf("it asks %q", k.asked())
	}
}
