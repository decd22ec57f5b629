package bot

// WithForm gives a Bot the stages of form_test.go.
func (b *Bot) WithForm() { b.flow = withForm() }
