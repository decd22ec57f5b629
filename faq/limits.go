package faq

import (
	"context"
	"errors"
	"runtime"
	"time"

	"huizhi/visitor"
)

// How much may come from one address, which may be many people: a school, a phone company.
var (
	pagesFrom = visitor.Rate{What: "pages from", PerSecond: 30, Burst: 300} // pages that are the same for everybody
	casesFrom = visitor.Rate{What: "cases from", PerSecond: 5, Burst: 60}   // searches, and somebody's own case
)

// What a search or a case costs is some ten milliseconds of a processor, so only so
// many are worked on at once: half the processors stay with the chat. Whoever comes
// then waits for a moment, unless too many do already.
const (
	mostWait  = 200
	waitsLong = 1500 * time.Millisecond
)

// errBusy is when there is no room to work.
var errBusy = errors.New("too much is asked at once")

// room is for those whose page is worked on, and for those who wait for that.
type room struct{ works, waits chan struct{} }

// newRoom is for so many at once; 0 for half the processors.
func newRoom(atOnce int) room {
	if atOnce == 0 {
		atOnce = max(1, runtime.GOMAXPROCS(0)/2)
	}
	return room{make(chan struct{}, atOnce), make(chan struct{}, mostWait)}
}

// enter waits for room; who has got it leaves when the work is done.
func (r room) enter(ctx context.Context) error {
	select {
	case r.waits <- struct{}{}:
		defer func() { <-r.waits }()
	default:
		return errBusy
	}
	late := time.NewTimer(waitsLong)
	defer late.Stop()
	select {
	case r.works <- struct{}{}:
		return nil
	case <-late.C:
		return errBusy
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r room) leave() { <-r.works }
