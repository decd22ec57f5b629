package bot

import "time"

// Load is how much is left to do.
type Load struct {
	Chats      int           // that anything is left to do for
	Events     int           // that wait for their step
	Tasks      int           // that wait or run
	Deliveries int           // that are on their way
	Oldest     time.Duration // how long a chat has been without any progress, at most
}

// Load says how much is left to do now.
func (b *Bot) Load() Load {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.Now()
	out := Load{Chats: len(b.lanes)}
	for _, l := range b.lanes {
		out.Events += len(l.events)
		out.Tasks += len(l.tasks) + len(l.begun)
		out.Deliveries += len(l.outgoing)
		if !l.moved.IsZero() {
			out.Oldest = max(out.Oldest, now.Sub(l.moved))
		}
	}
	return out
}
