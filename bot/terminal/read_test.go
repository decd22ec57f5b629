package terminal

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"huizhi/bot"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const png = "\x89PNG\r\n\x1a\n"
	one, two, spaced, notes := file("1.png", png), file("2.PNG", png), file("my photo.png", png), file("notes.txt", "hello")
	card, spot, spoken := file("a friend.vcf", "BEGIN:VCARD"), file("here.kml", "<kml/>"), file("memo.OGG", "OggS\x00")
	heic := file("phone.heic", "whatever")
	buttons := []bot.Choice{{Label: "未满16岁", Data: "say"}, {Label: "转人工", Data: "human"}}
	photo := func(caption string, paths ...string) bot.Photo {
		p := bot.Photo{Message: "7", Caption: caption}
		for _, path := range paths {
			p.Files = append(p.Files, bot.File(path))
		}
		return p
	}
	for _, row := range []struct {
		line    string
		event   bot.Event
		problem string
	}{
		{"  ", nil, ""},
		{"江门", bot.Text{Message: "7", Text: "江门"}, ""},
		{"2", bot.Button{Data: "human", Label: "转人工"}, ""},
		{"１。", bot.Button{Data: "say", Label: "未满16岁"}, ""},
		{"3", bot.Text{Message: "7", Text: "3"}, ""},
		{"0", bot.Text{Message: "7", Text: "0"}, ""},
		{"/edit 佛山", bot.Edited{Message: "6", Text: "佛山"}, ""},
		{"/edit", bot.Text{Message: "7", Text: "/edit"}, ""},
		{one, photo("", one), ""},
		{"'" + one + "' " + two, photo("", one, two), ""},
		{"file://" + one, photo("", one), ""},
		{spaced, photo("", spaced), ""},
		{strings.ReplaceAll(spaced, " ", `\ `), photo("", spaced), ""},
		{one + " 这张 行吗", photo("这张 行吗", one), ""},
		{heic, photo("", heic), ""}, // what we cannot sniff is a picture by its name
		{notes, bot.Unreadable{What: "file"}, ""},
		{card, bot.Unreadable{What: "contact"}, ""},
		{spot, bot.Unreadable{What: "location"}, ""},
		{spoken, bot.Unreadable{What: "voice"}, ""},
		{"nowhere.jpg", nil, "nowhere.jpg"},
		{"照片要什么格式 jpg", bot.Text{Message: "7", Text: "照片要什么格式 jpg"}, ""},
	} {
		e, problem := read(row.line, buttons, "7", "6")
		if !reflect.DeepEqual(e, row.event) || !strings.Contains(problem, row.problem) || row.problem == "" && problem != "" {
			t.Errorf("%q is %#v, %q", row.line, e, problem)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("/edit x", 3)
	f.Add(`"a b.png" c`, 0)
	f.Fuzz(func(t *testing.T, line string, n int) {
		buttons := make([]bot.Choice, max(0, n%5))
		e, problem := read(line, buttons, "1", "0")
		if e == nil && problem == "" && strings.TrimSpace(line) != "" {
			t.Errorf("%q is nothing at all", line)
		}
	})
}

// What was drafted is not printed again; a reply that goes another way says so.
func TestScreenGoesOnFromADraft(t *testing.T) {
	for _, row := range []struct{ draft, reply, want string }{
		{"可以。", "可以。\n带户口簿", "可以。\n带户口簿\n"},
		{"", "可以。", "可以。\n"},
		{"可以。", "不可以。", "可以。\n（上面没有说完，以下面这份为准：）\n不可以。\n"},
	} {
		var out strings.Builder
		s := &Screen{Out: &out, Live: true}
		if row.draft != "" {
			s.Draft(row.draft)
		}
		s.Show(bot.Message{Text: row.reply})
		if out.String() != row.want {
			t.Errorf("draft %q, reply %q: %q", row.draft, row.reply, out.String())
		}
	}
}
