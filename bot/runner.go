package bot

import (
	"context"
	"fmt"
	"time"
)

// runner is how tasks of one kind are run.
type runner struct {
	// run does it and says what came of it; nil if nothing that the conversation
	// needs to hear. An error is the store's end.
	run func(*Bot, context.Context, Task) (Event, error)
	// failed says that it came to nothing.
	failed func(Task, Reason) Event

	time   time.Duration // how long it may take; 0 for as long as it takes
	atOnce chan struct{} // how many may run at once; nil for any number
	inTurn bool          // those of one address one after the other, and never broken off
}

// How long a task may take, and how many may run.
const (
	answerTime    = 45 * time.Second // with a model included
	answersAtOnce = 8
	stepBack      = 5 * time.Second // beyond its time, for one that does not hear
)

// runners has a row for each kind of task.
func runners() map[string]runner {
	return map[string]runner{
		"find_answer": {run: (*Bot).findAnswer, failed: answerFailed, time: answerTime, atOnce: make(chan struct{}, answersAtOnce)},
		"move_ticket": {run: (*Bot).moveTicket, failed: ticketFailed, inTurn: true},
		"take_stock":  {run: (*Bot).takeStock, failed: forgetFailed, inTurn: true, atOnce: make(chan struct{}, 1)},
		"forget":      {run: (*Bot).forget, failed: forgetFailed, inTurn: true},
	}
}

// begin begins the tasks that wait in a lane; b.mu is held. One whose kind this
// version does not know is put aside.
func (b *Bot) begin(l *lane) {
	var later []Task
	for _, t := range l.tasks {
		r, ok := b.runners[kindOf(t)]
		switch {
		case r.inTurn && l.takingTurns():
			later = append(later, t)
			continue
		case !ok:
			r = runner{run: (*Bot).putAside}
		}
		ctx := b.running
		work, stop := context.WithCancel(ctx)
		l.begun[t.Key] = running{t.Generation, r.inTurn, stop}
		b.jobs.Go(func() {
			defer stop()
			b.perform(ctx, work, r, t)
		})
	}
	l.tasks = later
}

// kindOf is the kind of a task.
func kindOf(t Task) string {
	if u, ok := t.Effect.(UnknownTask); ok {
		return u.Kind
	}
	return tasks.name(t.Effect)
}

// takingTurns reports that a task is running that others wait for.
func (l *lane) takingTurns() bool {
	for _, r := range l.begun {
		if r.inTurn {
			return true
		}
	}
	return false
}

// breakOff stops the tasks of earlier generations, whose results nobody waits for.
func (l *lane) breakOff(generation int) {
	for _, r := range l.begun {
		if r.generation < generation && !r.inTurn {
			r.stop()
		}
	}
}

// perform runs a task and journals what came of it; work ends before ctx if
// nobody waits for it any more.
func (b *Bot) perform(ctx, work context.Context, r runner, t Task) {
	result, err := b.run(work, r, t)
	if err != nil {
		if ctx.Err() == nil {
			_ = b.broken("task", err)
		}
		return
	}
	b.finish(ctx, t, result)
}

// run runs a task in its time. One that panics or hangs has failed.
func (b *Bot) run(ctx context.Context, r runner, t Task) (Event, error) {
	if r.atOnce != nil {
		select {
		case r.atOnce <- struct{}{}:
		case <-ctx.Done():
			return r.failed(t, Overtime), nil
		}
	}
	if r.time == 0 {
		return b.guarded(ctx, r, t)
	}
	ctx, cancel := context.WithTimeout(ctx, r.time)
	defer cancel()
	done := make(chan outcome, 1)
	go func() {
		var o outcome
		o.event, o.err = b.guarded(ctx, r, t)
		done <- o
	}()
	o := await(ctx, done, stepBack, outcome{event: r.failed(t, Overtime)})
	return o.event, o.err
}

// outcome is what came of a task.
type outcome struct {
	event Event
	err   error
}

// guarded runs a task and gives back its slot. A panic is its failure.
func (b *Bot) guarded(ctx context.Context, r runner, t Task) (e Event, err error) {
	defer func() {
		if p := recover(); p != nil {
			b.Log.Error("task broke", "kind", kindOf(t), "panic", fmt.Sprintf("%T", p))
			e, err = r.failed(t, Broken), nil
		}
		if r.atOnce != nil {
			<-r.atOnce
		}
	}()
	return r.run(b, ctx, t)
}

// putAside is how a task ends whose kind this version does not know. The store
// keeps it as it was.
func (b *Bot) putAside(_ context.Context, t Task) (Event, error) {
	b.Log.Error("task put aside", "kind", kindOf(t), "channel", t.From.Channel)
	b.Parked(kindOf(t))
	return PutAside{Generation: t.Generation, Kind: kindOf(t)}, nil
}
