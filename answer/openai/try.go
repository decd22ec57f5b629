package openai

import (
	"context"
	"errors"
	"io"
	"net/http/httptrace"
	"time"

	"huizhi/answer"
)

// twice tries once, and once more if that may help.
func (c *Client) twice(ctx context.Context, p answer.Prompt, chunk func(string)) (answer.Completion, error) {
	first, err := c.once(ctx, p, chunk)
	after, may := c.again(err)
	if !may {
		return first, err
	}
	if err := c.rest(ctx, after); err != nil {
		return first, err
	}
	second, err := c.once(ctx, p, chunk)
	second.In += first.In
	second.Out += first.Out
	second.Tries += first.Tries
	return second, err
}

// again tells whether a second try may do better than a first that failed so,
// and after what wait. Once there was text, it may not: somebody has seen it.
func (c *Client) again(err error) (after time.Duration, may bool) {
	var f *failure
	if !errors.As(err, &f) || f.heard {
		return 0, false
	}
	switch f.Reason {
	case answer.NoConnection, answer.ServerFault, answer.RateLimited, answer.CutOff:
		after = f.after
		if after == unsaid {
			after = c.limits.Pause
		}
		return after, f.after <= c.limits.Patience
	}
	return 0, false
}

// rest waits, unless the context ends.
func (c *Client) rest(ctx context.Context, after time.Duration) error {
	timer := time.NewTimer(after)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return causeOf(ctx)
	}
}

// once is one request and its stream. The Completion has what was spent.
func (c *Client) once(ctx context.Context, p answer.Prompt, chunk func(string)) (answer.Completion, error) {
	ctx, dog := watch(ctx)
	defer dog.stop()
	dog.expect(c.limits.Connect, answer.NoConnection)
	connected := func(httptrace.GotConnInfo) { dog.expect(c.limits.FirstToken, answer.Silent) }
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: connected})

	r := &reply{most: c.limits.Reply, chunk: chunk}
	f := judge(ctx, c.listen(ctx, dog, p, r), dog.connected())
	done := answer.Completion{Text: r.text.String(), Tries: 1}
	if f == nil {
		done.In, done.Out = r.cost(p)
		return done, nil
	}
	if dog.connected() && !f.refused() {
		done.In, done.Out = r.cost(p)
	}
	f.heard = done.Text != ""
	return done, f
}

// listen sends the request and reads the stream to its end. go-openai finds
// the events; what is in them, we read ourselves: see event.
func (c *Client) listen(ctx context.Context, dog *watchdog, p answer.Prompt, r *reply) error {
	stream, err := c.api.CreateChatCompletionStream(ctx, request(c.model, p))
	if err != nil {
		return err
	}
	defer func() { _ = stream.Close() }()
	for {
		line, err := stream.RecvRaw()
		if err == io.EOF { // also at [DONE]; a body that was cut is io.ErrUnexpectedEOF
			return r.end()
		}
		if err != nil {
			return err
		}
		token, err := r.take(line)
		if err != nil {
			return err
		}
		if token {
			dog.expect(c.limits.Idle, answer.Stalled)
		}
	}
}
