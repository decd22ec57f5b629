package main

import (
	"context"
	"log/slog"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/webchat"
	"huizhi/phrases"
)

// How long a desk that is told to stop goes on with what it has begun.
const (
	drainTime  = 25 * time.Second
	drainGlimp = 50 * time.Millisecond
)

// serve is the desk for customers: it runs until it is told to stop.
func serve(ctx context.Context, c *call) error {
	if c.config.telegram.token == "" && c.config.web.listen == "" {
		return worded(phrases.Say("serve.no_channel"))
	}
	lib, answers, err := openDesk(ctx, c)
	if err != nil {
		return err
	}
	d, err := openData(c)
	if err != nil {
		return err
	}
	defer d.Close()
	log := c.logger()
	m := newMetrics(answers.Tally)
	al := newAlerts(log, m)
	s := &server{c: c, lib: lib, data: d, metrics: m, alerts: al, log: log}
	channels, err := s.channels()
	if err != nil {
		return err
	}
	s.bot = bot.New(bot.Options{
		Store: d.DB, Answers: answers, Channels: channels, Hours: attended(c), Log: log,
		Links: links(lib.places), Traced: m.traced, Stepped: m.stepped, Parked: al.parked,
	})
	m.watch(s.bot, s.telegram, s.web)
	if c.desk != nil {
		c.desk(s.bot)
	}
	lib.watch(ctx, c)
	defer lib.learning.end()
	log.Info("serving", "data", d.dir)
	if err := s.run(ctx); err != nil {
		err = deskError(d.dir, err)
		al.last(ctx, phrases.Say("alert.ended", err))
		return err
	}
	log.Info("stopped")
	return nil
}

// server is a desk that runs, and what is around it.
type server struct {
	c        *call
	lib      *library
	data     *data
	bot      *bot.Bot
	telegram *telegram.Telegram // nil where no bot is configured
	web      *webchat.Web       // nil where there is to be no page
	metrics  *metrics
	alerts   *alerts
	log      *slog.Logger
}

// channels makes the channels that are configured.
func (s *server) channels() (out []bot.Channel, err error) {
	c := s.c
	if c.config.telegram.token != "" {
		if s.telegram, err = c.config.telegram.open(c, s.data, s.log, s.metrics, s.alerts); err != nil {
			return nil, err
		}
		s.alerts.to(s.telegram, c.config.telegram.alerts)
		out = append(out, s.telegram)
	}
	if s.web, err = c.config.web.open(c, s.data, s.log); err != nil || s.web == nil {
		return out, err
	}
	return append(out, s.web), nil
}

// run runs all of it until ctx ends: then nothing more is taken, what was begun is
// done, and all stops.
func (s *server) run(ctx context.Context) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	return together(work,
		s.bot.Run,
		func(work context.Context) error { return s.data.keep(work, s.c.errs) },
		func(work context.Context) error { return s.operate(work) },
		func(work context.Context) error { return s.alerts.send(work) },
		func(work context.Context) error { return s.alerts.look(work, s.bot) },
		func(work context.Context) error { return s.page(work) },
		func(work context.Context) error { return s.receive(ctx, work) },
	)
}

// receive takes what comes until ctx ends, and returns when what was taken is done.
func (s *server) receive(ctx, work context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(work, stop)()
	if s.web != nil {
		defer context.AfterFunc(ctx, s.web.Stop)()
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	s.drain(work)
	return errDone
}

// take takes updates, fetched or brought.
func (s *server) take(ctx context.Context) error {
	if s.telegram == nil {
		<-ctx.Done()
		return nil
	}
	if s.c.config.telegram.webhook == "" {
		return s.telegram.Run(ctx, s.bot)
	}
	return together(ctx,
		func(ctx context.Context) error { return s.telegram.Run(ctx, s.bot) },
		func(ctx context.Context) error { return s.hook(ctx) },
	)
}

// drain waits until nothing is left to do, or for as long as that may take.
func (s *server) drain(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, drainTime)
	defer stop()
	for ctx.Err() == nil && s.bot.Load().Chats > 0 {
		select {
		case <-ctx.Done():
		case <-time.After(drainGlimp):
		}
	}
}
