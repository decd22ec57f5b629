package answer

import (
	"fmt"
	"slices"
	"time"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/nlu"
)

// Language reads messages, and weighs how to reply to them. It is immutable and safe
// for concurrent use.
type Language struct {
	*nlu.Language
	weigher *weigher
	places  *place.Gazetteer
}

// NewLanguage reads the word lists and the weights that are built in.
func NewLanguage(words *kb.Vocabulary, places *place.Gazetteer) (*Language, error) {
	l, err := nlu.New(words, places)
	if err != nil {
		return nil, err
	}
	w, err := readWeigher()
	if err != nil {
		return nil, fmt.Errorf("language: %w", err)
	}
	return &Language{l, w, places}, nil
}

// Understand reads a message in the light of what was said before. It is
// pure: the same facts, text and time give the same facts and reading.
func (l *Language) Understand(f Facts, text string, at time.Time) (Facts, nlu.Reading) {
	return l.settle(f, l.Read(text, at), at)
}

// settle takes a message in the light of what was said before.
func (l *Language) settle(f Facts, q nlu.Reading, at time.Time) (Facts, nlu.Reading) {
	q = f.talks(f.origins(f.photographed(l.abroad(q)), l))
	before := f.fade(at)
	f = before.with(q, l.places)
	q = f.complete(before, q)
	return f.remember(q), q
}

// abroad takes Taiwan, Hong Kong and Macao for where somebody goes, not for where a card is
// applied for, if it is a resident of the mainland who names them: 我在香港工作,内地身份证到期了.
func (l *Language) abroad(q nlu.Reading) nlu.Reading {
	mainlander := q.Homes != nil && !anyBeyond(q.Homes, l.places) || l.Says("mainlander", q.Text)
	if mainlander && anyBeyond(q.Here, l.places) {
		q.Here = nil
	}
	return q
}

// photographed takes 深圳拍的能用吗 for a photo from there when another place is known. How
// long a receipt is good is asked of the place where it was made.
func (f Facts) photographed(q nlu.Reading) nlu.Reading {
	other := len(q.Here) == 1 && len(f.Places) == 1 && f.Places[0] != q.Here[0]
	asks := q.Asks(kb.Validity) || len(q.Aspects) == 0 && slices.Contains(f.Aspects, kb.Validity)
	switch aged := asks && !q.Dated.IsZero(); {
	case aged && q.Here == nil && q.From != "":
		q.Here, q.From = []place.Name{q.From}, ""
	case q.Made && other && !aged:
		q.From, q.Here = q.Here[0], nil
	}
	return q
}
