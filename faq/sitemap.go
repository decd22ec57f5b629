package faq

import (
	"encoding/xml"
	"net/http"
	"time"
)

// urlset is a sitemap as sitemaps.org has it.
type urlset struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"` // the day an article was checked
}

// sitemap lists every page.
func sitemap(v *visit) {
	set := urlset{URLs: []siteURL{{Loc: v.base() + root}}}
	for _, a := range v.corpus().Articles() {
		set.URLs = append(set.URLs, siteURL{v.base() + Path(a.ID, ""), a.Checked.Format(time.DateOnly)})
	}
	body, err := xml.MarshalIndent(set, "", " ")
	if err != nil {
		v.fail(err)
		return
	}
	v.write(http.StatusOK, "application/xml; charset=utf-8", append([]byte(xml.Header), body...))
}

// robots lets search engines read the pages, but not ask in the chat.
func (s *Site) robots(w http.ResponseWriter, r *http.Request) {
	v := &visit{Site: s, w: w, r: r}
	v.write(http.StatusOK, "text/plain; charset=utf-8", []byte("User-agent: *\nDisallow: /?\nAllow: /faq/\n\nSitemap: "+v.base()+"/sitemap.xml\n"))
}
