// Package bot holds one conversation at a time: what a customer sends goes in,
// what we say and do comes out. It knows no channel, no markup, no disk.
//
// Step is the heart, and pure: (Conversation, Incoming) → (Conversation,
// effects). flow.go is the whole conversation in one table: in each stage, what
// an act of the customer does and where it may lead; testdata/flow.mmd is drawn
// from it by a test. A burst that is being said, and an answer that is being
// looked for, stand beside the stage: when they are over, a conversation is where
// it was, and says again what it waits for. One event makes one Turn: the
// conversation after it, the messages, the tasks, the wakes. A store keeps it
// whole before anything happens.
//
// Bot runs conversations:
//
//	channel ── Accept ─▶ journal ─▶ lane ─▶ Step ─▶ Turn ─▶ commit ─┬─▶ deliveries ─▶ channel
//	              ▲                                                  └─▶ tasks ──┐
//	              └──────────────── results, wakes, moved tickets ◀──────────────┘
//
// There is one lane for each address, and it steps one event at a time
// (lane.go). A task, such as finding an answer, runs after its turn is on disk
// and ends in a new event; runner.go has a row for each kind. Until then later
// events wait, so that a text does not overtake a slow answer; only what must not
// wait is stepped at once: a call for a person, cancel, back, and what staff do
// (RankOf). What breaks the answer off raises the conversation's generation, and
// the result of an older one is ignored.
//
// A delivery may go to another address than the event's. One whose other end is
// away waits on disk, and holds up nobody, until Back says that they are there.
//
// Whatever is interrupted is found again by its key, and keys make repeats
// harmless. Only one thing can happen twice: a message whose sending was cut
// off before it was noted.
//
// # A tour
//
//	event.go conversation.go      what happens, and what is remembered
//	flow.go table.go place.go     the table, how a move is found, where it leads
//	step.go act.go read.go same.go start.go   an event becomes an act, an act a move
//	hear.go reply.go change.go photo.go ticket.go feedback.go forget.go   the moves
//	effect.go take.go             what a step wants, as a turn
//	store.go codec.go upgrade.go  what must survive, and how it is written
//	bot.go lane.go turn.go        running it
//	runner.go task.go             tasks
//	outbox.go mailbox.go channel.go draft.go   messages on their way
//	wake.go follow.go             time, and the log of tickets, become events
//	lease.go                      several programs on one store
package bot
