package nlu

import (
	"slices"
	"strings"

	"huizhi/kb"
)

// settle drops the aspects that another one explains, or that the thing asked
// about settles: several word lists match one question.
func (q *Reading) settle(accepts bool) {
	q.settleTimes()
	q.settleChannel()
	q.settleReceipt(accepts)
	if q.MayNot || q.Must {
		q.drop(kb.Can) // 能不能不补, 必须办吗: no 可以
	}
	if q.Collect { // who may fetch a card is not who has to come for one
		q.drop(kb.Who, kb.Can)
		q.Company = NoCompany
	}
	if q.Company != NoCompany {
		q.explain(kb.Who, kb.Can) // 能一个人去吗 is about who
	}
	if q.Company != NoCompany && q.Asks(kb.Can) && !q.Asks(kb.Who) {
		q.swap(kb.Can, kb.Who) // 我拿他的旧证帮他换可以不
	}
	if q.Asks(kb.Can) && q.Enumerate {
		q.drop(kb.Bring) // 需要什么条件
	}
	if q.Compare {
		q.drop(kb.Where) // 哪儿都一样吗
	}
}

// settleTimes tells the periods apart: 多久过期 is not about how long the
// office takes, and 提前多久 is always about a renewal.
func (q *Reading) settleTimes() {
	if q.Due && !q.Services.Only(kb.Receipt) && q.Asks(kb.Can) {
		q.drop(kb.Validity) // 到期日是2027-06-15,现在可不可以换
	}
	if q.Due && !q.Services.Only(kb.Receipt) && (q.Services == nil || q.Services.Contains(kb.Set[kb.Service]{kb.Renew})) {
		q.Services, q.Generic = kb.Set[kb.Service]{kb.Renew}, false // 证到明年5月,可以换吗
	}
	if q.Asks(kb.Lead) {
		q.explain(kb.Lead, kb.Validity)
		if q.Services == nil || q.Services.Has(kb.Renew) {
			q.Services = kb.Set[kb.Service]{kb.Renew} // nothing else expires
		}
	}
	q.explain(kb.Validity, kb.Time)
	q.explain(kb.Validity, kb.Can)
	if q.Asks(kb.Lead) {
		q.drop(kb.Time, kb.Can)
	}
}

// explain drops an aspect whose words are another's: both stand in one clause.
func (q *Reading) explain(by, what Aspect) {
	if !q.Asks(by) || !q.Asks(what) {
		return
	}
	a, b := q.spans[by], q.spans[what]
	if a == nil || b == nil {
		return // one of them was not asked in words of its own
	}
	between := q.scanned[min(a[1], b[1]):max(a[0], b[0], min(a[1], b[1]))]
	if !strings.ContainsAny(between, ",。!?;") {
		q.drop(what)
	}
}

// swap asks for another aspect in the place of one.
func (q *Reading) swap(from, to Aspect) {
	q.Aspects[slices.Index(q.Aspects, from)] = to
	q.spans[to] = q.spans[from]
}

// settleChannel takes 自助机能换吗 for a question about the machine.
func (q *Reading) settleChannel() {
	if q.Channel != "" && q.Asks(kb.Can) {
		q.drop(kb.Can)
		if !q.Asks(kb.Where) {
			q.Aspects = append(q.Aspects, kb.Where)
		}
	}
}

// settleReceipt leaves Can only to the question whether a place takes receipts:
// whether one may be used for something else is prose.
func (q *Reading) settleReceipt(accepts bool) {
	if !q.Services.Only(kb.Receipt) {
		return
	}
	q.drop(kb.Can)
	if accepts {
		q.Aspects = append([]Aspect{kb.Can}, q.Aspects...)
	}
}

// drop takes aspects out.
func (q *Reading) drop(aspects ...Aspect) {
	q.Aspects = slices.DeleteFunc(q.Aspects, func(a Aspect) bool { return slices.Contains(aspects, a) })
}
