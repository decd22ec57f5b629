package handoff

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Shanghai is the time agents live by. It has had no summer time since 1991.
var Shanghai = time.FixedZone("UTC+8", 8*60*60)

// Hours is when agents are there. The zero Hours means that nobody has said.
type Hours struct{ spans []span }

// span is one stretch of time on each of some days in a row.
type span struct {
	first, last day // last may be before first: fri-mon
	from, to    int // minutes of the day; to at or before from is on the next day
}

// day is a day of the week, from Monday.
type day int

var days = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}

const (
	fullDay  = 24 * 60
	fullWeek = 7 * fullDay
)

// HoursError says which part of a text is not understood.
type HoursError struct {
	Part string // as it was written
	Want string // what stands there when it is right
}

// Error names the part.
func (e *HoursError) Error() string {
	return fmt.Sprintf("hours: %q: want %s", e.Part, e.Want)
}

// ParseHours reads times of Shanghai: "mon-fri 09:00-18:00, sat 09:00-12:00".
// Without days it means every day, days may go over Sunday (fri-mon), and
// times over midnight (22:00-06:00). An empty text is the zero Hours.
func ParseHours(text string) (Hours, error) {
	if strings.TrimSpace(text) == "" {
		return Hours{}, nil
	}
	var h Hours
	for part := range strings.SplitSeq(text, ",") {
		s, err := parseSpan(part)
		if err != nil {
			return Hours{}, err
		}
		h.spans = append(h.spans, s)
	}
	return h, nil
}

// parseSpan reads "mon-fri 09:00-18:00" or "09:00-18:00".
func parseSpan(part string) (s span, err error) {
	words := strings.Fields(part)
	switch len(words) {
	case 1:
		s.last = 6
	case 2:
		s.first, s.last, err = parseDays(words[0])
		words = words[1:]
	default:
		err = &HoursError{strings.TrimSpace(part), "days and times, like mon-fri 09:00-18:00"}
	}
	if err != nil {
		return span{}, err
	}
	s.from, s.to, err = parseTimes(words[0])
	return s, err
}

// parseDays reads "mon" or "mon-fri". Seven days in a row are always mon-sun.
func parseDays(word string) (first, last day, err error) {
	from, to, found := strings.Cut(word, "-")
	if !found {
		to = from
	}
	if first, err = parseDay(from); err != nil {
		return 0, 0, err
	}
	if last, err = parseDay(to); err != nil {
		return 0, 0, err
	}
	if (last+1)%7 == first {
		first, last = 0, 6
	}
	return first, last, nil
}

func parseDay(word string) (day, error) {
	i := slices.Index(days, strings.ToLower(word))
	if i < 0 {
		return 0, &HoursError{word, "one of " + strings.Join(days, " ")}
	}
	return day(i), nil
}

// parseTimes reads "09:00-18:00". The end of a day may be written 24:00.
func parseTimes(word string) (from, to int, err error) {
	start, end, found := strings.Cut(word, "-")
	if !found {
		return 0, 0, &HoursError{word, "two times, like 09:00-18:00"}
	}
	if from, err = parseTime(start); err != nil {
		return 0, 0, err
	}
	if to, err = parseTime(end); err != nil {
		return 0, 0, err
	}
	if from == fullDay || from == to {
		return 0, 0, &HoursError{word, "a beginning and a later end; a whole day is 00:00-24:00"}
	}
	return from, to, nil
}

// parseTime reads "09:00" into minutes.
func parseTime(word string) (int, error) {
	hour, minute, found := strings.Cut(word, ":")
	h, err1 := strconv.ParseUint(hour, 10, 8)
	m, err2 := strconv.ParseUint(minute, 10, 8)
	minutes := int(h*60 + m)
	if !found || err1 != nil || err2 != nil || len(hour) > 2 || len(minute) != 2 || m > 59 || minutes > fullDay {
		return 0, &HoursError{word, "a time, like 09:00"}
	}
	return minutes, nil
}

// Set reports whether anybody has said when agents are there.
func (h Hours) Set() bool { return len(h.spans) > 0 }

// Open reports whether agents are there at a time.
func (h Hours) Open(at time.Time) bool {
	now := minuteOfWeek(at)
	for start, length := range h.starts {
		if until(start, now) < length {
			return true
		}
	}
	return false
}

// Next is when agents are there next: at itself if they are there now, less
// than a week later otherwise, and the zero time when nobody has said.
func (h Hours) Next(at time.Time) (opens time.Time) {
	switch {
	case !h.Set():
		return time.Time{}
	case h.Open(at):
		return at
	}
	now, wait := minuteOfWeek(at), fullWeek
	for start := range h.starts {
		wait = min(wait, until(now, start))
	}
	return at.In(Shanghai).Truncate(time.Minute).Add(time.Duration(wait) * time.Minute)
}

// starts yields every opening of the week, as the minute of the week and how
// many minutes it lasts.
func (h Hours) starts(yield func(start, length int) bool) {
	for _, s := range h.spans {
		length := s.to - s.from
		if length <= 0 {
			length += fullDay
		}
		for n := range (s.last-s.first+7)%7 + 1 {
			if !yield(int((s.first+n)%7)*fullDay+s.from, length) {
				return
			}
		}
	}
}

// until is how many minutes after one minute of the week another comes.
func until(from, to int) int { return (to - from + fullWeek) % fullWeek }

// minuteOfWeek counts from Monday 00:00 in Shanghai.
func minuteOfWeek(at time.Time) int {
	at = at.In(Shanghai)
	return (int(at.Weekday())+6)%7*fullDay + at.Hour()*60 + at.Minute()
}

// String is a text that ParseHours reads as the same Hours.
func (h Hours) String() string {
	parts := make([]string, len(h.spans))
	for i, s := range h.spans {
		parts[i] = s.String()
	}
	return strings.Join(parts, ", ")
}

func (s span) String() string {
	times := fmt.Sprintf("%02d:%02d-%02d:%02d", s.from/60, s.from%60, s.to/60, s.to%60)
	switch {
	case s.first == 0 && s.last == 6:
		return times
	case s.first == s.last:
		return days[s.first] + " " + times
	}
	return days[s.first] + "-" + days[s.last] + " " + times
}
