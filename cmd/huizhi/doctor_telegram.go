package main

import (
	"context"
	"errors"
	"net/url"
	"time"

	"huizhi/bot/telegram"
	"huizhi/phrases"
)

// errUnasked: there is no token to ask with.
var errUnasked = errors.New("no token")

// examine asks Telegram all that is asked of it, at once.
func examine(ctx context.Context, t telegramConfig) telegram.Examination {
	if t.token.Bot() == "" {
		return telegram.Examination{Err: errUnasked}
	}
	tele, err := telegram.New(telegram.Options{Token: t.token, Server: t.server, Log: quiet()})
	if err != nil {
		return telegram.Examination{Err: err}
	}
	ctx, stop := context.WithTimeout(ctx, netTime)
	defer stop()
	var groups []int64
	if t.alerts != 0 {
		groups = []int64{t.alerts}
	}
	return tele.Examine(ctx, groups)
}

// token is whether Telegram lets us in.
func (p *patient) token(context.Context) finding {
	switch t := p.config.telegram; {
	case t.token == "" && p.config.web.listen == "":
		return isWrong("doctor.token.none").then("serve.no_channel")
	case t.token == "":
		return isSound("doctor.token.web")
	case t.token.Bot() == "":
		return isWrong("doctor.token.odd").then("config.token")
	}
	switch e := p.telegram(); {
	case e.Refused():
		return isWrong("doctor.token.refused").then("doctor.token.renew")
	case e.Unreachable():
		return isWrong("doctor.token.unreachable").then("doctor.token.network")
	case e.Err != nil:
		return isWrong("doctor.failed", e.Err)
	default:
		return isSound("doctor.token.good", e.Name)
	}
}

// lately is how long ago a webhook that failed is still told.
const lately = time.Hour

// webhook is how updates come. Whether somebody else fetches them, only they who
// fetch are told.
func (p *patient) webhook(context.Context) finding {
	e, ours := p.telegram(), p.config.telegram.webhook
	w := e.Webhook
	switch {
	case errors.Is(e.Err, errUnasked) && p.config.web.listen != "":
		return isSound("doctor.webhook.web")
	case e.Err != nil:
		return isDoubtful("doctor.unasked")
	case w.Err != nil:
		return isDoubtful("doctor.failed", w.Err)
	case ours == "" && w.URL == "":
		return isSound("doctor.webhook.polls", w.Pending)
	case ours == "":
		return isDoubtful("doctor.webhook.left", host(w.URL), w.Pending).then("doctor.webhook.leave")
	case w.URL == "":
		return isSound("doctor.webhook.later", w.Pending)
	case w.URL != ours:
		return isDoubtful("doctor.webhook.other", host(w.URL), w.Pending).then("doctor.webhook.replace")
	case time.Since(w.Failed) < lately:
		return isDoubtful("doctor.webhook.fails", w.Failed.Local().Format(time.DateTime), w.Pending, w.Why).then("doctor.webhook.reach")
	}
	return isSound("doctor.webhook.good", w.Pending)
}

// host is the machine of a URL. What else is in it may be a secret.
func host(of string) string {
	u, err := url.Parse(of)
	if err != nil {
		return "?"
	}
	return u.Host
}

// alerts is whether operators can be told in their chat.
func (p *patient) alerts(context.Context) finding {
	if p.config.telegram.alerts == 0 {
		return isSound("doctor.alerts.none")
	}
	e := p.telegram()
	if e.Err != nil || len(e.Groups) != 1 {
		return isDoubtful("doctor.unasked")
	}
	return groupFinding(e.Groups[0])
}

// groupFinding is whether we can write in a chat.
func groupFinding(g telegram.GroupState) finding {
	f := isSound("doctor.alerts.good")
	switch {
	case g.Absent():
		f = isWrong("doctor.alerts.absent", g.ID).then("doctor.alerts.invite")
	case g.Err != nil:
		f = isDoubtful("doctor.failed", g.Err)
	case !g.Writes:
		f = isWrong("doctor.alerts.mute").then("doctor.alerts.allow")
	case g.Forum && g.Topics:
		f = isSound("doctor.alerts.forum")
	case g.Forum:
		f = isSound("doctor.alerts.no_topics")
	}
	if g.Moved != 0 {
		f = f.and(doubtful, phrases.Say("doctor.alerts.moved", g.Moved))
	}
	return f
}

// How wrong a clock may be.
const (
	slightly = 30 * time.Second
	badly    = 5 * time.Minute
)

// clock is this machine's against Telegram's; where that cannot be had, against the
// dates of the articles.
func (p *patient) clock(context.Context) finding {
	if e := p.telegram(); e.Dated {
		return clockFinding(e.Ahead)
	}
	a := p.articles()
	if a.err != nil {
		return isDoubtful("doctor.clock.unknown")
	}
	if warning := clockWarning(a.corpus, time.Now()); warning != "" {
		return isDoubtful("doctor.clock.behind").and(doubtful, warning)
	}
	return isSound("doctor.clock.plausible")
}

// clockFinding is of a clock that is ahead by so much.
func clockFinding(ahead time.Duration) finding {
	key, by := "doctor.clock.ahead", ahead.Round(time.Second)
	if ahead < 0 {
		key, by = "doctor.clock.slow", -by
	}
	switch text := phrases.Say(key, by); {
	case by > badly:
		return finding{grade: wrong, text: text}.then("doctor.clock.set")
	case by > slightly:
		return finding{grade: doubtful, text: text}.then("doctor.clock.set")
	}
	return isSound("doctor.clock.good")
}
