package store

import (
	"huizhi/bot"
	"huizhi/store/kv"
)

// Note is a line for editors, and from whom.
type Note struct {
	Number   uint64
	Customer string // the code
	bot.Feedback
}

// Feedback reads what was noted: at most n lines behind a number, in order.
// What is erased is passed over; after is the number behind the last.
func (db *DB) Feedback(behind uint64, n int) (out []Note, after uint64, err error) {
	after = behind
	err = db.view(func(tx kv.Tx) error {
		for key, value := range from(tx, feedback.bucket, numbered(nil, after+1)) {
			if len(out) == n {
				return nil
			}
			after = number(key)
			f, err := feedback.open(db.keys, key, value)
			if err != nil {
				db.leaveOut(err)
				continue
			}
			r, _ := parse(value)
			out = append(out, Note{after, codeOf(r.subject), f})
		}
		return nil
	})
	return out, after, err
}
