package answer

import (
	"context"

	"huizhi/kb/place"
	"huizhi/phrases"
)

// cityFieldReply tells what to put into the field 办证城市 when somebody names
// what they put: the city of a county, never a province.
func (in *inquiry) cityFieldReply(ctx context.Context) (Answer, bool, error) {
	name, named := in.oneCity(in.namedPlaces(in.q.Text))
	if !in.language.Says("city_field", in.q.Text) || !named {
		return Answer{}, false, nil
	}
	city, isCity := in.places.City(name)
	p, ok, err := in.stated(ctx, phrases.Say("cityfield.query"))
	if !ok || err != nil {
		return Answer{}, false, err
	}
	if !isCity {
		a := quote(p, phrases.Say("cityfield.province", string(name)))
		a.Place = place.Nation
		return a, true, nil
	}
	if city == name {
		a := quote(p)
		a.Place = city
		return a, true, nil
	}
	a := quote(p, phrases.Say("cityfield.county", string(city), string(name)))
	a.Place = city
	return a, true, nil
}

// oneCity is the narrowest of some places, if all are of one city: 惠东 of 惠东 and 惠州.
func (in *inquiry) oneCity(names []place.Name) (narrowest place.Name, ok bool) {
	for _, name := range names {
		switch {
		case narrowest == "" || in.places.Within(name, narrowest):
			narrowest = name
		case !in.places.Within(narrowest, name):
			return "", false
		}
	}
	return narrowest, narrowest != ""
}
