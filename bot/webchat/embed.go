package webchat

import (
	"encoding/json"
	"fmt"
	"net/http"

	"huizhi/phrases"
)

// embed is the script that another site loads: a button, and the page behind it in a
// frame. Which sites may show it the page itself says (frame-ancestors).
func (w *Web) embed(out http.ResponseWriter, r *http.Request) {
	code, err := files.ReadFile("embed.js")
	if err != nil {
		http.Error(out, "", http.StatusInternalServerError)
		return
	}
	settings, err := json.Marshal(map[string]string{
		"base": w.Visitors.Base(r), "open": phrases.Say("web.embed_open"), "close": phrases.Say("web.embed_close"), "title": phrases.Say("web.title"),
	})
	if err != nil {
		http.Error(out, "", http.StatusInternalServerError)
		return
	}
	h := out.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	fmt.Fprintf(out, "(%s)(%s);\n", trimmed(code), settings)
}

// trimmed is a function without what ends a file.
func trimmed(code []byte) []byte {
	for len(code) > 0 && (code[len(code)-1] == '\n' || code[len(code)-1] == ';') {
		code = code[:len(code)-1]
	}
	return code
}
