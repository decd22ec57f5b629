package answer

import (
	"huizhi/cases"
	"huizhi/kb"
	"huizhi/nlu"
)

// Show says everything about one case, as a customer who told us just these
// facts would read it. ok is false when no article states anything.
func Show(know Knowledge, f Facts) (Answer, bool) {
	q := cases.Query{Person: f.person(), At: f.Places, Unsure: f.Unsure, Named: f.Services, Services: f.Services, Aspects: []nlu.Aspect{nlu.How, kb.Lead, kb.Validity}}
	if q.Services == nil {
		q.Services = cases.Everyday
	}
	if q.Services.Has(kb.Receipt) || !q.Services.Has(kb.Renew) {
		q.Aspects = []nlu.Aspect{nlu.How, kb.Validity}
	}
	r, ok := cases.Book{Corpus: know.Corpus, Places: know.Corpus.Places}.Show(q)
	return told(r), ok
}
