package faq

import (
	"net/http"
	"time"

	"huizhi/kb"
)

// articlePage is one article.
type articlePage struct {
	frame
	Opening    reply
	Form       *form  // nil where nothing depends on the person
	Result     *reply // what the desk answers to the person of the form
	Asked      string // the question it answers
	Sections   []sectionPart
	Sources    []source
	Checked    string
	Confidence string
	Sure       bool   // the editor is sure of the whole article
	Overdue    string // the day it should have been reviewed by, if that is over
	Related    []link
	Place      string // where it holds
	Action     string // where the form is sent
	Data       structured
	depends    dependence // what the form asks
}

// sectionPart is one question of an article and its answer.
type sectionPart struct {
	Key      string // its anchor
	Question string
	Blocks   []block
	Sources  []source
	Chat     string // asks it in the chat
}

// article shows one article, or that there is none.
func article(v *visit) {
	a, ok := v.corpus().Article(kb.ArticleID(v.r.PathValue("slug")))
	if !ok {
		elsewhere(v)
		return
	}
	page, err := v.articlePage(a)
	if err != nil {
		v.fail(err)
		return
	}
	v.show(http.StatusOK, "article.html", page)
}

// elsewhere sends who follows an old name to where it is now.
func elsewhere(v *visit) {
	p, ok := v.corpus().Passage(kb.PassageID(v.r.PathValue("slug")))
	if !ok {
		missing(v)
		return
	}
	v.unstamp()
	http.Redirect(v.w, v.r, Path(p.Article.ID, p.ID), http.StatusMovedPermanently)
}

// articlePage is an article's page for whoever asks.
func (v *visit) articlePage(a *kb.Article) (*articlePage, error) {
	common, err := v.commonPage(a)
	if err != nil {
		return nil, err
	}
	page := *common
	page.Canonical, page.Private = v.canonical(page.Action), v.private()
	return &page, v.fillIn(&page)
}

// commonPage is what is the same for everybody: the desk is asked for it once in an edition.
func (v *visit) commonPage(a *kb.Article) (*articlePage, error) {
	if page, ok := v.ed.page(a.ID); ok {
		return page, nil
	}
	if err := v.enter(); err != nil {
		return nil, err
	}
	if page, ok := v.ed.page(a.ID); ok { // somebody made it meanwhile
		return page, nil
	}
	page, err := v.newPage(a)
	if err == nil && v.r.Context().Err() == nil {
		v.ed.keep(a.ID, page)
	}
	return page, err
}

func (v *visit) newPage(a *kb.Article) (*articlePage, error) {
	opening, err := v.opening(a)
	if err != nil {
		return nil, err
	}
	page := &articlePage{
		frame:      v.frame(a.Title, summary(opening.text), Path(a.ID, "")),
		Opening:    opening,
		Sections:   sections(a),
		Sources:    sources(a, a.Sources),
		Checked:    a.Checked.Format(time.DateOnly),
		Confidence: confidence(a.Confidence),
		Sure:       a.Confidence == kb.High,
		Overdue:    overdue(a, v.at),
		Related:    related(v.corpus(), a),
		Place:      names(a.Scope),
		Action:     Path(a.ID, ""),
		Data:       structure(a, opening.text),
		depends:    depends(v.corpus(), a),
	}
	page.Chat = chat(a.Title)
	return page, nil
}

// fillIn adds the form, and what the desk answers to who sent it.
func (v *visit) fillIn(page *articlePage) error {
	d := page.depends
	if !d.any() {
		return nil
	}
	who := d.read(v.r.URL.Query())
	page.Form = d.form(who)
	if !who.sent || who.wrong {
		return nil
	}
	page.Asked = who.question(v.corpus().Words)
	got, _, err := v.ask(who.facts(), page.Asked)
	page.Result, page.Chat = &got, chat(page.Asked)
	return err
}

// sections lists the questions of an article below its opening.
func sections(a *kb.Article) []sectionPart {
	var out []sectionPart
	for i := range a.Passages {
		if p := &a.Passages[i]; !p.Lead {
			out = append(out, sectionPart{p.ID.Key(), heading(p), blocks(p.Text), sources(a, p.Sources()), chat(heading(p))})
		}
	}
	return out
}

// overdue is the day by which an article should have been reviewed, if it is over.
func overdue(a *kb.Article, at time.Time) string {
	day := a.ReviewBy.Format(time.DateOnly)
	if a.ReviewBy.IsZero() || at.Format(time.DateOnly) <= day {
		return ""
	}
	return day
}
