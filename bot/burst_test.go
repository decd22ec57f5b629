package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Whatever happens within a burst, what was said in it is answered.
func TestWhateverHappensABurstIsAnswered(t *testing.T) {
	for name, e := range map[string]Event{
		"an edit of the last question": Edited{Message: "1", Text: "江门要带什么"},
		"a press of 办照片回执":             Button{Data: "order", Label: "办照片回执"},
		"a press of 照片要求":              Button{Data: "rules", Label: "照片要求"},
	} {
		k := bursts(t)
		k.gets(Text{Message: "1", Text: "要带什么"})
		k.rests()
		k.gets(k.answered("户口本"), "户口本")
		k.gets(Text{Message: "2", Text: "多少钱"})
		if k.gets(e); !strings.Contains(k.asked(), "多少钱") {
			t.Errorf("%s loses 多少钱: looked for %q", name, k.asked())
		}
	}
	k := bursts(t)
	k.gets(Text{Text: "多少钱"})
	k.gets(Button{Data: "again", Label: "再试一次"}, "过时")
	if k.rests(); k.asked() != "多少钱" {
		t.Errorf("a button that means nothing loses 多少钱: looked for %q", k.asked())
	}
}

// A burst ends although the clock went back in it: a new wake is asked for.
func TestABurstEndsThoughTheClockGoesBack(t *testing.T) {
	k := bursts(t)
	k.gets(Text{Text: "一"})
	k.at = k.at.Add(-time.Hour)
	k.gets(Text{Text: "二"})
	if len(k.last.Wakes) != 1 || k.last.Wakes[0].At.Sub(k.at) > time.Minute {
		t.Errorf("at %s it waits for %+v", k.at, k.last.Wakes)
	}
}

// A question whose answer never came, as when a backup was restored that was
// made while it was looked for, is answered with the next one.
func TestALostAnswerIsLookedForAgain(t *testing.T) {
	k := bursts(t)
	k.gets(Text{Text: "江门要带什么"})
	k.rests()
	late := k.answered("户口本")
	k.gets(Text{Text: "多少钱"})
	if k.rests(); k.asked() != "江门要带什么，多少钱" {
		t.Errorf("looked for %q", k.asked())
	}
	k.gets(late)
}

// A burst has an end, be it of pictures or of one endless text.
func TestABurstIsNotEndless(t *testing.T) {
	k := bursts(t)
	for range longestBurst - 1 {
		k.gets(Photo{Files: []File{"a"}})
	}
	k.gets(Photo{Files: []File{"a"}}, fmt.Sprint(longestBurst, "张照片"))

	k = bursts(t)
	k.gets(Text{Text: strings.Repeat("身", 1<<20/3)})
	if data, err := json.Marshal(k.c); err != nil || len(data) > 1<<16 || len(k.asked()) > 1<<16 {
		t.Errorf("1 MB makes a conversation of %d KB and a task of %d KB, %v", len(data)>>10, len(k.asked())>>10, err)
	}
}

// The pictures of an album are one offer.
func TestAnAlbumIsOneOffer(t *testing.T) {
	k := newTalk(t)
	k.gets(Photo{Album: "x", Files: []File{"a"}}, "收到照片")
	for range 3 {
		k.gets(Photo{Album: "x", Files: []File{"a"}})
	}
	if shown := held[Photos](&step{c: k.c}); len(shown.Files) != 4 {
		t.Errorf("%d photos are kept", len(shown.Files))
	}
}

// A photo without a file asks nothing.
func TestAPhotoWithoutAFileMeansNothing(t *testing.T) {
	k := newTalk(t)
	if k.gets(Photo{}); len(k.last.Tasks) > 0 || k.c.Stage != Idle {
		t.Errorf("%q: %+v", k.c.Stage, k.last.Tasks)
	}
}

// A question is tried again once, however often the button is pressed.
func TestAQuestionIsTriedAgainOnce(t *testing.T) {
	k := newTalk(t)
	k.gets(Text{Text: "一"})
	k.gets(AnswerFailed{Generation: k.c.Generation, Reason: Overtime}, "抱歉")
	if k.gets(Button{Data: "again"}); k.asked() != "一" {
		t.Errorf("looked for %q", k.asked())
	}
	k.gets(k.answered("甲"), "甲")
	if k.gets(Button{Data: "again"}, "过时"); k.asked() != "" {
		t.Errorf("looked for %q again", k.asked())
	}
}
