package answer

import (
	"huizhi/kb"
	"huizhi/nlu"
)

// Show says everything about one case, as a customer who told us just these
// facts would read it. ok is false when no article states anything.
func Show(know Knowledge, f Facts) (Answer, bool) {
	in := &inquiry{Knowledge: know, facts: f, q: nlu.Reading{Aspects: []nlu.Aspect{nlu.How}}, places: know.Corpus.Places}
	services := f.Services
	if services == nil {
		services = everyday
	}
	c := &casework{inquiry: *in, services: services, aspects: []nlu.Aspect{nlu.How, kb.Lead, kb.Validity}}
	if services.Has(kb.Receipt) || !services.Has(kb.Renew) {
		c.aspects = []nlu.Aspect{nlu.How, kb.Validity}
	}
	c.settle()
	return c.say()
}
