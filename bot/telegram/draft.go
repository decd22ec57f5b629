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

// growing stands behind a message that is not finished.
const growing = " …"

// Draft shows as much of a reply as there is, if the budget has something to spare:
// the reply itself must not wait for it.
func (t *Telegram) Draft(ctx context.Context, a bot.Address, text string) {
	chat, thread, err := chatOf(a)
	text = plain(text)
	if err != nil || isGroup(chat) || text == "" || !t.budget.spare(chat) {
		return
	}
	if t.showsDrafts() {
		err := t.draft(ctx, chat, thread, text)
		if !errors.Is(err, bot.ErrRejected) && !errors.Is(err, errToken) {
			return
		}
		t.mu.Lock()
		t.draftless = true
		t.mu.Unlock()
	}
	t.grow(ctx, chat, thread, text+growing)
}

func (t *Telegram) showsDrafts() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return !t.draftless
}

// draft shows a text as one that is being written. Telegram takes it back when a
// message comes.
func (t *Telegram) draft(ctx context.Context, chat int64, thread int, text string) error {
	_, err := t.api.SendMessageDraft(ctx, &tg.SendMessageDraftParams{
		ChatID: chat, MessageThreadID: thread, DraftID: t.draftID(chat), Text: head(text, longestMessage),
	})
	err = verdict(err)
	t.count("draft", err)
	t.heed(chat, err)
	return err
}

// heed pauses a chat where Telegram says so.
func (t *Telegram) heed(chat int64, err error) {
	if wait := (*bot.WaitError)(nil); errors.As(err, &wait) {
		t.budget.pause(chat, wait.For)
	}
}

// draftID is the same for a reply from its first draft to its message.
func (t *Telegram) draftID(chat int64) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := t.drafts[chat]
	if d.id == "" {
		h := fnv.New32a()
		_, _ = h.Write([]byte(strconv.FormatInt(chat, 10) + time.Now().String()))
		d.id = strconv.FormatUint(uint64(h.Sum32()|1), 10)
		t.drafts[chat] = d
	}
	return d.id
}

// grow shows a text as a message that is changed, where there are no drafts.
func (t *Telegram) grow(ctx context.Context, chat int64, thread int, text string) {
	m := rendered{text: head(text, longestMessage)}
	t.mu.Lock()
	ref := t.drafts[chat].ref
	t.mu.Unlock()
	if ref != "" {
		id, _ := strconv.Atoi(string(ref))
		_, err := t.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: chat, MessageID: id, Text: m.text, LinkPreviewOptions: noPreview()})
		t.heed(chat, verdict(err))
		return
	}
	sent, err := t.api.SendMessage(ctx, &tg.SendMessageParams{ChatID: chat, MessageThreadID: thread, Text: m.text, LinkPreviewOptions: noPreview()})
	if err := verdict(err); err != nil {
		t.heed(chat, err)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.drafts[chat] = draft{ref: refOf(sent.ID)}
}

// streamed is the message that grows into the reply that is sent now; none if it was
// shown otherwise.
func (t *Telegram) streamed(chat int64) bot.Ref {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.drafts[chat].ref
}

// undraft forgets what was shown of a reply that is there.
func (t *Telegram) undraft(chat int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.drafts, chat)
}
