package bot

import "time"

// Load is how much is left to do.
type Load struct {
	Chats      int           // that anything is left to do for
	Events     int           // that wait for their step
	Tasks      int           // that wait or run
	Deliveries int           // that are on their way
	Oldest     time.Duration // how long a chat has waited without any progress, at most
	Stuck      int           // chats that have for longer than StuckAfter
}

// All is how much there is of what is held in memory.
func (l Load) All() int { return l.Events + l.Tasks + l.Deliveries }

// StuckAfter is how long a chat may be without any progress: a model has its say
// within less.
const StuckAfter = 2 * time.Minute

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
		age := l.waited(now)
		out.Oldest = max(out.Oldest, age)
		if age > StuckAfter {
			out.Stuck++
		}
	}
	return out
}

// waited is how long something in a lane has been without progress: what is said
// goes on while nothing is delivered, and the other way round.
func (l *lane) waited(now time.Time) (age time.Duration) {
	if len(l.events)+len(l.tasks)+len(l.begun) > 0 {
		age = now.Sub(l.stepped)
	}
	if len(l.outgoing) > 0 {
		age = max(age, now.Sub(l.passed))
	}
	return age
}
