package kb

import (
	"strings"
)

// Field names what a case may state.
type Field string

// The fields, single values first.
const (
	Can      Field = "can"      // 能不能办
	Who      Field = "who"      // 谁到场
	Fee      Field = "fee"      // 工本费
	Time     Field = "time"     // 多久办好
	Lead     Field = "lead"     // 到期前多久可以换
	Validity Field = "validity" // 有效期多久
	Where    Field = "where"    // 去哪办, keyed by channel
	Bring    Field = "bring"    // 带什么, keyed by paper
	Warn     Field = "warn"     // 注意什么, keyed by a word of the editor's
)

// Fields lists every field in the order an answer gives them.
var Fields = []Field{Can, Who, Where, Bring, Fee, Time, Lead, Validity, Warn}

// Items reports whether the field is a list of keyed items.
func (f Field) Items() bool { return f == Where || f == Bring || f == Warn }

// Kind tells a stated value from the several ways of stating that there is none.
type Kind uint8

// The kinds of value.
const (
	Gap     Kind = iota // nobody states anything: said as a gap, never as "none"
	Stated              // the words hold
	None                // 无: known to be none
	Dropped             // 不用: an item that a wider place lists does not apply here
	Unknown             // 未知: looked for, not found
	Closed              // the item's condition does not hold; Say is its else
)

// Verdicts of the field can.
const (
	Yes   = "can"
	No    = "cannot"
	Check = "check" // depends on something we cannot know; Say gives the reason
)

// Reading is one of several disagreeing versions of a value.
type Reading struct{ Say, Src string }

// Was is what used to hold, so that old statements can be corrected.
type Was struct{ Say, Until string }

// Value is what a statement says. Disputes, advice, source and history
// belong to the value and go when it is overridden.
type Value struct {
	Kind      Kind
	Verdict   string // only for can
	Say       string // the words; for an item what is to be known of it, often empty
	Book      string // where to book, for channels
	URL       string
	OneOf     []string // any one of these will do
	Or        []string // these may stand in for it
	Unless    []string // said, not evaluated: when it may be left out
	Contested []Reading
	Advice    string
	Src       string
	Was       []Was
}

// key is equal for two values exactly when a customer would read the same.
func (v Value) key() string {
	parts := []string{string(rune('0' + v.Kind)), v.Verdict, v.Say, v.Book, v.URL, v.Advice,
		strings.Join(v.OneOf, "|"), strings.Join(v.Or, "|"), strings.Join(v.Unless, "|")}
	for _, r := range v.Contested {
		parts = append(parts, r.Say)
	}
	return strings.Join(parts, "\x00")
}

// Same reports whether a customer would read the same in both.
func (v Value) Same(o Value) bool { return v.key() == o.key() }

// Applies reports whether the value asks for or offers something.
func (v Value) Applies() bool { return v.Kind == Stated }
