package answer

import (
	"context"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

// crossCity answers whether a receipt or a photo made in one city can be used
// in another that takes receipts: by whether a province lies between them, never by what one of
// the two says of something else.
func (in *inquiry) crossCity(ctx context.Context) (Answer, bool, error) {
	from, to := in.q.From, in.facts.Places
	receipts := in.facts.Services == nil || in.facts.Services.Only(kb.Receipt) || in.language.NamesService(kb.Receipt, in.q.Text)
	if from == "" || len(to) != 1 || len(in.q.Named()) > 0 || !receipts || in.places.Within(to[0], from) || in.book().City(from) == in.book().City(to[0]) {
		return Answer{}, false, nil
	}
	there := in.query()
	there.Services, there.Aspects = kb.Set[kb.Service]{kb.Receipt}, []nlu.Aspect{kb.Can}
	if !in.book().Taken(there) {
		return Answer{}, false, nil // the cases tell that none is of use there
	}
	question := phrases.Say("crosscity.province")
	if in.places.Province(from) == in.places.Province(to[0]) {
		question = phrases.Say("crosscity.city")
	}
	p, ok, err := in.stated(ctx, question)
	if !ok || err != nil {
		return Answer{}, false, err
	}
	in.aside = true
	a := quote(p)
	a.Place = in.book().City(to[0])
	if _, isCity := in.places.City(to[0]); isCity {
		a.Text = phrases.Lines(a.Text, phrases.Say("answer.issue_for", string(a.Place)))
	}
	return a, true, nil
}
