package main

import "log/slog"

// The forms of a log.
const (
	logText = "text"
	logJSON = "json"
)

// logger writes what the operator should know. A desk that serves tells what it
// does; the others keep quiet about what goes well.
func (c *call) logger() *slog.Logger {
	o := &slog.HandlerOptions{Level: slog.LevelWarn}
	switch c.config.log {
	case logJSON:
		o.Level = slog.LevelInfo
		return slog.New(slog.NewJSONHandler(c.errs, o))
	case logText:
		o.Level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(c.errs, o))
}
