package telegram

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"huizhi/bot"
)

// Name is what the channel is called in addresses.
const Name = "telegram"

// Token is what @BotFather gave for a bot. It prints as stars.
type Token string

// String does not show it.
func (Token) String() string { return "***" }

// GoString does not show it.
func (Token) GoString() string { return "***" }

// LogValue does not show it.
func (Token) LogValue() slog.Value { return slog.StringValue("***") }

// MarshalJSON does not show it.
func (Token) MarshalJSON() ([]byte, error) { return []byte(`"***"`), nil }

// Bot is the bot's own user id, which a token begins with; empty if it is no token.
func (t Token) Bot() string {
	id, secret, ok := strings.Cut(string(t), ":")
	if !ok || secret == "" || strings.Trim(id, "0123456789") != "" || strings.ContainsAny(secret, "/?#% \t\n") {
		return ""
	}
	return id
}

// Options is what a Telegram stands on.
type Options struct {
	Token   Token
	Server  string        // of the Bot API, without a slash at its end; empty for Telegram's own
	Budget  Budget        // how much may be sent
	Pause   time.Duration // before what failed is tried again, longer each time; 0 for a second
	Gather  time.Duration // how long to wait for a next message before replying
	Webhook *Webhook      // where Telegram brings updates; nil to fetch them
	Log     *slog.Logger
	Alert   func(text string)          // tells the operators what they must see to; may be nil
	Called  func(what, outcome string) // hears of each call, from several at once; may be nil
	Now     func() time.Time           // nil for the real clock

	// Lease asks to be the only one who fetches updates for this token until a time;
	// nil if nobody else could.
	Lease func(ctx context.Context, until time.Time) (bool, error)
}

// Desk is what takes events: a bot.Bot.
type Desk interface {
	Accept(ctx context.Context, b bot.Batch) error
	Back(ctx context.Context, a bot.Address) error
	Load() bot.Load
}

// Telegram is one bot in Telegram.
type Telegram struct {
	Options
	api    *tg.Bot
	polls  *http.Client // for the one request that waits
	files  *http.Client
	budget *limiter
	status status

	beside sync.WaitGroup // what is done beside taking updates
	turns  [64]sync.Mutex // of chats whose updates are brought

	mu       sync.Mutex
	me       models.User
	away     map[int64]absence     // who cannot be reached, and may come back
	moved    map[int64]int64       // groups that have another id now
	greeted  map[int64]time.Time   // groups that were told to write in private, and when
	taken    map[below][]string    // buttons that were pressed lately, and go
	drafts   map[bot.Address]draft // replies that are being worded
	drafting drafting
}

// New returns the channel. Nothing is asked of Telegram yet.
func New(o Options) (*Telegram, error) {
	if o.Token.Bot() == "" {
		return nil, errors.New("telegram: that is no token")
	}
	if o.Server == "" {
		o.Server = "https://api.telegram.org"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Pause == 0 {
		o.Pause = time.Second
	}
	if o.Alert == nil {
		o.Alert = func(string) {}
	}
	t := &Telegram{
		Options: o, polls: client(pollTime + 10*time.Second), files: client(fileTime), budget: newLimiter(o.Budget),
		away: map[int64]absence{}, moved: map[int64]int64{}, greeted: map[int64]time.Time{}, taken: map[below][]string{}, drafts: map[bot.Address]draft{},
	}
	api, err := t.connect(client(callTime))
	if err != nil {
		return nil, err
	}
	t.api = api
	return t, nil
}

// connect makes the library's client. Nothing is asked yet.
func (t *Telegram) connect(by *http.Client) (*tg.Bot, error) {
	api, err := tg.New(string(t.Token), tg.WithSkipGetMe(), tg.WithServerURL(t.Server), tg.WithHTTPClient(callTime, by),
		tg.WithErrorsHandler(func(error) {})) // it would print replies as they come
	if err != nil {
		return nil, errors.New("telegram: that is no token")
	}
	return api, nil
}

// Name is the channel's name.
func (t *Telegram) Name() string { return Name }

// Can says what Telegram can do.
func (t *Telegram) Can() bot.Capabilities {
	return bot.Capabilities{Edit: true, Stream: true, Buttons: true, Files: true, Longest: longestText, Gather: t.Gather}
}

// How long a call may take.
const (
	callTime = 18 * time.Second // with longestQueue less than a Bot gives a channel for a message
	pollTime = 50 * time.Second // that Telegram holds a request open
	fileTime = 2 * time.Minute
)

// client is a client of its own: a request that waits must not take the
// connections of those that do not. It goes nowhere else: addresses have the token in
// them.
func client(limit time.Duration) *http.Client {
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.MaxIdleConnsPerHost = 64 // the default of 2 made a connection for almost each call
	return &http.Client{Timeout: limit, Transport: capped{tr}, CheckRedirect: stay}
}

// stay takes what a server says as its answer, if it sends us elsewhere.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
