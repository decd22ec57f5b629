package main

import (
	"slices"
	"strings"
)

// settings are the environment variables that Huizhi looks at. Each may be said by
// a file too, which NAME_FILE names.
var settings = []string{
	"HUIZHI_KB", "HUIZHI_DATA", "HUIZHI_KEY", "HUIZHI_HOURS",
	"HUIZHI_MODEL", "OPENAI_MODEL", "OPENAI_BASE_URL", "OPENAI_API_KEY",
	"TELEGRAM_BOT_TOKEN", "TELEGRAM_API_URL", "HUIZHI_WEBHOOK", "HUIZHI_WEBHOOK_LISTEN", "HUIZHI_TELEGRAM_BUDGET",
	"HUIZHI_ALERTS", "HUIZHI_LISTEN", "HUIZHI_LOG",
	"HUIZHI_WEB", "HUIZHI_WEB_URL", "HUIZHI_WEB_CERT", "HUIZHI_WEB_CERT_KEY", "HUIZHI_WEB_PROXIES", "HUIZHI_WEB_ORIGINS",
}

// inFile is the end of a variable that names a file.
const inFile = "_FILE"

// ours are the beginnings of variables that are meant for us.
var ours = []string{"HUIZHI_", "TELEGRAM_"}

// given are the settings that an environment holds, by the variable that says
// them.
func given(getenv func(string) string) (names []string) {
	for _, name := range settings {
		switch {
		case getenv(name) != "":
			names = append(names, name)
		case getenv(name+inFile) != "":
			names = append(names, name+inFile)
		}
	}
	return names
}

// slip is a variable that looks like a setting and is none.
type slip struct{ name, nearest string }

// slips are those of an environment, "NAME=value" each, in order.
func slips(environ []string) (out []slip) {
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		meant := slices.ContainsFunc(ours, func(o string) bool { return strings.HasPrefix(name, o) })
		if meant && value != "" && !slices.Contains(settings, strings.TrimSuffix(name, inFile)) {
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
	return slices.MinFunc(settings, func(a, b string) int { return strokes(name, a) - strokes(name, b) }) + end
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
