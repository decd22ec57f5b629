package visitor

import "golang.org/x/time/rate"

// Rate is how much may come of one sort of request.
type Rate struct {
	What      string // each sort is counted for itself
	PerSecond float64
	Burst     int
}

// mostKnown is how many rates are remembered.
const mostKnown = 100_000

// Lets reports whether one more request may come from an address. What is refused to
// a line is not counted for its site.
func (b *Book) Lets(r Rate, from Address) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lets(r, from.Line) && (from.Site == "" || b.lets(Rate{r.What, Lines * r.PerSecond, Lines * r.Burst}, from.Site))
}

// LetsSession reports whether one more request may come of a session.
func (b *Book) LetsSession(r Rate, session string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lets(r, session)
}

func (b *Book) lets(r Rate, who string) bool {
	who = r.What + " " + who
	l := b.rates[who]
	if l == nil {
		if len(b.rates) >= mostKnown {
			b.tidy()
		}
		l = rate.NewLimiter(rate.Limit(r.PerSecond), r.Burst)
		b.rates[who] = l
	}
	return l.AllowN(b.Now(), 1)
}

// tidy forgets those who may have all they want.
func (b *Book) tidy() {
	now := b.Now()
	for who, l := range b.rates {
		if l.TokensAt(now) >= float64(l.Burst()) {
			delete(b.rates, who)
		}
	}
	if len(b.rates) >= mostKnown/2 { // a flood: it is counted anew, and not looked through for each of it
		clear(b.rates)
	}
}
