package bot_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"huizhi/bot"
)

// lockedBuffer is a log that several write to.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// A task that a later version began is put aside and told: to the customer, whom
// it leaves free to go on, and to the operator, once.
func TestATaskOfALaterVersionIsPutAside(t *testing.T) {
	dir, b := t.TempDir(), newBook()
	db, err := inFile(dir, quick)
	must(t, err)
	ctx := context.Background()
	queued, err := db.Accept(ctx, bot.Batch{Events: []bot.Incoming{on(me, 1, say("一"))}})
	must(t, err)
	later := bot.Task{Key: "later", From: me, Effect: bot.UnknownTask{Kind: "check_photo", Body: []byte(`{"a":1}`)}}
	_, err = db.Commit(ctx, bot.Turn{Of: queued[0], Conversation: bot.Conversation{Pending: &bot.Pending{}}, Tasks: []bot.Task{later}})
	must(t, err)

	var log lockedBuffer
	for range 2 { // and never again
		d := start(db, bot.New(bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Log: slog.New(slog.NewTextHandler(&log, nil))}))
		must(t, d.settled(me))
		d.stop()
		<-d.done
	}
	if got := b.texts("me"); len(got) != 1 || !strings.Contains(got[0], "没有做成") {
		t.Errorf("the customer reads %q", got)
	}
	if n := strings.Count(log.String(), "kind=check_photo"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, log.String())
	}
	d := start(db, bot.New(bot.Options{Store: db, Answers: parrot{}, Channels: []bot.Channel{b}, Log: quiet()}))
	t.Cleanup(d.close)
	if tell(t, d, on(me, 2, say("二"))); len(b.texts("me")) != 2 {
		t.Errorf("then %q", b.texts("me"))
	}
}
