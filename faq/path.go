package faq

import (
	"net/url"
	"strings"

	"huizhi/kb"
	"huizhi/phrases"
)

// root is the path of the list of all articles.
const root = "/faq/"

// Path is where an article stands on the site, and where on its page a passage:
// "/faq/guangdong/receipt#…". The passage may be empty or the opening; one of
// another article is not looked for.
func Path(article kb.ArticleID, passage kb.PassageID) string {
	u := url.URL{Path: root + string(article)}
	if strings.HasPrefix(string(passage), string(article)+"#") {
		u.Fragment = passage.Key()
	}
	return u.String()
}

// chat is where a question can be asked, ready to be sent.
func chat(question string) string {
	return "/?" + url.Values{"q": {question}}.Encode()
}

// heading is how a passage's question stands above it.
func heading(p *kb.Passage) string { return p.Questions[0] }

// titled is a page's name in the browser's tab and in search results.
func titled(text string) string { return phrases.Say("faq.titled", text) }
