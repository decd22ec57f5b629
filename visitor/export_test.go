package visitor

// MostKnown is how many rates are remembered.
const MostKnown = mostKnown

// Known is how many rates are.
func (b *Book) Known() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.rates)
}
