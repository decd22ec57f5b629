package kb_test

import (
	"os"
	"strings"
	"testing"
)

// The example that editors copy is right as it stands.
func TestExampleInDocs(t *testing.T) {
	guide, err := os.ReadFile("../docs/articles.md")
	if err != nil {
		t.Fatal(err)
	}
	_, example, _ := strings.Cut(string(guide), "```yaml\n")
	example, _, _ = strings.Cut(example, "\n```")
	c, problems := read(t, map[string]string{"guangdong/id-card.md": example})
	for _, p := range append(problems, c.Lint(day("2026-11-22"))...) {
		t.Error(p)
	}
	if len(c.Articles()[0].Statements) < 9 || len(c.Articles()[0].Golden) == 0 {
		t.Errorf("the example states %d values", len(c.Articles()[0].Statements))
	}
}
