package main

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"huizhi/bot/telegram"
	"huizhi/kb"
	"huizhi/phrases"
)

// How long a look may take.
const (
	netTime  = 10 * time.Second // at somebody else's server
	diskTime = 5 * time.Second  // at a process on this machine
	lookTime = time.Minute      // at anything: a disk may hang for ever
)

// checkups are what a desk needs, in the order in which it is told.
var checkups = []struct {
	name string
	look func(*patient, context.Context) finding
}{
	{"settings", (*patient).settings},
	{"articles", (*patient).knowledge},
	{"token", (*patient).token},
	{"webhook", (*patient).webhook},
	{"alerts", (*patient).alerts},
	{"model", (*patient).model},
	{"store", (*patient).store},
	{"clock", (*patient).clock},
	{"disk", (*patient).disk},
	{"addresses", (*patient).addresses},
}

// patient is a desk that is looked at. What several looks need is had once.
type patient struct {
	*call
	dir      string // of the data
	noDir    error  // why nobody knows which
	articles func() shelf
	telegram func() telegram.Examination
	held     func() bool // the store is, by somebody who replies
}

// shelf is the articles, and what is wrong with them.
type shelf struct {
	corpus   *kb.Corpus
	problems []kb.Problem
	err      error
}

func newPatient(ctx context.Context, c *call) *patient {
	p := &patient{call: c}
	p.dir, p.noDir = c.dataDir()
	p.telegram = sync.OnceValue(func() telegram.Examination { return examine(ctx, c.config.telegram) })
	p.held = sync.OnceValue(func() bool {
		ctx, stop := context.WithTimeout(ctx, diskTime)
		defer stop()
		return p.noDir == nil && isHeld(ctx, p.dir)
	})
	p.articles = sync.OnceValue(func() (a shelf) {
		_, a.corpus, a.problems, a.err = readLibrary(c)
		return a
	})
	return p
}

// doctor looks at all that a desk needs, and says what to do where it is not well.
// It changes nothing.
func doctor(ctx context.Context, c *call) error {
	looking, stop := context.WithTimeout(ctx, lookTime)
	defer stop()
	p := newPatient(looking, c)
	found := make([]chan finding, len(checkups))
	for i, k := range checkups {
		found[i] = make(chan finding, 1)
		go func() { found[i] <- k.look(p, looking) }()
	}
	worst := sound
	for i, k := range checkups {
		f := within(looking, found[i])
		if ctx.Err() != nil {
			return ctx.Err()
		}
		f.print(c.out, phrases.Say("doctor.name."+k.name))
		worst = max(worst, f.grade)
	}
	if worst == wrong {
		return errSilent
	}
	return nil
}

// within waits for a finding, and gives up on one that does not come.
func within(ctx context.Context, found <-chan finding) finding {
	select {
	case f := <-found:
		return f
	case <-ctx.Done():
	}
	select {
	case f := <-found: // it was done by then, and waited for others
		return f
	default:
		return isWrong("doctor.late", lookTime)
	}
}

// quiet is a log for those who print what they find.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// settings are what was said, and where; never what it was.
func (p *patient) settings(context.Context) finding {
	f := isSound("doctor.settings.none")
	if names := append(p.flags, given(p.getenv)...); len(names) > 0 {
		f = isSound("doctor.settings.given", strings.Join(names, phrases.Say("when.and")))
	}
	f = f.andWrong(p.misset)
	for _, s := range slips(p.environ()) {
		f = f.and(doubtful, phrases.Say("doctor.settings.unknown", s.name, s.nearest))
	}
	return f
}
