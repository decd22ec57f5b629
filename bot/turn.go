package bot

// Turn is all that came of one event. It is kept whole or not at all.
type Turn struct {
	Of           Queued
	Key          Key
	Conversation Conversation
	Messages     []Delivery
	Tasks        []Task
	Wakes        []Wake
	Notes        []Feedback
}
