// Package openai asks a language model over the chat-completions wire, which
// OpenAI's own server, Ollama, vLLM and many others speak.
//
// A reply counts only if its stream finished with "stop" and ended properly, in
// time and within its caps. Anything else is an *answer.ModelError, which holds
// nothing the server wrote: a server may write anything. A try that failed
// before any text came is repeated once, if the failure is one that may pass.
package openai

import (
	"cmp"
	"context"
	"net/http"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

// Config says which model to ask, and how long to wait for it.
type Config struct {
	BaseURL string // as "http://127.0.0.1:11434/v1"; empty is OpenAI's
	Key     Key
	Model   string
	Limits  Limits // a limit that is zero is the default one
}

// Client asks one model. It is safe for concurrent use.
type Client struct {
	model   string
	quiet   string // the field that switches thinking off; see quietings
	habits  habits
	limits  Limits
	http    *http.Client
	api     *openai.Client
	waiting *breaker // opens when customers wait in vain
	failing *breaker // opens when calls fail, however
	places  chan struct{}
}

// New returns a client. It connects to nothing yet.
func New(c Config) *Client { return newClient(c, transport(c.Limits.orDefault())) }

func newClient(c Config, road http.RoundTripper) *Client {
	limits := c.Limits.orDefault()
	client := &http.Client{Transport: &gate{road: road, wire: limits.Wire}}
	return &Client{
		model:   c.Model,
		quiet:   quietField(c.BaseURL, c.Model),
		limits:  limits,
		http:    client,
		api:     dialect(c, client),
		waiting: newBreaker(limits.InVain, limits.LongRest, inVain),
		failing: newBreaker(limits.Failures, limits.Rest, func(err error) bool { return err != nil }),
		places:  make(chan struct{}, limits.Calls),
	}
}

// dialect is go-openai's client. Its limit of empty messages is lifted: it
// counts keep-alive comments, and we have a clock for those.
func dialect(c Config, client *http.Client) *openai.Client {
	config := openai.DefaultConfig(string(c.Key))
	config.BaseURL = cmp.Or(c.BaseURL, config.BaseURL)
	config.HTTPClient = client
	config.EmptyMessagesLimit = 1<<31 - 1
	return openai.NewClientWithConfig(config)
}

// Complete asks the model once, or twice if the first try failed in passing. See
// answer.Model. Without usage from the server, tokens are estimated, see tokens.
func (c *Client) Complete(ctx context.Context, p answer.Prompt, chunk func(string)) (answer.Completion, error) {
	start := time.Now()
	done, err := c.admit(ctx, p, chunk)
	done.Took = time.Since(start)
	if err == nil {
		return done, nil
	}
	done.Text = ""
	return done, reasonOf(err)
}

// admit lets a call through if it is small enough, has a place, and the model does
// not rest.
func (c *Client) admit(ctx context.Context, p answer.Prompt, chunk func(string)) (answer.Completion, error) {
	if len(p.System)+len(p.User) > c.limits.Request {
		return answer.Completion{}, fail(answer.Oversize)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.limits.waits(p.Purpose).Whole, fail(answer.Overtime))
	defer cancel()
	if err := c.enter(ctx); err != nil {
		return answer.Completion{}, err
	}
	defer func() { <-c.places }()
	k := &call{p, chunk, c.habits.from(forms(p, c.quiet != ""))}
	done, err := c.waiting.Execute(func() (answer.Completion, error) {
		return c.failing.Execute(func() (answer.Completion, error) { return c.twice(ctx, k) })
	})
	if rests(err) {
		err = fail(answer.Resting)
	}
	return done, err
}

// enter waits for a place, for a while.
func (c *Client) enter(ctx context.Context) error {
	if ctx.Err() != nil {
		return causeOf(ctx)
	}
	patience := time.NewTimer(c.limits.Place)
	defer patience.Stop()
	select {
	case c.places <- struct{}{}:
		return nil
	case <-patience.C:
		return fail(answer.Busy)
	case <-ctx.Done():
		return causeOf(ctx)
	}
}

// Close ends idle connections. Calls under way go on.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// String names the model and nothing more. An address may hold a password.
func (c *Client) String() string { return "openai.Client(" + c.model + ")" }

// GoString is String: %#v must not walk into the client.
func (c *Client) GoString() string { return c.String() }
