package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/phrases"
)

// telegramConfig is what the environment says of Telegram.
type telegramConfig struct {
	token   telegram.Token
	server  string
	webhook string // where Telegram brings updates, as it sees it
	listen  string // where they arrive
	budget  telegram.Budget
	alerts  int64 // the chat of the operators; 0 for none

	wanted bool // the command may use it
}

// hookListen is where updates arrive when only their URL is said: for a proxy on
// this machine.
const hookListen = "127.0.0.1:8443"

// complete fills in the environment, if the command may use it.
func (t *telegramConfig) complete(s surroundings) error {
	if !t.wanted {
		return nil
	}
	var budget, alerts string
	err := s.fill(
		named{(*string)(&t.token), "TELEGRAM_BOT_TOKEN"}, named{&t.server, "TELEGRAM_API_URL"}, named{&t.webhook, "HUIZHI_WEBHOOK"},
		named{&t.listen, "HUIZHI_WEBHOOK_LISTEN"}, named{&budget, "HUIZHI_TELEGRAM_BUDGET"}, named{&alerts, "HUIZHI_ALERTS"},
	)
	t.listen = cmp.Or(t.listen, hookListen)
	return errors.Join(err, t.check(), t.readBudget(budget), t.readAlerts(alerts))
}

// check refuses what cannot be right.
func (t *telegramConfig) check() error {
	switch {
	case t.token != "" && t.token.Bot() == "":
		return fmt.Errorf("%s", phrases.Say("config.token"))
	case t.server != "" && !isURL(t.server, "http", "https"):
		return fmt.Errorf("%s", phrases.Say("config.telegram_url"))
	case t.webhook != "" && !isURL(t.webhook, "https", "http"):
		return fmt.Errorf("%s", phrases.Say("config.webhook"))
	}
	t.server = strings.TrimRight(t.server, "/")
	return nil
}

func isURL(text string, schemes ...string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" {
		return false
	}
	for _, s := range schemes {
		if u.Scheme == s {
			return true
		}
	}
	return false
}

func (t *telegramConfig) readBudget(text string) (err error) {
	t.budget = telegram.TelegramsBudget
	if text == "" {
		return nil
	}
	if t.budget, err = telegram.ParseBudget(text); err != nil {
		return fmt.Errorf("%s", phrases.Say("config.budget"))
	}
	return nil
}

func (t *telegramConfig) readAlerts(text string) (err error) {
	if text == "" {
		return nil
	}
	if t.alerts, err = strconv.ParseInt(text, 10, 64); err != nil {
		return fmt.Errorf("%s", phrases.Say("config.alerts"))
	}
	return nil
}

// open makes the channel.
func (t *telegramConfig) open(c *call, d *data, log *slog.Logger, m *metrics, a *alerts) (*telegram.Telegram, error) {
	o := telegram.Options{
		Token: t.token, Server: t.server, Budget: t.budget, Gather: c.config.burst, Log: log, Alert: a.tell, Called: m.called,
		Lease: d.pollerLease(t.token.Bot()),
	}
	if t.webhook != "" {
		secret, err := d.master.Secret("webhook of bot " + t.token.Bot())
		if err != nil {
			return nil, err
		}
		o.Webhook = &telegram.Webhook{URL: t.webhook, Secret: secret}
	}
	return telegram.New(o)
}

// pollerLease is the right to be the only one of those who share this data that
// fetches the updates of a bot.
func (d *data) pollerLease(of string) func(context.Context, time.Time) (bool, error) {
	us := bot.Address{Channel: telegram.Name + ".poller", Chat: of}
	return func(ctx context.Context, until time.Time) (bool, error) { return d.Hold(ctx, us, d.holder, until) }
}

// hook listens for what Telegram brings.
func (s *server) hook(ctx context.Context) error {
	l, err := net.Listen("tcp", s.c.config.telegram.listen)
	if err != nil {
		return worded(phrases.Say("serve.listen", s.c.config.telegram.listen, reason(err)))
	}
	return serveHTTP(ctx, l, s.telegram.Handler(s.bot))
}

// serveHTTP serves until ctx ends, and then lets those go on that have begun. Where
// many share a connection, a deadline of one does not free what waits for the wire: who
// reads nothing loses the connection.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 16 << 10, ErrorLog: log.New(nameless{os.Stderr}, "", log.LstdFlags),
		HTTP2: &http.HTTP2Config{WriteByteTimeout: 20 * time.Second},
	}
	stopped := make(chan struct{})
	defer context.AfterFunc(ctx, func() {
		defer close(stopped)
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		_ = srv.Shutdown(ctx)
	})()
	err := srv.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		<-stopped
		return nil
	}
	return err
}
