package handoff

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write life.mmd")

// lives is the specification: every status with every kind of event.
var lives = []life{
	allow(Unopened, Opened, Waiting),
	deny(Unopened, CustomerSaid),
	deny(Unopened, BotSaid),
	deny(Unopened, Unreached),
	deny(Unopened, AgentSaid),
	deny(Unopened, Ended),
	deny(Unopened, Withdrawn),
	deny(Unopened, Reopened),

	deny(Waiting, Opened),
	allow(Waiting, CustomerSaid, Waiting),
	allow(Waiting, BotSaid, Waiting),
	allow(Waiting, Unreached, Waiting),
	allow(Waiting, AgentSaid, Open), // speaking is taking it
	allow(Waiting, Ended, Closed),
	allow(Waiting, Withdrawn, Closed),
	deny(Waiting, Reopened),

	deny(Open, Opened),
	allow(Open, CustomerSaid, Open),
	allow(Open, BotSaid, Open),
	allow(Open, Unreached, Open),
	allow(Open, AgentSaid, Open),
	allow(Open, Ended, Closed),
	allow(Open, Withdrawn, Closed),
	deny(Open, Reopened),

	deny(Closed, Opened),
	deny(Closed, CustomerSaid), // it opens a new one
	deny(Closed, BotSaid),
	deny(Closed, Unreached),
	deny(Closed, AgentSaid),
	deny(Closed, Ended),
	deny(Closed, Withdrawn),
	allow(Closed, Reopened, Waiting),
}

// life is one line of the specification; a denied one leads nowhere.
type life struct {
	from    Status
	kind    Kind
	allowed bool
	to      Status
}

func allow(from Status, kind Kind, to Status) life { return life{from, kind, true, to} }
func deny(from Status, kind Kind) life             { return life{from: from, kind: kind} }

func (l life) is(from Status, kind Kind) bool { return l.from == from && l.kind == kind }

var (
	statuses = []Status{Unopened, Waiting, Open, Closed}
	kinds    = []Kind{Opened, CustomerSaid, BotSaid, AgentSaid, Ended, Withdrawn, Reopened, Unreached}
)

func TestLife(t *testing.T) {
	for _, l := range lives {
		before := Ticket{ID: "a", Status: l.from, Version: 3}
		after, err := Apply(before, Event{Kind: l.kind, At: morning})
		switch {
		case l.allowed && (err != nil || after.Status != l.to):
			t.Errorf("%q, %s: %q, %v; want %q", l.from, l.kind, after.Status, err, l.to)
		case !l.allowed && !refused(err, l.from, l.kind):
			t.Errorf("%q, %s: %v; want it refused", l.from, l.kind, err)
		case !l.allowed && !reflect.DeepEqual(after, before):
			t.Errorf("%q, %s: refused, yet the ticket is %+v", l.from, l.kind, after)
		}
	}
}

func refused(err error, status Status, kind Kind) bool {
	var e *TransitionError
	return errors.Is(err, ErrRefused) && errors.As(err, &e) && *e == TransitionError{status, kind}
}

func TestLifeIsWhole(t *testing.T) {
	for _, from := range statuses {
		for _, kind := range kinds {
			if n := count(lives, func(l life) bool { return l.is(from, kind) }); n != 1 {
				t.Errorf("the specification has %d lines for %q, %s", n, from, kind)
			}
		}
	}
	for from, row := range transitions {
		for kind, to := range row {
			if !slices.Contains(statuses, from) || !slices.Contains(kinds, kind) || !slices.Contains(statuses, to) {
				t.Errorf("the specification knows nothing of %q, %s, %q", from, kind, to)
			}
		}
	}
}

func count(ls []life, is func(life) bool) (n int) {
	for _, l := range ls {
		if is(l) {
			n++
		}
	}
	return n
}

func TestUnknownKindIsRefused(t *testing.T) {
	for _, s := range statuses {
		if _, err := Apply(Ticket{Status: s}, Event{Kind: "sold"}); !refused(err, s, "sold") {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestFinal(t *testing.T) {
	for _, s := range statuses {
		if s.Final() != (s == Closed) {
			t.Errorf("%q: %v", s, s.Final())
		}
	}
}

// The drawing for people is the same table, so it cannot lie.
func TestDrawing(t *testing.T) {
	const name = "life.mmd"
	if *update {
		if err := os.WriteFile(name, []byte(draw()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != draw() {
		t.Errorf("%s is not the table (go test ./handoff -update writes it): %v\n%s", name, err, got)
	}
}

func draw() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n")
	for _, l := range lives {
		if l.allowed {
			fmt.Fprintf(&b, "    %s --> %s: %s\n", l.from.drawn(), l.to.drawn(), l.kind)
		}
	}
	return b.String()
}

func (s Status) drawn() string {
	if s == Unopened {
		return "[*]"
	}
	return string(s)
}
