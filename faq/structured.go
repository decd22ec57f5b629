package faq

import "huizhi/kb"

// structured is a page's questions and answers for search engines: a FAQPage as
// schema.org has it, in JSON-LD.
type structured struct {
	Context  string           `json:"@context"`
	Type     string           `json:"@type"`
	Language string           `json:"inLanguage"`
	Entities []structuredPart `json:"mainEntity"`
}

type structuredPart struct {
	Type   string           `json:"@type"`
	Name   string           `json:"name"`
	Answer structuredAnswer `json:"acceptedAnswer"`
}

type structuredAnswer struct {
	Type string `json:"@type"`
	Text string `json:"text"`
}

// structure lists what a page answers: its title, and each question below it.
func structure(a *kb.Article, opening string) structured {
	out := structured{Context: "https://schema.org", Type: "FAQPage", Language: language}
	add := func(question, text string) {
		if text != "" {
			out.Entities = append(out.Entities, structuredPart{"Question", question, structuredAnswer{"Answer", text}})
		}
	}
	add(a.Title, opening)
	for i := range a.Passages {
		if p := &a.Passages[i]; !p.Lead {
			add(heading(p), p.Text)
		}
	}
	return out
}

// language is what all pages are written in.
const language = "zh-Hans"
