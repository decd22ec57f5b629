package main

import (
	"strings"

	"huizhi/bot"
	"huizhi/kb/place"
)

// links says what a link to the desk asks: city-jiangmen is about 江门市. Of cities
// that share a slug the customer chooses.
func links(places *place.Gazetteer) bot.Links {
	return func(payload string) (asks []string) {
		slug, ok := strings.CutPrefix(payload, "city-")
		if !ok {
			return nil
		}
		for _, city := range places.Slug(slug) {
			asks = append(asks, string(city))
		}
		return asks
	}
}
