package bot

// WithForm gives a Bot the stages of form_test.go.
func (b *Bot) WithForm() { b.flow = withForm() }

// Away is how many are remembered to be away.
func (b *Bot) Away() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.away)
}
