package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"huizhi/bot"
	"huizhi/phrases"
)

// intake is a batch of updates on its way to disk, and what is to be done beside.
type intake struct {
	batch bot.Batch
	raws  []json.RawMessage // of the events, in their order
	after []func(context.Context)
}

// take puts updates on disk, in the order in which they came. Only when it has
// returned nil may they be acknowledged. Presses are answered at once: whoever has
// pressed looks at a button that turns until then.
func (t *Telegram) take(ctx context.Context, desk Desk, raws []json.RawMessage) error {
	var in intake
	for _, raw := range raws {
		t.sort(ctx, desk, &in, raw)
	}
	if err := t.accept(ctx, desk, &in); err != nil {
		return err
	}
	for _, do := range in.after {
		do(ctx)
	}
	return nil
}

// accept hands a batch to the desk. An event that cannot be stored is put aside.
func (t *Telegram) accept(ctx context.Context, desk Desk, in *intake) error {
	for len(in.batch.Events)+len(in.batch.Odd) > 0 {
		err := desk.Accept(ctx, in.batch)
		bad := (*bot.EventError)(nil)
		if !errors.As(err, &bad) {
			return err
		}
		i := bad.Event
		t.odd(in, in.batch.Events[i].Key, in.raws[i], bad.Err.Error())
		in.batch.Events = append(in.batch.Events[:i:i], in.batch.Events[i+1:]...)
		in.raws = append(in.raws[:i:i], in.raws[i+1:]...)
	}
	return nil
}

// sort says what becomes of one update.
func (t *Telegram) sort(ctx context.Context, desk Desk, in *intake, raw json.RawMessage) {
	id, err := numberOf(raw)
	key := t.key(fmt.Sprint(id))
	if err != nil {
		t.odd(in, t.key(fmt.Sprintf("%x", sha256.Sum256(raw))), raw, err.Error())
		return
	}
	chat, thread, a, err := read(raw, t.self().Username)
	if err != nil {
		t.odd(in, key, raw, err.Error())
		return
	}
	to := addressOf(chat, thread)
	if a.event != nil {
		in.batch.Events = append(in.batch.Events, bot.Incoming{Key: key, From: to, At: t.Now(), Event: a.event})
		in.raws = append(in.raws, raw)
	}
	switch {
	case a.press != nil:
		t.answer(ctx, a.press.ID)
		in.then(func(ctx context.Context) { t.takeAway(ctx, chat, a.press) })
	case a.left:
		t.left(chat, to)
	case a.addressed:
		in.then(func(ctx context.Context) { t.sayPrivately(ctx, chat, thread) })
	case a.moved != 0:
		t.move(chat, a.moved)
	}
	if (a.event != nil || a.back) && t.isAway(chat) {
		in.then(func(ctx context.Context) { t.returned(ctx, desk, chat) })
	}
}

// then is done when all is on disk.
func (in *intake) then(do func(context.Context)) { in.after = append(in.after, do) }

// key names something of this bot.
func (t *Telegram) key(of string) bot.Key {
	return bot.Key(fmt.Sprintf("%s/%s/%s", Name, t.Token.Bot(), of))
}

// odd puts an update aside that no event can be made of, and tells the operators.
func (t *Telegram) odd(in *intake, key bot.Key, raw json.RawMessage, why string) {
	t.Log.Error("update put aside", "channel", Name, "why", why)
	t.Alert(phrases.Say("telegram.odd", why))
	in.batch.Odd = append(in.batch.Odd, bot.Odd{Key: key, Of: whose(raw), Raw: raw, Why: why})
}
