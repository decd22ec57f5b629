package faq

import (
	"embed"
	"fmt"
	"hash/fnv"
	"html/template"
	"net/http"

	"huizhi/phrases"
)

//go:embed *.html
var templates embed.FS

//go:embed style.css
var css []byte

// pages are the templates. They hold no words of ours: {{say "key"}} does.
type pages struct{ *template.Template }

func newPages() *pages {
	sheet := fmt.Sprintf("/faq/style.css?v=%s", styleVersion())
	return &pages{template.Must(template.New("").Funcs(template.FuncMap{
		"say":   func(key string, args ...any) string { return phrases.Say(key, args...) },
		"style": func() string { return sheet },
		"root":  func() string { return root },
	}).ParseFS(templates, "*.html"))}
}

// styleVersion names the style sheet by what is in it.
func styleVersion() string {
	h := fnv.New32a()
	_, _ = h.Write(css)
	return fmt.Sprintf("%08x", h.Sum32())
}

// style serves the style sheet. Pages name it by its version, so it may be kept.
func style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=604800")
	_, _ = w.Write(css)
}
