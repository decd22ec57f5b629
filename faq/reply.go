package faq

import (
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/kb/place"
	"huizhi/phrases"
)

// reply is what the desk answers, as a page shows it.
type reply struct {
	Blocks  []block
	Sources []source
	text    string
}

// ask puts a question to the desk. The page itself says that we are a third
// party, so the desk need not.
func (v *visit) ask(f answer.Facts, question string) (reply, answer.Kind, error) {
	f.Told = true
	_, a, err := v.opts.Answers.Answer(v.r.Context(), f, question, v.at)
	if err != nil {
		return reply{}, "", err
	}
	text := whole(a)
	return reply{labelled(blocks(text)), cited(a.Sources), text}, a.Kind, nil
}

// whole is a reply with what a phone's screen has no room for.
func whole(a answer.Answer) string {
	if a.More == "" {
		return a.Text
	}
	text := strings.TrimSpace(strings.Replace(a.Text, phrases.Say("answer.more"), "", 1))
	return text + "\n" + a.More
}

// opening is what the desk answers to the title of an article, to somebody who
// is where the article holds. Where it would ask back, it is what stands there.
func (v *visit) opening(a *kb.Article) (reply, error) {
	got, kind, err := v.ask(answer.Facts{Places: home(a)}, a.Title)
	if err != nil || kind == answer.KindAnswer && got.rests(a) {
		return got, err
	}
	if i := slices.IndexFunc(a.Passages, func(p kb.Passage) bool { return p.Lead }); i >= 0 {
		p := &a.Passages[i]
		return reply{blocks(p.Text), sources(a, p.Sources()), p.Text}, nil
	}
	return reply{}, nil
}

// rests reports whether a reply names a source that an article has too, or none.
func (r reply) rests(a *kb.Article) bool {
	return len(r.Sources) == 0 || slices.ContainsFunc(r.Sources, func(s source) bool {
		return slices.ContainsFunc(a.Sources, func(o kb.Source) bool { return o.Body == s.Body && o.Title == s.Title })
	})
}

// home is where somebody is for whom an article holds; nowhere if it holds for
// the whole country.
func home(a *kb.Article) []place.Name {
	if len(a.Scope) == 0 || slices.Contains(a.Scope, place.Nation) {
		return nil
	}
	return a.Scope[:1]
}
