// Package bot holds one conversation at a time: what a customer sends goes in,
// what we say and do comes out. It knows no channel, no markup, no disk.
//
// Step is the heart, and pure: (Conversation, Incoming) → (Conversation,
// effects). flow.go is the whole conversation in one table: in each stage, what
// an act of the customer does and where it may lead; testdata/flow.mmd is drawn
// from it by a test. One event makes one Turn: the conversation after it, the
// messages, the tasks, the wakes. A store keeps it whole before anything
// happens.
//
// Bot runs conversations:
//
//	channel ── Accept ─▶ journal ─▶ lane ─▶ Step ─▶ Turn ─▶ commit ─┬─▶ deliveries ─▶ channel
//	              ▲                                                  └─▶ tasks ──┐
//	              └──────────────── results, wakes, moved tickets ◀──────────────┘
//
// There is one lane for each address, and it steps one event at a time
// (lane.go). A task, such as finding an answer, runs after its turn is on disk
// and ends in a new event. Until then later events wait, so that a text does
// not overtake a slow answer; only what must not wait is stepped at once: a
// call for a person, cancel, back, and what staff do (RankOf). What breaks the
// answer off raises the conversation's generation, and the result of an older
// one is ignored.
//
// Whatever is interrupted is found again by its key, and keys make repeats
// harmless. Only one thing can happen twice: a message whose sending was cut
// off before it was noted.
package bot
