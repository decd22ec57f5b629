package bot_test

import (
	"context"
	"testing"

	"huizhi/bot"
	"huizhi/store"
)

// Whoever is erased while a message is on its way to them is not remembered again
// because it did not arrive.
func TestAMessageThatDoesNotArriveBringsNobodyBack(t *testing.T) {
	for name, why := range map[string]error{"away": bot.ErrAway, "gone": bot.ErrGone} {
		b := newBook()
		var db *store.DB
		b.before = func(bot.Delivery) error {
			if _, err := db.Erase(context.Background(), me.String()); err != nil {
				t.Error(err)
			}
			return why
		}
		db, err := store.Open(t.TempDir(), master, quick)
		must(t, err)
		d := run(db, bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}})
		t.Cleanup(d.close)
		tell(t, d, on(me, 1, say("一")))
		r, err := db.Check(context.Background())
		must(t, err)
		if r.Customers != 0 {
			t.Errorf("%s: %d customers are remembered: %+v", name, r.Customers, r.Records)
		}
	}
}
