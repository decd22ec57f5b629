package tgtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	comments    = regexp.MustCompile(`(?s)/\*\*.*?\*/`)
	description = regexp.MustCompile(`(?ms)^    (\w+)\((?:args\??: \{\n(.*?)^    \})?\): `)
	parameter   = regexp.MustCompile(`(?m)^        (\w+)(\??): (.*);$`)
)

// The table of methods is as the Bot API is described, in the folder that
// HUIZHI_BOT_API names: npm's @grammyjs/types, unpacked.
func TestDescribed(t *testing.T) {
	folder := os.Getenv("HUIZHI_BOT_API")
	if folder == "" {
		t.Skip("HUIZHI_BOT_API names no folder with methods.d.ts")
	}
	text, err := os.ReadFile(filepath.Join(folder, "methods.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	described := map[string]string{}
	for _, m := range description.FindAllStringSubmatch(comments.ReplaceAllString(string(text), ""), -1) {
		described[m[1]] = m[2]
	}
	for name, m := range methods {
		body, ok := described[name]
		if !ok {
			t.Errorf("%s is no method", name)
			continue
		}
		compare(t, name, m, body)
	}
}

var updateKind = regexp.MustCompile(`(?m)^    (\w+)\?: `)

func TestUpdateKindsAreDescribed(t *testing.T) {
	folder := os.Getenv("HUIZHI_BOT_API")
	if folder == "" {
		t.Skip("HUIZHI_BOT_API names no folder with update.d.ts")
	}
	text, err := os.ReadFile(filepath.Join(folder, "update.d.ts"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range updateKind.FindAllStringSubmatch(string(text), -1) {
		all = append(all, m[1])
	}
	if !slices.Equal(all, updateKinds) {
		t.Errorf("updates are %q, here %q", all, updateKinds)
	}
}

// compare compares one method with its description.
func compare(t *testing.T, name string, m method, body string) {
	t.Helper()
	known := map[string]bool{}
	for _, p := range parameter.FindAllStringSubmatch(body, -1) {
		known[p[1]] = true
		required, played := m.takes[p[1]]
		if mandatory := p[2] == ""; mandatory != required {
			t.Errorf("%s: %s is required: %v, here %v", name, p[1], mandatory, required)
		}
		if played && p[1] != "chat_id" && kindOf(p[1]) != describedKind(p[3]) {
			t.Errorf("%s: %s is %s, here a %s", name, p[1], p[3], kindOf(p[1]))
		}
	}
	for p := range m.takes {
		if !known[p] {
			t.Errorf("%s has no parameter %s", name, p)
		}
	}
}

// kindOf is what a parameter is here.
func kindOf(name string) string {
	switch {
	case slices.Contains(numbers, name):
		return "number"
	case slices.Contains(flags, name):
		return "flag"
	case slices.Contains(nested, name):
		return "nested"
	}
	return "text"
}

// describedKind is what a type of the description is.
func describedKind(of string) string {
	switch {
	case of == "number" || regexp.MustCompile(`^0x\w+( \| 0x\w+)*$`).MatchString(of):
		return "number"
	case of == "boolean":
		return "flag"
	case of == "LanguageCode" || of == "ParseMode" || strings.Contains(of, "string") || strings.HasPrefix(of, `"`):
		return "text"
	}
	return "nested"
}
