package main

import (
	"context"
	"fmt"
	"net"

	"huizhi/bot/telegram/tgtest"
	"huizhi/phrases"
)

// evalTelegram plays Telegram on this machine, with a phone to try the desk on.
func evalTelegram(ctx context.Context, c *call) error {
	l, err := net.Listen("tcp", c.config.listen)
	if err != nil {
		return fmt.Errorf("%s", phrases.Say("serve.listen", c.config.listen, reason(err)))
	}
	s := tgtest.Start(tgtest.Options{Limits: tgtest.TelegramLimits(), Keep: 10_000})
	defer s.Close()
	fmt.Fprintln(c.out, phrases.Say("eval.telegram", l.Addr(), s.URL(), s.Token()))
	return serveHTTP(ctx, l, tgtest.Phone(s))
}
