package bot

import "testing"

// cities is what links say where there are two cities.
func cities(payload string) []string {
	switch payload {
	case "city-jiangmen":
		return []string{"江门市"}
	case "city-fuzhou":
		return []string{"福州市", "抚州市"}
	}
	return nil
}

func TestLinked(t *testing.T) {
	for text, want := range map[string]act{
		"/start": started, "/START": started, "/start@huizhi_bot": started, "/start city-jiangmen": started, "/start  nonsense": started,
		"/start human": human, "/start@huizhi_bot  Human": human, "/start order": ordered,
		"/start restart": started, "/start human order": started, // a link can do no harm
		"/startle": helped, "start": asked, "/help human": helped,
	} {
		if got := control(text); got != want {
			t.Errorf("%q means %s, want %s", text, got, want)
		}
	}
}

// What a link asks is asked as if it had been typed, and greeted for.
func TestStartByLink(t *testing.T) {
	k := newTalk(t)
	k.around.Links = cities
	k.gets(Text{Text: "/start city-jiangmen"}, "您好", "江门市", "非官方")
	if k.asked() != "江门市" {
		t.Errorf("it asks %q", k.asked())
	}
	if n := len(k.c.Transcript); n != 1 || k.c.Transcript[0].Text != "江门市" {
		t.Errorf("an agent would read %+v", k.c.Transcript)
	}
	k.gets(k.answered("哪种业务？"), "哪种业务？")

	k.gets(Text{Text: "/start city-fuzhou"}, "哪个城市")
	if b := k.last.Messages[0].Message.Buttons; len(b) != 1 || len(b[0]) != 2 || b[0][1] != (Choice{Label: "抚州市", Data: "say"}) {
		t.Errorf("the buttons are %+v", b)
	}
	k.gets(Text{Text: "/start city-atlantis"}, "您好", "非官方")
	if k.asked() != "" {
		t.Errorf("it asks %q", k.asked())
	}
	k.around.Links = nil
	k.gets(Text{Text: "/start city-jiangmen"}, "您好", "非官方")
}

// What was said and not answered yet is not lost by a link.
func TestStartWithinBurst(t *testing.T) {
	k := bursts(t)
	k.around.Links = cities
	k.gets(Text{Text: "身份证丢了"})
	k.gets(Text{Text: "/start city-jiangmen"}, "您好")
	k.rests()
	if k.asked() != "身份证丢了，江门市" {
		t.Errorf("it asks %q", k.asked())
	}
}

// While a person is talking, the bot is quiet.
func TestStartWhileWithAgent(t *testing.T) {
	k := withAgent(t)
	k.around.Links = cities
	for _, text := range []string{"/start", "/start city-jiangmen", "/start human"} {
		k.gets(Text{Text: text}, "正在和客服说话")
	}
}

func FuzzControl(f *testing.F) {
	f.Add("/start city-jiangmen")
	f.Add("/start@x human")
	f.Add("/ 人工")
	known := acts()
	f.Fuzz(func(t *testing.T, text string) {
		if a := control(text); !known[a] {
			t.Errorf("%q means %s, which no table names", text, a)
		}
	})
}
