package bot_test

import (
	"slices"
	"testing"

	"huizhi/bot"
)

// The program may end in the middle of a form: it goes on with the same field.
func TestAFormOutlivesTheProgram(t *testing.T) {
	dir, b := t.TempDir(), newBook()
	for i, e := range []bot.Event{
		bot.Button{Data: "order"}, say("张小明"), say("照片要多大？"), say("返回"), say("李雷"), say("江门要多久"), say("1990"),
	} {
		db, err := inFile(dir, quick)
		must(t, err)
		d := runForm(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}})
		tell(t, d, on(me, i, e))
		d.close()
	}
	want := []string{
		"叫什么名字？", "张小明哪年生的？", "答：照片要多大？", "张小明哪年生的？", "叫什么名字？", "李雷哪年生的？",
		"答：江门要多久", "李雷哪年生的？", "记下了：李雷1990",
	}
	if got := b.texts(me.Chat); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
