package main

import "testing"

func TestSlips(t *testing.T) {
	for _, c := range []struct{ entry, nearest string }{
		{"HUIZHI_DATA=/var", ""},
		{"HUIZHI_DATA_FILE=/var", ""},
		{"PATH=/bin", ""},
		{"OPENAI_ORGANIZATION=us", ""}, // other programs'
		{"HUIZHI_LOGS=", ""},           // says nothing
		{"HUIZHI_LOGS=json", "HUIZHI_LOG"},
		{"HUIZHI_ALERT=-100", "HUIZHI_ALERTS"},
		{"HUIZHI_WEBHOOK_LISTN=:1", "HUIZHI_WEBHOOK_LISTEN"},
		{"TELEGRAM_TOKEN=1:a", "TELEGRAM_BOT_TOKEN"},
		{"TELEGRAM_BOT_TOKEN_FILES=f", "TELEGRAM_BOT_TOKEN"},
		{"HUIZHI_KEYS_FILE=f", "HUIZHI_KEY_FILE"},
	} {
		got := slips([]string{c.entry})
		if c.nearest == "" && len(got) > 0 || c.nearest != "" && (len(got) != 1 || got[0].nearest != c.nearest) {
			t.Errorf("%s: %+v, want %q", c.entry, got, c.nearest)
		}
	}
}

func TestStrokes(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"kitten", "sitting", 3}, {"LISTEN", "LSTEN", 1}} {
		if got := strokes(c.a, c.b); got != c.want {
			t.Errorf("%q to %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
