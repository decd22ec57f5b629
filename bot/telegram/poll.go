package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	tg "github.com/go-telegram/bot"
)

// How updates are fetched.
const (
	atOnce     = 100                // updates in one reply, as many as Telegram gives
	quiet      = 6 * 24 * time.Hour // after so long without updates their numbers may begin anew
	mostQueued = 10_000             // events, tasks and messages that wait, before no more are taken
	breath     = 100 * time.Millisecond
	lastPause  = 30 // times the first
	leaseTime  = 3 * pollTime
)

// cursor is how far updates were taken. It is kept in memory only: what was taken
// and not acknowledged comes again and is known by its number, which is remembered
// for a week. So a number that begins anew, lower, does no harm.
type cursor struct {
	next int64     // 0 for whatever Telegram has
	last time.Time // when there was an update
}

func (c *cursor) offset(now time.Time) int64 {
	if now.Sub(c.last) > quiet {
		return 0
	}
	return c.next
}

// pass moves on behind some updates; false if none of them has a number.
func (c *cursor) pass(raws []json.RawMessage, now time.Time) (moved bool) {
	c.last = now
	for _, raw := range raws {
		if id, err := numberOf(raw); err == nil {
			c.next, moved = id+1, true
		}
	}
	return moved
}

// poll fetches updates until ctx ends or the desk takes no more.
func (t *Telegram) poll(ctx context.Context, desk Desk) error {
	var at cursor
	var held time.Time
	pause := t.Pause
	for ctx.Err() == nil {
		if err := t.room(ctx, desk); err != nil {
			return nil
		}
		if !t.alone(ctx, &held) {
			sleep(ctx, t.longer(lastPause*t.Pause))
			continue
		}
		raws, err := t.fetch(ctx, at.offset(t.Now()))
		if err != nil {
			sleep(ctx, t.blocked(ctx, err, pause))
			pause = t.longer(pause)
			continue
		}
		t.polled()
		if len(raws) == 0 {
			continue
		}
		if err := t.take(ctx, desk, raws); err != nil && ctx.Err() == nil {
			return err
		}
		if !at.pass(raws, t.Now()) { // they would come again at once
			sleep(ctx, pause)
			pause = t.longer(pause)
			continue
		}
		pause = t.Pause
	}
	return nil
}

// room waits until the desk has room for more: Telegram keeps what is not fetched.
func (t *Telegram) room(ctx context.Context, desk Desk) error {
	for ctx.Err() == nil && desk.Load().All() > mostQueued {
		sleep(ctx, breath)
	}
	return ctx.Err()
}

// alone reports whether we are the one that fetches. held is until when that is
// certain.
func (t *Telegram) alone(ctx context.Context, held *time.Time) bool {
	now := t.Now()
	if t.Lease == nil || held.Sub(now) > leaseTime/2 {
		return true
	}
	until := now.Add(leaseTime)
	ok, err := t.Lease(ctx, until)
	if err != nil || !ok {
		t.unpolled(errLease)
		return false
	}
	*held = until
	return true
}

// fetch asks for updates. An offset says that those before it were taken; Telegram
// forgets them. They are left as they came: one that cannot be read must not spoil
// the others.
func (t *Telegram) fetch(ctx context.Context, offset int64) ([]json.RawMessage, error) {
	ask := map[string]any{"timeout": int(pollTime.Seconds()), "limit": atOnce, "allowed_updates": wanted}
	if offset != 0 {
		ask["offset"] = offset
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.Server+"/bot"+string(t.Token)+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, errUnreachable
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := t.polls.Do(req)
	if err != nil {
		return nil, errUnreachable // the error has the address in it, and that the token
	}
	defer resp.Body.Close()
	return updates(resp.Body)
}

// updates reads the reply to getUpdates.
func updates(r io.Reader) ([]json.RawMessage, error) {
	var reply struct {
		OK          bool              `json:"ok"`
		Result      []json.RawMessage `json:"result"`
		Code        int               `json:"error_code"`
		Description string            `json:"description"`
		Parameters  struct {
			After int `json:"retry_after"`
		} `json:"parameters"`
	}
	if err := json.NewDecoder(r).Decode(&reply); err != nil {
		return nil, errUnreadable
	}
	switch {
	case reply.OK:
		return reply.Result, nil
	case reply.Code == http.StatusTooManyRequests:
		return nil, &tg.TooManyRequestsError{RetryAfter: reply.Parameters.After}
	case reply.Code == http.StatusConflict:
		return nil, &conflictError{reply.Description}
	case reply.Code == http.StatusUnauthorized || reply.Code == http.StatusNotFound:
		return nil, errToken
	}
	return nil, &serverError{reply.Code}
}

// blocked tells why no updates come, and says how long to wait.
func (t *Telegram) blocked(ctx context.Context, err error, pause time.Duration) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	conflict, late := (*conflictError)(nil), (*tg.TooManyRequestsError)(nil)
	switch {
	case errors.As(err, &late):
		return max(pause, time.Duration(late.RetryAfter)*time.Second)
	case errors.As(err, &conflict) && conflict.webhook():
		t.leaveWebhook(ctx)
		return t.Pause
	}
	t.unpolled(err)
	return pause
}

// sleep waits, unless ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// longer is the pause after one that was not enough.
func (t *Telegram) longer(pause time.Duration) time.Duration { return min(2*pause, lastPause*t.Pause) }
