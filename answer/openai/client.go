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
	"errors"
	"net/http"
	"time"

	openai "github.com/sashabaranov/go-openai"
	"github.com/sony/gobreaker/v2"

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
	limits  Limits
	http    *http.Client
	api     *openai.Client
	breaker *gobreaker.CircuitBreaker[answer.Completion]
	places  chan struct{}
}

// New returns a client. It connects to nothing yet.
func New(c Config) *Client { return newClient(c, transport(c.Limits.orDefault())) }

func newClient(c Config, road http.RoundTripper) *Client {
	limits := c.Limits.orDefault()
	client := &http.Client{Transport: &gate{road: road, wire: limits.Wire}}
	return &Client{
		model:   c.Model,
		limits:  limits,
		http:    client,
		api:     dialect(c, client),
		breaker: breaker(limits),
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

// admit lets a call through if it is small enough, has a place, and the breaker
// is closed.
func (c *Client) admit(ctx context.Context, p answer.Prompt, chunk func(string)) (answer.Completion, error) {
	if len(p.System)+len(p.User) > c.limits.Request {
		return answer.Completion{}, fail(answer.Oversize)
	}
	ctx, cancel := context.WithTimeoutCause(ctx, c.limits.Whole, fail(answer.Overtime))
	defer cancel()
	if err := c.enter(ctx); err != nil {
		return answer.Completion{}, err
	}
	defer func() { <-c.places }()
	done, err := c.breaker.Execute(func() (answer.Completion, error) { return c.twice(ctx, p, chunk) })
	if errors.Is(err, gobreaker.ErrOpenState) || errors.Is(err, gobreaker.ErrTooManyRequests) {
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

// breaker opens after so many failures in a row, and after a rest lets one
// trial through. That a caller gave up says nothing of the server.
func breaker(l Limits) *gobreaker.CircuitBreaker[answer.Completion] {
	return gobreaker.NewCircuitBreaker[answer.Completion](gobreaker.Settings{
		MaxRequests: 1,
		Timeout:     l.Rest,
		ReadyToTrip: func(n gobreaker.Counts) bool { return n.ConsecutiveFailures >= uint32(l.Failures) },
		IsExcluded:  func(err error) bool { return err != nil && reasonOf(err).Reason == answer.Abandoned },
	})
}

// Close ends idle connections. Calls under way go on.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// String names the model and nothing more. An address may hold a password.
func (c *Client) String() string { return "openai.Client(" + c.model + ")" }

// GoString is String: %#v must not walk into the client.
func (c *Client) GoString() string { return c.String() }
