package faq

import (
	"embed"
	"fmt"
	"hash/fnv"
	"html/template"
	"io/fs"
	"net/http"

	"huizhi/phrases"
)

//go:embed *.html style.css
var files embed.FS

// pages are the templates and the style sheet. They hold no words of ours: {{say "key"}}
// does.
type pages struct {
	*template.Template
	css []byte
	sum uint64 // of all of them
}

func newPages(files fs.FS) *pages {
	css := must(fs.ReadFile(files, "style.css"))
	sheet := fmt.Sprintf("/faq/style.css?v=%08x", styleVersion(css))
	t := template.New("").Funcs(template.FuncMap{
		"say":   func(key string, args ...any) string { return phrases.Say(key, args...) },
		"style": func() string { return sheet },
		"root":  func() string { return root },
	})
	return &pages{template.Must(t.ParseFS(files, "*.html")), css, summed(files)}
}

// must is what is embedded, which is there.
func must[T any](what T, err error) T {
	if err != nil {
		panic(err)
	}
	return what
}

// styleVersion names the style sheet by what is in it.
func styleVersion(css []byte) uint32 {
	h := fnv.New32a()
	_, _ = h.Write(css)
	return h.Sum32()
}

// summed sums up the templates and the style sheet.
func summed(files fs.FS) uint64 {
	h := fnv.New64a()
	for _, f := range must(fs.ReadDir(files, ".")) {
		fmt.Fprintf(h, "%s %q\n", f.Name(), must(fs.ReadFile(files, f.Name())))
	}
	return h.Sum64()
}

// style serves the style sheet. Pages name it by its version, so it may be kept.
func (p *pages) style(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=604800")
	_, _ = w.Write(p.css)
}
