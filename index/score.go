package index

const (
	// beta leans a score to the side of the query: what a customer asks must
	// be answered, what else a passage's question says matters less.
	beta = 1.5

	// bodyCredit is the score of a passage whose body has all words of the
	// query, and whose questions have none.
	bodyCredit = 0.55

	// veto is how alike a query and a `not` question are when the article is
	// left out.
	veto = 0.8
)

// score is how well a passage answers a query, between 0 and 1.
func (l *lexicon) score(q asked, e *entry) float64 {
	for _, n := range e.not {
		if l.alike(q, n, 1) >= veto {
			return 0
		}
	}
	best := bodyCredit * min(1, l.shared(q.features, e.body)/q.mass)
	for _, question := range e.questions {
		best = max(best, l.alike(q, question, beta))
	}
	return best
}

// alike is the F-measure of how much of the query a text covers (recall) and
// how much of the text the query covers (precision); recall counts β times as
// much.
func (l *lexicon) alike(q asked, text bag, beta float64) float64 {
	shared := l.shared(q.features, text)
	if shared == 0 {
		return 0
	}
	return min(1, (1+beta*beta)*shared/(beta*beta*q.mass+l.mass(text)))
}
