package faq

// frame is what is the same around every page.
type frame struct {
	Heading     string
	Title       string // in the tab and in search results
	Description string
	Canonical   string // the page's one address; empty for a page that is not there
	Private     bool   // not for search engines: somebody's search, or case
	Chat        string // where the chat is, with a question ready if there is one
}

// link leads to an article, or to a passage in it.
type link struct {
	Path  string
	Text  string
	Place string // where it holds, or the article it is in
}

// frame makes a frame for the page at a path of the site.
func (v *visit) frame(heading, description, path string) frame {
	return frame{heading, titled(heading), description, v.canonical(path), v.private(), "/"}
}

// canonical is the one address of a path of the site.
func (v *visit) canonical(path string) string { return v.base() + path }

// private reports that somebody's search, or case, is asked for.
func (v *visit) private() bool { return v.r.URL.RawQuery != "" }
