// Package telegram is the channel of those who write to a bot in Telegram. It
// takes types and send methods from go-telegram/bot, and nothing else: that
// library's own loop acknowledges updates before they are anywhere, so receiving is
// done here.
//
//	getUpdates ─┐                        ┌─▶ answerCallbackQuery, at once
//	            ├─ raw update ─ read ──────┼─▶ Desk.Accept: on disk ─▶ the next is asked for
//	webhook ────┘                        └─▶ what cannot be read is put aside
//
//	Delivery ─ render ─ budget ─ sendMessage or editMessageText ─ verdict
//
// # A tour
//
//	telegram.go       Telegram, and what it stands on
//	poll.go webhook.go take.go    updates, until they are on disk
//	update.go         an update becomes an event: pure
//	render.go press.go   a message becomes text, entities and buttons, and a press a button: pure
//	send.go budget.go verdict.go   sending, how much, and what became of it
//	draft.go          a reply while it is being worded
//	start.go          what Telegram shows of the bot before anybody writes
//	file.go           a picture that a customer sent
//	examine.go        what Telegram says of the bot, for who sets it up
package telegram
