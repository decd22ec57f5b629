package answer

import (
	"context"

	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// cityFieldReply tells what to put into the field 办证城市 when somebody names
// what they put: the city of a county, never a province.
func (in *inquiry) cityFieldReply(ctx context.Context) (Answer, bool, error) {
	if !in.words.cues["city_field"].MatchString(in.q.Text) || len(in.q.Here) != 1 {
		return Answer{}, false, nil
	}
	matches, err := in.Index.Search(ctx, kb.Query{Text: phrases.Say("cityfield.query")}, 1)
	if err != nil || len(matches) == 0 {
		return Answer{}, false, err
	}
	p := matches[0].Passage
	name := in.q.Here[0]
	city, ok := in.places.City(name)
	a := Answer{Kind: KindAnswer, Sources: passageSources(p), Place: city}
	switch {
	case !ok:
		a.Place = place.Nation
		a.Text = joinLines(phrases.Say("cityfield.province", string(name)), p.Text)
	case city != name:
		a.Text = joinLines(phrases.Say("cityfield.county", string(city), string(name)), p.Text)
	default:
		return Answer{}, false, nil
	}
	return a, true, nil
}
