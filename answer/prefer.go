package answer

import (
	"slices"

	"huizhi/kb"
	"huizhi/kb/place"
)

// prefersPassage reports whether a passage answers better than the cases
// could: it was written for this very question, what is known of the question
// speaks for it, or no case field answers such questions.
func (in *inquiry) prefersPassage(f found) bool {
	if len(f.matches) == 0 {
		return false
	}
	best := f.matches[0]
	switch {
	case !in.fits(best), in.placeDecides(best), in.curt(f):
		return false
	case in.q.Channel == posting && len(in.facts.Places) == 0:
		return in.confident(f) // each city's own
	case best.Words >= sameScore, in.cityTells(best):
		return true
	case in.adds(), in.q.Single && len(in.q.Aspects) > 0, !in.asksTheSame(best.Passage):
		return false // 户口本没带,有护照, after 怎么补
	case best.Words >= nearScore && best.Focus >= nearFocus, in.leans(f) && in.confident(f):
		return true
	case len(in.q.Aspects) == 0 && in.q.Services == nil && best.Score >= surely:
		return true
	case in.q.Prose && len(in.named()) == 0 || in.q.Topic:
		return best.Focus >= focusScore || in.stands(f, proseScore, proseMargin)
	}
	open := in.unplacedReceipt() || len(in.q.Aspects) == 0 || in.q.Asks(How)
	return open && in.facts.Services.Only(kb.Receipt) && in.confident(f)
}

// placeDecides reports a question that turns on the place, so that the cases
// answer it or own up: 我们这儿收不收, 杭州要预约吗.
func (in *inquiry) placeDecides(m kb.Match) bool {
	switch {
	case in.q.Topic:
		return false
	case in.q.Vague && len(in.q.Aspects) > 0, in.restated(m.Passage), in.asksAccepted() && in.wider(m.Passage):
		return true
	}
	return in.q.Channel == booking && len(in.facts.Places) > 0 && m.Words < nearScore
}

// cityTells reports a place's own words on another document than the ID card.
func (in *inquiry) cityTells(m kb.Match) bool {
	other := len(in.q.Documents) > 0 && in.q.Documents[0] != kb.IDCard
	return other && m.Words >= nearScore && len(in.facts.Places) > 0 && len(in.named()) == 0 && !in.wider(m.Passage)
}

// asksAccepted reports a question whether a place takes receipts.
func (in *inquiry) asksAccepted() bool {
	bare := len([]rune(in.q.Rest)) <= 4 && in.q.Household == nil
	return bare && len(in.facts.Places) > 0 && in.facts.Services.Only(kb.Receipt) && in.q.Asks(kb.Can) && in.words.cues["accepts"].MatchString(in.q.Text)
}

// restated reports the opening of an article with cases when a place is known
// that it is too wide for: what it sums up, the cases tell for the place.
func (in *inquiry) restated(p *kb.Passage) bool {
	return p.Lead && len(p.Article.Statements) > 0 && in.wider(p) && len(in.q.Aspects) > 0
}

// asksTheSame reports a passage that is asked about the same period as the
// question, if it asks about one: how long the office takes is not answered by
// how early one may come, however alike the words are.
func (in *inquiry) asksTheSame(p *kb.Passage) bool {
	periods := []Aspect{kb.Time, kb.Lead, kb.Validity}
	named := slices.DeleteFunc(in.named(), func(a Aspect) bool { return !slices.Contains(periods, a) })
	return len(named) == 0 || slices.ContainsFunc(named, func(a Aspect) bool {
		return slices.ContainsFunc(p.Questions, in.words.aspects[a].MatchString)
	})
}

// wider reports a passage that was not written for the place they named.
func (in *inquiry) wider(p *kb.Passage) bool {
	return len(in.facts.Places) > 0 && !slices.ContainsFunc(in.facts.Places, func(n place.Name) bool { return slices.Contains(p.Article.Scope, n) })
}
