package cases

import (
	"huizhi/kb"
	"huizhi/kb/place"
)

// Conditions are the person as the articles' guards see them at a place.
func (p Person) Conditions(at place.Name, services kb.Set[kb.Service], places *place.Gazetteer) kb.Conditions {
	c := kb.Conditions{Service: services, Ages: p.Ages, Household: p.Household, Document: kb.Set[kb.Document]{kb.IDCard}}
	if p.Document != "" {
		c.Document = kb.Set[kb.Document]{p.Document}
	}
	for _, home := range p.Homes {
		c.Home, c.Household = c.Home.Add(cityOr(places, home)), nil // the household follows from the home
	}
	if p.NotHome != "" && places.Within(at, p.NotHome) {
		c.Household = outsideOf(p.NotHome, places)
	}
	return c
}

// outsideOf is who does not belong to a city, or to a province.
func outsideOf(name place.Name, places *place.Gazetteer) kb.Set[kb.Household] {
	if _, city := places.City(name); city {
		return kb.Outside
	}
	return kb.Set[kb.Household]{kb.OtherProvince}
}
