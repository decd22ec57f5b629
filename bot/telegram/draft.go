package telegram

import (
	"context"
	"errors"
	"hash/fnv"
	"strconv"
	"time"

	tg "github.com/go-telegram/bot"

	"huizhi/bot"
)

// draft is a reply that is being worded, where Telegram shows it.
type draft struct {
	id  string  // of a draft,
	ref bot.Ref // or of a message that is changed as it grows
}

// drafting is whether a server shows drafts: one that has never taken one does not,
// and changing a message does as well there.
type drafting struct{ taken, refused bool }

// growing stands behind a message that is not finished.
const growing = " …"

// Draft shows as much of a reply as there is, if the budget has something to spare:
// the reply itself must not wait for it. No text takes back what was shown: the reply
// will not come.
func (t *Telegram) Draft(ctx context.Context, a bot.Address, text string) {
	chat, thread, err := chatOf(a)
	text = plain(text)
	switch {
	case err != nil || isGroup(chat):
	case text == "":
		t.takeBack(ctx, chat, a)
	case !t.budget.spare(chat):
	case !t.showsDrafts() || !t.draft(ctx, chat, thread, a, text):
		// What was begun is known of, also if the reply is broken off just then.
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), callTime)
		defer stop()
		t.grow(ctx, chat, thread, a, text+growing)
	}
}

func (t *Telegram) showsDrafts() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.drafting.taken || !t.drafting.refused
}

// draft shows a text as one that is being written, which Telegram takes back when a
// message comes; false if this server shows none.
func (t *Telegram) draft(ctx context.Context, chat int64, thread int, a bot.Address, text string) bool {
	_, err := t.api.SendMessageDraft(ctx, &tg.SendMessageDraftParams{
		ChatID: chat, MessageThreadID: thread, DraftID: t.draftID(a), Text: head(text, longestMessage),
	})
	err = verdict(err)
	t.count("draft", err)
	t.heed(chat, err)
	refused := errors.Is(err, bot.ErrRejected) || errors.Is(err, errToken)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.drafting.taken = t.drafting.taken || err == nil
	t.drafting.refused = t.drafting.refused || refused
	return !refused || t.drafting.taken
}

// heed pauses a chat where Telegram says so.
func (t *Telegram) heed(chat int64, err error) {
	if wait := (*bot.WaitError)(nil); errors.As(err, &wait) {
		t.budget.pause(chat, wait.For)
	}
}

// mostDrafts is how many replies can be under way; those of a Bot are fewer.
const mostDrafts = 1_000

// draftID is the same for a reply from its first draft to its message.
func (t *Telegram) draftID(a bot.Address) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.drafts[a]
	if d.id == "" {
		h := fnv.New32a()
		_, _ = h.Write([]byte(a.Chat + time.Now().String()))
		d.id = strconv.FormatUint(uint64(h.Sum32()|1), 10)
		t.keep(a, d)
	}
	return d.id
}

// keep remembers what is shown of a reply; t.mu is held.
func (t *Telegram) keep(a bot.Address, d draft) {
	if len(t.drafts) >= mostDrafts {
		clear(t.drafts)
	}
	t.drafts[a] = d
}

// grow shows a text as a message that is changed, where there are no drafts.
func (t *Telegram) grow(ctx context.Context, chat int64, thread int, a bot.Address, text string) {
	text = head(text, longestMessage)
	if ref := t.streamed(a); ref != "" {
		id, _ := strconv.Atoi(string(ref))
		_, err := t.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: chat, MessageID: id, Text: text, LinkPreviewOptions: noPreview()})
		t.heed(chat, verdict(err))
		return
	}
	sent, err := t.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: chat, MessageThreadID: thread, Text: text, LinkPreviewOptions: noPreview()})
	if err := verdict(err); err != nil {
		t.heed(chat, err)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.keep(a, draft{ref: refOf(sent.ID)})
}

// takeBack takes away what was shown of a reply that will not come.
func (t *Telegram) takeBack(ctx context.Context, chat int64, a bot.Address) {
	ref := t.streamed(a)
	t.undraft(a)
	if ref == "" {
		return // a draft goes by itself
	}
	id, _ := strconv.Atoi(string(ref))
	_, err := t.api.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: chat, MessageID: id})
	t.heed(chat, verdict(err))
}

// streamed is the message that grows into the reply that is sent now; none if it was
// shown otherwise.
func (t *Telegram) streamed(a bot.Address) bot.Ref {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.drafts[a].ref
}

// undraft forgets what was shown of a reply that is there.
func (t *Telegram) undraft(a bot.Address) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.drafts, a)
}
