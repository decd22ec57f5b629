package faq

import (
	"time"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
)

// source is a source as a page lists it.
type source struct {
	Body    string
	Title   string
	Date    string
	Checked string
	URL     string
	Seen    string // whether we saw the original, in words; empty where it is not said
}

// cited lists the sources of a reply.
func cited(ss []answer.Source) []source {
	var out []source
	for _, s := range ss {
		out = append(out, source{Body: s.Body, Title: s.Title, Date: s.Date, Checked: s.Checked, URL: s.URL})
	}
	return out
}

// sources lists sources of an article.
func sources(a *kb.Article, ss []kb.Source) []source {
	var out []source
	for _, s := range ss {
		out = append(out, source{s.Body, s.Title, s.Date, a.Checked.Format(time.DateOnly), s.URL, seen(s.Seen)})
	}
	return out
}

// seen words what we compared with.
func seen(s kb.Seen) string {
	switch s {
	case kb.Original:
		return phrases.Say("faq.seen.original")
	case kb.Copy:
		return phrases.Say("faq.seen.copy")
	}
	return phrases.Say("faq.seen.seller")
}

// confidence words how sure the editor is of an article.
func confidence(c kb.Confidence) string {
	switch c {
	case kb.High:
		return phrases.Say("faq.confidence.high")
	case kb.Medium:
		return phrases.Say("faq.confidence.medium")
	}
	return phrases.Say("faq.confidence.low")
}
