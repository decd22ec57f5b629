package kb

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// What an answer has to understand of an editor's words, so that it can reply
// with yes or no. Lint holds editors to these forms (docs/articles.md).
const (
	selfWord   = "本人" // the applicant comes
	freeWord   = "免费" // a fee of nothing
	monthUnit  = "个月" // a span; days count thirty to the month
	daysAMonth = 30   // as windows count them
	zeroFee    = "0"  // a fee of 0元
)

// guardWords tell that somebody comes along.
var guardWords = regexp.MustCompile(`监护人|陪同`)

var span = regexp.MustCompile(`(\d+)(个月|天|日)`)

// InPerson reports whether the words want the applicant there.
func (v Value) InPerson() bool { return strings.Contains(v.Say, selfWord) }

// Accompanied reports whether the words want somebody to come along.
func (v Value) Accompanied() bool { return guardWords.MatchString(v.Say) }

// Free reports a fee of nothing.
func (v Value) Free() bool {
	return strings.HasPrefix(v.Say, zeroFee) || strings.HasPrefix(v.Say, freeWord)
}

// Until is the last day of a span that begins the day after another. ok is false without
// a span.
func (v Value) Until(day time.Time) (last time.Time, ok bool) {
	m := span.FindStringSubmatch(v.Say)
	if m == nil {
		return last, false
	}
	n, err := strconv.Atoi(m[1])
	if m[2] != monthUnit {
		return day.AddDate(0, 0, n), err == nil
	}
	last = day.AddDate(0, n, 0)
	if last.Day() != day.Day() { // no 31st there: the last of the month before
		last = last.AddDate(0, 0, -last.Day())
	}
	return last, err == nil
}

// Months reads a span: 到期前6个月内 is 6, 90天 is 3. ok is false without one.
func (v Value) Months() (n int, ok bool) {
	m := span.FindStringSubmatch(v.Say)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	if m[2] != monthUnit {
		n /= daysAMonth
	}
	return n, err == nil
}
