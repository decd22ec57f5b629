package terminal

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"sync"
	"time"

	"huizhi/bot"
	"huizhi/phrases"
)

// Name is what the channel is called in addresses.
const Name = "terminal"

// Line is one line typed, or why it could not be read.
type Line struct {
	Text string
	Err  error
}

// Terminal is one customer at a keyboard.
type Terminal struct {
	as     bot.Address
	gather time.Duration
	run    string // names this run: keys are new each time

	mu      sync.Mutex
	screen  *Screen
	asking  bool // the prompt stands there
	buttons []bot.Choice
	sent    int    // lines
	last    string // text
}

// New returns the terminal of a customer. gather is how long to wait for
// further lines before replying; 0 replies to each.
func New(screen *Screen, customer string, gather time.Duration) *Terminal {
	return &Terminal{as: bot.Address{Channel: Name, Chat: customer}, gather: gather, run: rand.Text(), screen: screen}
}

// Name is the channel's name.
func (t *Terminal) Name() string { return Name }

// Can says what a terminal can do.
func (t *Terminal) Can() bot.Capabilities {
	return bot.Capabilities{Stream: true, Buttons: true, Files: true, Gather: t.gather}
}

// Send prints a message. Its buttons, if it has any, are the ones that numbers
// mean from now on.
func (t *Terminal) Send(_ context.Context, d bot.Delivery) (bot.Ref, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asking {
		fmt.Fprintln(t.screen.Out)
	}
	t.screen.Show(d.Message)
	if t.asking {
		fmt.Fprint(t.screen.Out, prompt)
	}
	if pressable := slices.Concat(d.Message.Buttons...); len(pressable) > 0 {
		t.buttons = pressable
	}
	return bot.Ref(d.Key), nil
}

// Edit cannot be done: what is printed is printed.
func (t *Terminal) Edit(context.Context, bot.Ref, bot.Delivery) error { return bot.ErrVanished }

// Draft prints what there is of a reply.
func (t *Terminal) Draft(_ context.Context, _ bot.Address, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.screen.Draft(text)
}

const prompt = "\n" + ps

// Desk is what a terminal talks to.
type Desk interface {
	Accept(ctx context.Context, b bot.Batch) error
	Settled(ctx context.Context, a bot.Address) error
}

// Talk is the conversation until the input ends.
func (t *Terminal) Talk(ctx context.Context, desk Desk, in iter.Seq[Line]) error {
	if err := desk.Settled(ctx, t.as); err != nil {
		return err
	}
	t.ask()
	for l := range in {
		if err := t.hear(ctx, desk, l); err != nil {
			return err
		}
		t.ask()
	}
	t.listen()
	if err := desk.Settled(ctx, t.as); err != nil {
		return err
	}
	fmt.Fprintln(t.screen.Out)
	return ctx.Err()
}

// hear sends a line, and waits for the reply.
func (t *Terminal) hear(ctx context.Context, desk Desk, l Line) error {
	t.listen()
	event, problem := t.event(l)
	if problem != "" {
		fmt.Fprintln(t.screen.Out, problem)
	}
	if event == nil {
		return nil
	}
	key := bot.Key(fmt.Sprintf("%s/%s/%s/%d", Name, t.as.Chat, t.run, t.sent))
	in := bot.Incoming{Key: key, From: t.as, At: time.Now(), Event: event}
	if err := desk.Accept(ctx, bot.Batch{Events: []bot.Incoming{in}}); err != nil {
		return err
	}
	if t.gather > 0 {
		return nil
	}
	return desk.Settled(ctx, t.as)
}

// ask shows the prompt.
func (t *Terminal) ask() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asking = true
	fmt.Fprint(t.screen.Out, prompt)
}

// listen ends the prompt: the customer has typed.
func (t *Terminal) listen() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asking = false
}

// event reads a line; problem is what to tell the customer instead.
func (t *Terminal) event(l Line) (e bot.Event, problem string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if l.Err != nil {
		return nil, phrases.Say("chat.too_long")
	}
	t.sent++
	id := strconv.Itoa(t.sent)
	e, problem = read(l.Text, t.buttons, id, t.last)
	if _, ok := e.(bot.Text); ok {
		t.last = id
		t.screen.Wait()
	}
	return e, problem
}
