package visitor_test

import (
	"fmt"
	"testing"
	"time"

	"huizhi/visitor"
)

// knock is a rate for tests.
var knock = visitor.Rate{What: "knocks", PerSecond: 2, Burst: 5}

// stopped is a book whose clock stands until it is moved.
func stopped() (b *visitor.Book, pass func(time.Duration)) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	return visitor.New(visitor.Options{Now: func() time.Time { return now }}), func(d time.Duration) { now = now.Add(d) }
}

// until is how many of a thousand are let in.
func until(lets func(i int) bool) int {
	n := 0
	for i := range 1000 {
		if lets(i) {
			n++
		}
	}
	return n
}

// line is an address that is nothing more.
func line(format string, args ...any) visitor.Address {
	return visitor.Address{Line: fmt.Sprintf(format, args...)}
}

// So much may come at once, then so much a second; of each who asks, and of each sort.
func TestHowMuchMayCome(t *testing.T) {
	b, pass := stopped()
	knocks := func(from string) int {
		return until(func(int) bool { return b.Lets(knock, line("%s", from)) })
	}
	for _, row := range []struct {
		what, from string
		later      time.Duration
		want       int
	}{
		{"at once", "192.0.2.1", 0, 5},
		{"no more", "192.0.2.1", 0, 0},
		{"somebody else", "192.0.2.2", 0, 5},
		{"a second later", "192.0.2.1", time.Second, 2},
		{"long after", "192.0.2.1", time.Hour, 5},
	} {
		pass(row.later)
		if n := knocks(row.from); n != row.want {
			t.Errorf("%s: %d, want %d", row.what, n, row.want)
		}
	}
	if other := (visitor.Rate{What: "asks", PerSecond: 1, Burst: 3}); until(func(int) bool { return b.Lets(other, line("192.0.2.1")) }) != 3 {
		t.Error("sorts are not counted for themselves")
	}
	if n := until(func(int) bool { return b.LetsSession(knock, "one") }); n != 5 {
		t.Errorf("a session: %d", n)
	}
}

// Whoever has many lines of a site gets no more than eight of them would, and each
// line no more than its own; what one is refused takes nothing from the others.
func TestManyLinesOfOneSite(t *testing.T) {
	b, pass := stopped()
	of := func(i int) visitor.Address {
		return visitor.Address{Line: fmt.Sprintf("2001:db8:1:%x::", i), Site: "2001:db8:1::/48"}
	}
	if n := until(func(int) bool { return b.Lets(knock, of(0)) }); n != 5 {
		t.Errorf("one line: %d", n)
	}
	if n := until(func(i int) bool { return b.Lets(knock, of(i)) }); n != 7*5 {
		t.Errorf("all others: %d", n)
	}
	pass(time.Second)
	if n := until(func(i int) bool { return b.Lets(knock, of(i)) }); n != 8*2 {
		t.Errorf("a second later: %d", n)
	}
	if other := (visitor.Address{Line: "2001:db8:2::", Site: "2001:db8:2::/48"}); !b.Lets(knock, other) {
		t.Error("another site is refused")
	}
}

// What is remembered of a flood is bounded, and soon dealt with.
func TestAFloodIsNotRemembered(t *testing.T) {
	b, _ := stopped()
	begin := time.Now()
	for i := range 2*visitor.MostKnown + 2000 {
		b.Lets(knock, line("10.%d.%d.%d", i>>16, i>>8&255, i&255))
		if i%1000 == 0 && b.Known() > visitor.MostKnown {
			t.Fatalf("%d are remembered", b.Known())
		}
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
}

// Who has all they may have is forgotten first, and nobody else while there is room.
func TestWhoIsForgottenFirst(t *testing.T) {
	b, pass := stopped()
	for i := range visitor.MostKnown - 1 {
		b.Lets(knock, line("10.%d", i))
	}
	pass(time.Minute)
	until(func(int) bool { return b.Lets(knock, line("192.0.2.1")) })
	b.Lets(knock, line("192.0.2.2"))
	if n := b.Known(); n != 2 || b.Lets(knock, line("192.0.2.1")) {
		t.Errorf("%d are remembered, and who knocked lately is not among them", n)
	}
}
