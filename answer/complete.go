package answer

import (
	"huizhi/kb"
	"huizhi/nlu"
)

// complete fills in what a message leaves out, because it was said before: of what
// 那小孩呢 asks, whose 5月28 is, what 五年是吧 counts.
func (f Facts) complete(before Facts, q nlu.Reading) nlu.Reading {
	if q.Intent != nlu.Ask {
		return q
	}
	q = f.completeTimes(q)
	if len(q.Aspects) == 0 {
		q.Aspects = f.counted(q)
	}
	if len(q.Aspects) > 0 || len(f.Aspects) == 0 || before.Services != nil && q.Services != nil && q.OfOneself() {
		return q // 我自己的丢了也在这补: another case
	}
	if q.Follow && len([]rune(q.Rest)) <= maxFollow || q.Says() && len([]rune(q.Rest)) <= 2 && !q.Open {
		q.Aspects = f.Aspects
		if q.Channel == "" {
			q.Channel = f.Channel
		}
		q.Follow = true
	}
	return q
}

// maxFollow is how many characters nobody understood a follow-up may hold:
// 那正式的下来以后临时的还留着用 asks something of its own.
const maxFollow = 8

// completeTimes tells what a day or a time is said of: when a card expires, how old a
// receipt is.
func (f Facts) completeTimes(q nlu.Reading) nlu.Reading {
	renews := f.Services.Only(kb.Renew)
	short := len([]rune(q.Rest)) <= maxFollow && !q.Open
	switch plain := len(q.Aspects) == 0 || len(q.Aspects) == 1 && q.Asks(kb.Can); {
	case f.Services.Only(kb.Receipt) && q.Old > 0 && (plain && short || q.Lasts):
		q.Aspects, q.Months = []nlu.Aspect{kb.Validity}, q.Old // 我6月1号拍的
	case renews && q.Months == 0 && q.Day > 0 && f.Months > 0 && plain && q.Rest == "":
		q.Aspects, q.Months = []nlu.Aspect{kb.Lead}, q.Day // 明年5月到期 … 5月28
	case renews && q.Months == 0 && f.Months > 0 && q.Asks(kb.Can) && !q.Says():
		q.Aspects, q.Months = []nlu.Aspect{kb.Lead}, f.Months // 还有4个月到期 … 能换吗
	case q.Asks(kb.Can) && q.Follow && f.Channel != "" && q.Channel == "":
		q.Aspects, q.Channel = []nlu.Aspect{kb.Where}, f.Channel // 首次的能这么办吗
	case renews && q.Months > 0 && len(q.Aspects) == 0 && short:
		q.Aspects = []nlu.Aspect{kb.Lead} // 上面写2034年到期
	case f.agesAsked(q):
		q.Aspects = f.Aspects // 我自己25,又是多久
	}
	return q
}

// agesAsked reports that 多久 of somebody else's age goes on asking how long a
// card is valid.
func (f Facts) agesAsked(q nlu.Reading) bool {
	return q.AgeSaid && q.Services == nil && len(q.Aspects) == 1 && q.Asks(kb.Time) && len(f.Aspects) > 0 && f.Aspects[0] == kb.Validity
}

// counted is the field that a number is put forward for, while a case is spoken of: 五年是吧.
func (f Facts) counted(q nlu.Reading) []nlu.Aspect {
	if f.Services == nil || !q.Claim.Confirm || len([]rune(q.Rest)) > maxFollow {
		return nil
	}
	receipt := f.Services.Only(kb.Receipt)
	switch unit := q.Claim.Unit(); {
	case q.Claim.Free, unit == nlu.Yuan:
		return []nlu.Aspect{kb.Fee}
	case unit == "年", receipt && (unit == "月" || unit == "天"):
		return []nlu.Aspect{kb.Validity}
	case unit == "天":
		return []nlu.Aspect{kb.Time}
	case unit == "月" && f.Services.Only(kb.Renew):
		return []nlu.Aspect{kb.Lead}
	}
	return nil
}
