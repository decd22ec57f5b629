// Package terminal is the channel of whoever sits at the keyboard: huizhi chat.
// It is the product without Telegram, and transcripts of it are the tests of
// everything.
//
// A line is a message; a number is the button of that number below the last
// message; the path of a picture sends the picture; /edit changes what was said
// last. The next line is read when the last one is replied to, unless bursts
// are gathered: then lines are taken as fast as they come.
//
// At a terminal, Editor makes lines of keys: arrows move about, and what is pasted
// is one message.
package terminal
