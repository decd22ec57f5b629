package kb_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"huizhi/kb"
	"huizhi/kb/articles"
)

// slips are what people do to a line of a front matter without seeing it.
var slips = map[string]func(string) string{
	"full-width colon":      func(l string) string { return strings.Replace(l, ": ", "：", 1) },
	"full-width last colon": func(l string) string { return swapEnd(l, ":", "：") },
	"no blank":              func(l string) string { return strings.Replace(l, ": ", ":", 1) },
	"tab":                   func(l string) string { return "\t" + l },
	"full-width blank":      func(l string) string { return "\u3000" + l },
	"no closing brace":      func(l string) string { return swapEnd(l, "}", "") },
	"no closing bracket":    func(l string) string { return swapEnd(l, "]", "") },
	"no opening brace":      func(l string) string { return strings.Replace(l, "{", "", 1) },
	"open quote":            func(l string) string { return strings.Replace(l, ": ", `: "`, 1) },
	"GBK":                   func(l string) string { return l + "\xb1\xbe" },
	"conflict":              func(l string) string { return "=======\r" },
}

// swapEnd replaces what a text ends with, if it does.
func swapEnd(text, end, by string) string {
	if rest, ok := strings.CutSuffix(text, end); ok {
		return rest + by
	}
	return text
}

// Whatever line a slip is in, it is told with that line.
func TestSlipsAnywhere(t *testing.T) {
	data, err := fs.ReadFile(articles.Files, "country/handling.md")
	if err != nil {
		t.Fatal(err)
	}
	good := strings.Split(string(data), "\n")
	for i := 1; good[i] != "---"; i++ {
		for name, slip := range slips {
			lines := slices.Clone(good)
			if lines[i] = slip(good[i]); lines[i] == good[i] {
				continue
			}
			_, problems := read(t, map[string]string{"a.md": strings.Join(lines, "\n")})
			if !slices.ContainsFunc(problems, func(p kb.Problem) bool { return p.Line == i+1 }) {
				t.Errorf("%s in line %d, %q: %v", name, i+1, lines[i], problems)
			}
		}
	}
}
