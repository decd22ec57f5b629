package main

import (
	"slices"
	"testing"

	"huizhi/kb/place"
)

func TestLinks(t *testing.T) {
	places, err := place.Load()
	if err != nil {
		t.Fatal(err)
	}
	for payload, want := range map[string][]string{
		"city-jiangmen": {"江门市"}, "city-fuzhou": {"福州市", "抚州市"}, "city-jiangxi-fuzhou": {"抚州市"},
		"": nil, "city-": nil, "jiangmen": nil, "city-atlantis": nil,
	} {
		if got := links(places)(payload); !slices.Equal(got, want) {
			t.Errorf("%q asks %q, want %q", payload, got, want)
		}
	}
}
