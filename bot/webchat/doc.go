// Package webchat is the channel of those who write on a web page: one page, and the
// few addresses that it talks to.
//
//	page ── POST /api/say {id, …} ──────────────▶ Desk.Accept: on disk ─▶ 202
//	page ◀── GET /api/events, a stream ── room ◀── Send, Edit, Draft, Typing
//	page ── POST /api/seen {keys} ──▶ room: only now a message counts as sent
//
// A customer is a session: a random number in a signed cookie. The page makes the id
// of what it says, and says it again under the same id until that is taken. A message
// to the customer has arrived when the page says so; for a page that is closed, or that
// sleeps and says nothing, it waits (bot.ErrAway) until a page is there again. What a page has
// seen it knows by its key, so a repeat is not shown twice.
//
// # A tour
//
//	web.go         Web, and what it stands on: the channel
//	room.go        who looks, and what they have not seen yet
//	session.go     the cookie
//	say.go seen.go stream.go poll.go   the addresses that a page talks to
//	limits.go      how much may come from one session and one address (visitor counts it)
//	page.go        the page, its parts, and what protects it
//	embed.go qr.go   the page within another, and on a phone
package webchat
