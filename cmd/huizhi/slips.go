package main

import (
	"slices"
	"strings"
)

// ours are the beginnings of variables that are meant for us.
var ours = []string{"HUIZHI_", "TELEGRAM_"}

// slip is a variable that looks like a setting and is none.
type slip struct{ name, nearest string }

// slips are those of an environment, "NAME=value" each, in order.
func slips(environ []string) (out []slip) {
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		meant := slices.ContainsFunc(ours, func(o string) bool { return strings.HasPrefix(name, o) })
		if meant && value != "" && !isSetting(strings.TrimSuffix(name, inFile)) {
			out = append(out, slip{name, nearest(name)})
		}
	}
	slices.SortFunc(out, func(a, b slip) int { return strings.Compare(a.name, b.name) })
	return out
}

// nearest is the setting that a name is likest to.
func nearest(name string) string {
	end := ""
	if bare, ok := strings.CutSuffix(name, inFile); ok {
		name, end = bare, inFile
	}
	return slices.MinFunc(settings, func(a, b setting) int { return strokes(name, a.name) - strokes(name, b.name) }).name + end
}

// strokes is how many characters have to be put in, left out or changed to make
// one name of the other (Levenshtein).
func strokes(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
