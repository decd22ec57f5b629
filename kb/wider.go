package kb

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// claim is a kind of sentence that a field of the cases decides.
type claim struct {
	unit  string
	field Field
	about *regexp.Regexp // what it or its heading says; nil for anything
	not   *regexp.Regexp // what makes it one about something else; nil for nothing
}

// claims are the kinds of sentence that are held against what wider places state.
var claims = []claim{
	{"元", Fee, nil, regexp.MustCompile(`罚|邮|寄|快递|EMS|到付|照相|拍照|相馆|押金|单位`)},
	{"个月", Lead, regexp.MustCompile(`提前|到期前|期满前`), nil},
	{"日", Time, regexp.MustCompile(`多久|几天|等|发证|领证|拿|取证|制证|办好|办结|出证|下来|收到`), regexp.MustCompile(`拘留|挂失|法律|法定`)},
	{"日", Validity, regexp.MustCompile(`有效`), nil},
	{"个月", Validity, regexp.MustCompile(`有效`), nil},
	{"年", Validity, nil, regexp.MustCompile(`年内|共用`)},
}

// reported marks a sentence that tells what others say, or what used to hold.
var reported = regexp.MustCompile(`网上[说写]|听说|有人说|谣|旧文章|旧规定|旧说法|以前|过去|曾|错的`)

// contradictsWider finds a sentence that says otherwise than what holds at the
// article's places, be it stated there or in a wider place.
func (l *linter) contradictsWider(a *Article, t line) {
	if comparison.MatchString(t.text) || reported.MatchString(t.text) {
		return
	}
	services := l.servicesOf(t)
	for _, said := range amounts(t.text) {
		for _, c := range claims {
			if c.unit == said.unit && c.covers(t) {
				l.against(a, t, said, l.holding(a, services, c.field))
			}
		}
	}
	l.ages(a, t, services)
}

// covers reports whether a sentence is of a kind.
func (c claim) covers(t line) bool {
	whole := t.passage.Questions[0] + t.text
	return (c.about == nil || c.about.MatchString(whole)) && (c.not == nil || !c.not.MatchString(whole))
}

// against warns of an amount that none of the statements knows, though some
// state such amounts.
func (l *linter) against(a *Article, t line, said amount, ss []*Statement) {
	var from *Statement
	var known []string
	for _, s := range ss {
		for _, k := range amounts(s.Value.words()) {
			if k.unit != said.unit {
				continue
			}
			if k.holds(said) {
				return
			}
			from, known = cmp.Or(from, s), append(known, k.text)
		}
	}
	if from != nil {
		slices.Sort(known)
		l.wider(a, t, said.text, from, slices.Compact(known))
	}
}

func (l *linter) wider(a *Article, t line, said string, from *Statement, known []string) {
	l.warning(a, t.at, "lint.contradicts_wider", said, fmt.Sprintf("%s%s:%d", from.Article.ID, articleEnd, from.Line), strings.Join(known, "、"))
}

// holding lists the statements that hold for a field at the article's places.
func (l *linter) holding(a *Article, services Set[Service], f Field) []*Statement {
	var out []*Statement
	for _, at := range a.Scope {
		for _, item := range l.corpus.Resolve(at, Conditions{Service: services, Document: Set[Document]{a.Document}}, f).Items {
			for _, g := range item.Groups {
				if g.Statement != nil {
					out = append(out, g.Statement)
				}
			}
		}
	}
	return out
}

// servicesOf lists the services that a sentence is about: those that it names, or
// its heading, or the article's title; the card's usual ones if nothing does.
func (l *linter) servicesOf(t line) Set[Service] {
	for _, text := range []string{t.text, t.passage.Questions[0], t.passage.Article.Title} {
		if out := l.corpus.Words.services(text); out != nil {
			return out
		}
	}
	return Set[Service]{First, Renew, Damaged, Lost, Change}
}

// services lists those that a text names, by a word of their own or of a group;
// nil for none.
func (v *Vocabulary) services(text string) Set[Service] {
	var out Set[Service]
	names := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	for _, term := range v.Services {
		if names(term.Words) {
			out = out.Add(Service(term.Word))
		}
	}
	for _, group := range v.Groups {
		if names(group.Words) {
			out = out.Add(group.Services...)
		}
	}
	return out
}
