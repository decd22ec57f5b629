package handoff

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// at reads a time of Shanghai in the week of Monday 2026-11-23: "wed 17:59".
func at(t *testing.T, text string) time.Time {
	t.Helper()
	name, clock, _ := strings.Cut(text, " ")
	d, err := parseDay(name)
	if err != nil {
		t.Fatal(err)
	}
	m, err := parseTime(clock)
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 23+int(d), 0, m, 0, 0, Shanghai)
}

func TestHours(t *testing.T) {
	const office = "mon-fri 09:00-18:00, sat 09:00-12:00"
	for _, c := range []struct {
		hours, at string
		next      string // "" when they are there
	}{
		{"09:00-18:00", "mon 08:59", "mon 09:00"},
		{"09:00-18:00", "mon 09:00", ""},
		{"09:00-18:00", "mon 17:59", ""},
		{"09:00-18:00", "sat 18:00", "sun 09:00"},
		{office, "fri 17:59", ""},
		{office, "fri 18:00", "sat 09:00"},
		{office, "sat 11:59", ""},
		{office, "sat 12:00", "mon 09:00"},
		{office, "sun 12:00", "mon 09:00"},
		{"mon 09:00-12:00, mon 14:00-18:00", "mon 12:30", "mon 14:00"},
		{"mon 14:00-18:00, mon 09:00-12:00", "mon 08:00", "mon 09:00"},
		{"mon 09:00-09:01", "mon 09:01", "mon 09:00"}, // a whole week less a minute
		{"22:00-06:00", "mon 23:59", ""},
		{"22:00-06:00", "tue 05:59", ""},
		{"22:00-06:00", "tue 06:00", "tue 22:00"},
		{"sun 22:00-06:00", "mon 05:59", ""},
		{"sun 22:00-06:00", "mon 06:00", "sun 22:00"},
		{"sun 22:00-06:00", "sun 05:00", "sun 22:00"},
		{"fri-mon 10:00-11:00", "thu 10:30", "fri 10:00"},
		{"fri-mon 10:00-11:00", "sun 10:30", ""},
		{"fri-mon 10:00-11:00", "mon 10:30", ""},
		{"fri-mon 10:00-11:00", "tue 10:30", "fri 10:00"},
		{"00:00-24:00", "wed 00:00", ""},
		{"00:00-24:00", "wed 23:59", ""},
		{"wed 18:00-24:00", "thu 00:00", "wed 18:00"},
	} {
		h, err := ParseHours(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		now := at(t, c.at)
		want := now
		if c.next != "" {
			if want = at(t, c.next); want.Before(now) {
				want = want.AddDate(0, 0, 7)
			}
		}
		if got := h.Next(now); !got.Equal(want) || h.Open(now) != (c.next == "") {
			t.Errorf("%s: at %s they are there: %v; next at %s, want %s", c.hours, c.at, h.Open(now), got, want)
		}
	}
}

// Wherever the clock stands that reads it, it is the same moment.
func TestHoursAreOfShanghai(t *testing.T) {
	h, err := ParseHours("mon 09:00-18:00")
	if err != nil {
		t.Fatal(err)
	}
	sunday := time.Date(2026, 11, 22, 20, 30, 15, 0, time.FixedZone("", -5*60*60)) // Monday 09:30:15
	if !h.Open(sunday) || !h.Next(sunday).Equal(sunday) {
		t.Error("closed on Monday at 09:30")
	}
	early := sunday.Add(-31 * time.Minute) // 08:59:15
	if got := h.Next(early); h.Open(early) || !got.Equal(sunday.Add(-30*time.Minute-15*time.Second)) {
		t.Errorf("at %s they come at %s", early, got)
	}
}

func TestNobodySaidWhen(t *testing.T) {
	for _, text := range []string{"", " \t\n"} {
		h, err := ParseHours(text)
		if err != nil || h.Set() || h.Open(morning) || !h.Next(morning).IsZero() || h.String() != "" {
			t.Errorf("%q: %v, %v", text, h, err)
		}
	}
}

func TestHoursString(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"09:00-18:00", "09:00-18:00"},
		{" MON-Fri  9:00-18:00 ,sat 09:00-12:00", "mon-fri 09:00-18:00, sat 09:00-12:00"},
		{"mon-mon 09:00-18:00", "mon 09:00-18:00"},
		{"mon-sun 09:00-18:00", "09:00-18:00"},
		{"thu-wed 09:00-18:00", "09:00-18:00"},
		{"fri-mon 22:00-06:00", "fri-mon 22:00-06:00"},
		{"0:00-24:00", "00:00-24:00"},
	} {
		h, err := ParseHours(c.text)
		if err != nil || h.String() != c.want {
			t.Errorf("%q: %q, %v; want %q", c.text, h, err, c.want)
		}
	}
}

func TestHoursErrorNamesThePart(t *testing.T) {
	for _, c := range []struct{ text, part string }{
		{"09:00-18:00,", ""},
		{"mon-fri", "mon"},
		{"nine", "nine"},
		{"mun-fri 09:00-18:00", "mun"},
		{"mon-fri-sat 09:00-18:00", "fri-sat"},
		{"mon-fri 09:00-18:00, sot 09:00-12:00", "sot"},
		{"mon-fri 09:00 - 18:00", "mon-fri 09:00 - 18:00"},
		{"09:00-25:00", "25:00"},
		{"09:00-24:01", "24:01"},
		{"09:60-18:00", "09:60"},
		{"09:0-18:00", "09:0"},
		{"009:00-18:00", "009:00"},
		{"+9:00-18:00", "+9:00"},
		{"-9:00-18:00", ""},
		{"09-18", "09"},
		{"24:00-06:00", "24:00-06:00"},
		{"09:00-09:00", "09:00-09:00"},
		{"周一 09:00-18:00", "周一"},
	} {
		h, err := ParseHours(c.text)
		var e *HoursError
		if !errors.As(err, &e) || e.Part != c.part || !strings.Contains(err.Error(), c.part) || h.Set() {
			t.Errorf("%q: %v; want it to name %q", c.text, err, c.part)
		}
	}
}

func FuzzParseHours(f *testing.F) {
	for _, seed := range []string{"", "09:00-18:00", "mon-fri 09:00-18:00, sat 9:00-12:00", "fri-mon 22:00-06:00", "sun 00:00-24:00", "thu-wed 1:00-1:01", ",", "mon-", "周一 09:00"} {
		f.Add(seed, int64(0))
	}
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		h, err := ParseHours(text)
		if err != nil {
			return
		}
		if back, err := ParseHours(h.String()); err != nil || !reflect.DeepEqual(back, h) {
			t.Fatalf("%q is %q, which is %q, %v", text, h, back, err)
		}
		now := time.Unix(seconds%(1<<35), 0)
		next := h.Next(now)
		if h.Set() && (!h.Open(next) || next.Before(now) || next.Sub(now) > 8*24*time.Hour || h.Open(now) != next.Equal(now)) {
			t.Fatalf("%q: next after %s is %s", h, now, next)
		}
	})
}
