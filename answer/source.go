package answer

import (
	"slices"
	"time"

	"huizhi/kb"
)

// maxSources is how many sources a reply names: more are a list nobody reads.
const maxSources = 3

// passageSources are the sources that a passage rests on.
func passageSources(p *kb.Passage) []Source {
	var out []Source
	all := p.Sources()
	for _, s := range all[:min(maxSources, len(all))] {
		out = append(out, source(p.Article, s))
	}
	return out
}

func source(a *kb.Article, s kb.Source) Source {
	return Source{Article: a.ID, Title: s.Title, Body: s.Body, Date: s.Date, Checked: a.Checked.Format(time.DateOnly), URL: s.URL}
}

// statementSources names the source of each statement: its own, or its article's first.
func statementSources(ss []*kb.Statement) []Source {
	var out []Source
	for _, st := range ss {
		for _, s := range st.Article.Sources {
			if st.Value.Src != "" && st.Value.Src != s.Key {
				continue
			}
			if len(out) < maxSources {
				out = addSource(out, source(st.Article, s))
			}
			break
		}
	}
	return out
}

// addSource adds a source that is not named yet: one text may stand in several
// articles.
func addSource(out []Source, s Source) []Source {
	if slices.ContainsFunc(out, func(o Source) bool { return o.Body == s.Body && o.Title == s.Title }) {
		return out
	}
	return append(out, s)
}
