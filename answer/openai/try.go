package openai

import (
	"context"
	"errors"
	"io"
	"net/http/httptrace"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

// call is one call of Complete.
type call struct {
	answer.Prompt
	chunk func(string) // may be nil
	forms []form       // that are left to try; there is always one
}

// twice tries once, and once more if that may help.
func (c *Client) twice(ctx context.Context, k *call) (answer.Completion, error) {
	first, err := c.step(ctx, k)
	after, may := c.again(err)
	if !may {
		return first, err
	}
	if err := c.rest(ctx, after); err != nil {
		return first, err
	}
	second, err := c.step(ctx, k)
	second.In += first.In
	second.Out += first.Out
	second.Tries += first.Tries
	return second, err
}

// step tries one form after the other, at once, while the server refuses them. A
// refusal costs a request, and no tokens.
func (c *Client) step(ctx context.Context, k *call) (answer.Completion, error) {
	for tries := 1; ; tries++ {
		done, err := c.once(ctx, k)
		if len(k.forms) == 1 || !formed(err) {
			done.Tries = tries
			return done, err
		}
		k.forms = k.forms[1:]
	}
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
func (c *Client) once(ctx context.Context, k *call) (answer.Completion, error) {
	ctx, dog := watch(ctx)
	defer dog.stop()
	waits := c.limits.waits(k.Purpose)
	dog.expect(waits.Connect, answer.NoConnection)
	connected := func(httptrace.GotConnInfo) { dog.expect(waits.FirstToken, answer.Silent) }
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: connected})

	r := &reply{most: c.limits.Reply, chunk: k.chunk}
	f := judge(ctx, c.listen(ctx, dog, k, r), dog.connected())
	done := answer.Completion{Text: r.text.String()}
	if f == nil {
		done.In, done.Out = r.cost(k.Prompt)
		return done, nil
	}
	if dog.connected() && !f.refused() {
		done.In, done.Out = r.cost(k.Prompt)
	}
	f.heard = done.Text != ""
	return done, f
}

// listen sends the request and reads the stream to its end. go-openai finds
// the events; what is in them, we read ourselves: see event.
func (c *Client) listen(ctx context.Context, dog *watchdog, k *call, r *reply) error {
	stream, err := c.open(ctx, k)
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
			dog.expect(c.limits.waits(k.Purpose).Idle, answer.Stalled)
		}
	}
}

// open sends the request in the first form that is left. A server that begins to
// reply has taken the form, whatever comes of the reply.
func (c *Client) open(ctx context.Context, k *call) (*openai.ChatCompletionStream, error) {
	if k.forms[0].quiet {
		ctx = withFields(ctx, c.quiet)
	}
	stream, err := c.api.CreateChatCompletionStream(ctx, request(c.model, k.Prompt, k.forms[0]))
	if err == nil {
		c.habits.learn(k.Prompt, k.forms[0], c.quiet != "")
	}
	return stream, err
}
