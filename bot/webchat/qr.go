package webchat

import (
	"fmt"
	"net/http"
	"strings"

	"rsc.io/qr"
)

// qr draws where the page is found, so that a phone can open it.
func (w *Web) qr(out http.ResponseWriter, r *http.Request) {
	if !w.Visitors.Lets(asksFrom, w.Visitors.Of(r)) {
		w.refuse(out, http.StatusTooManyRequests, "web.too_many")
		return
	}
	code, err := qr.Encode(w.Visitors.Base(r)+"/", qr.M)
	if err != nil {
		http.Error(out, "", http.StatusInternalServerError)
		return
	}
	out.Header().Set("Content-Type", "image/svg+xml")
	_, _ = out.Write([]byte(drawn(code)))
}

// quietZone is how many blank modules a reader wants around a code (ISO/IEC 18004).
const quietZone = 4

// drawn is a code as a picture.
func drawn(code *qr.Code) string {
	var b strings.Builder
	n := code.Size + 2*quietZone
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%dv%dH0z"/><path d="`, n, n, n, n)
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(&b, "M%d %dh1v1h-1z", x+quietZone, y+quietZone)
			}
		}
	}
	b.WriteString(`"/></svg>`)
	return b.String()
}
