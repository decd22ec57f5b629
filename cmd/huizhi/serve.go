package main

import (
	"context"
	"log/slog"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/phrases"
)

// How long a desk that is told to stop goes on with what it has begun.
const (
	drainTime  = 25 * time.Second
	drainGlimp = 50 * time.Millisecond
)

// serve is the desk for customers: it runs until it is told to stop.
func serve(ctx context.Context, c *call) error {
	if err := c.config.telegram.required(); err != nil {
		return err
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
	tele, err := c.config.telegram.open(c, d, log, m, al)
	if err != nil {
		return err
	}
	b := bot.New(bot.Options{
		Store: d.DB, Answers: answers, Channels: []bot.Channel{tele}, Hours: attended(c), Log: log,
		Links: links(lib.places), Traced: m.traced, Stepped: m.stepped, Parked: al.parked,
	})
	m.watch(b, tele)
	al.to(tele, c.config.telegram.alerts)
	if c.desk != nil {
		c.desk(b)
	}
	lib.watch(ctx, c)
	defer lib.learning.end()
	s := &server{c: c, data: d, bot: b, telegram: tele, metrics: m, alerts: al, log: log}
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
	data     *data
	bot      *bot.Bot
	telegram *telegram.Telegram
	metrics  *metrics
	alerts   *alerts
	log      *slog.Logger
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
		func(work context.Context) error { return s.receive(ctx, work) },
	)
}

// receive takes what comes until ctx ends, and returns when what was taken is done.
func (s *server) receive(ctx, work context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(work, stop)()
	if err := s.take(ctx); err != nil {
		return err
	}
	s.drain(work)
	return errDone
}

// take takes updates, fetched or brought.
func (s *server) take(ctx context.Context) error {
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
