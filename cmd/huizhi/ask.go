package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// ask answers the question on the command line, or one question for each line
// of JSON on standard input.
func ask(ctx context.Context, c *call) error {
	if !c.config.json && len(c.args) == 0 {
		return usageError(phrases.Say("usage.no_question"))
	}
	lib, err := openLibrary(ctx, c)
	if err != nil {
		return err
	}
	answers, err := lib.answerer()
	if err != nil {
		return err
	}
	if c.config.json {
		lib.watch(ctx, c)
		return askLines(ctx, answers, c.in, c.out)
	}
	_, a, err := answers.Answer(ctx, answer.Facts{}, strings.Join(c.args, " "), time.Now())
	if err != nil {
		return err
	}
	newScreen(c).show(a)
	return nil
}

// maxLine is the longest line of JSON read, in bytes.
const maxLine = 1 << 20

// asked is one line in.
type asked struct {
	Chat string `json:"chat"`
	Text string `json:"text"`
}

// answered is one line out.
type answered struct {
	Chat    string          `json:"chat"`
	Kind    answer.Kind     `json:"kind"`
	Place   place.Name      `json:"place"`
	Service kb.Service      `json:"service"`
	Asks    string          `json:"asks"`
	Text    string          `json:"text"`
	More    string          `json:"more,omitempty"`
	Sources []answer.Source `json:"sources"`
	Suggest []string        `json:"suggest"`
}

// failed is the line out for a line that could not be read.
type failed struct {
	Chat  string `json:"chat"`
	Kind  string `json:"kind"`
	Error string `json:"error"`
}

// askLines answers line by line, in order. Lines of one chat are one conversation.
func askLines(ctx context.Context, answers *answer.Answerer, in io.Reader, out io.Writer) error {
	lines, chats := bufio.NewReaderSize(in, 64<<10), map[string]answer.Facts{}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for ctx.Err() == nil {
		line, err := readLine(lines)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err := enc.Encode(askLine(ctx, answers, chats, line, err)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// askLine answers one line, or says why it cannot.
func askLine(ctx context.Context, answers *answer.Answerer, chats map[string]answer.Facts, line []byte, err error) any {
	var q asked
	if err != nil {
		return failed{Kind: "error", Error: phrases.Say("json.too_long", maxLine>>20)}
	}
	if json.Unmarshal(line, &q) != nil {
		return failed{Kind: "error", Error: phrases.Say("json.not")}
	}
	f, a, err := answers.Answer(ctx, chats[q.Chat], q.Text, time.Now())
	if err != nil {
		return failed{Chat: q.Chat, Kind: "error", Error: phrases.Say("json.failed")}
	}
	chats[q.Chat] = f
	return answered{q.Chat, a.Kind, a.Place, a.Service, a.Asks, a.Text, a.More, orEmpty(a.Sources), orEmpty(a.Suggest)}
}

// orEmpty makes a missing list an empty one, for readers of JSON.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

var errLongLine = errors.New("line too long")

// readLine reads one line without its end. A line over maxLine is skipped
// whole and reported; the next one is read as usual.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if len(line)+len(part) > maxLine {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && len(line) == 0 && !long:
			return nil, err
		case long:
			return nil, errLongLine
		}
		return line, nil
	}
}
