package place

// Mention is a place that a text names.
type Mention struct {
	Start, End int // byte offsets in the text

	// Places are the candidates in code order. One means that the place is certain; it is
	// as narrow as the data know it, and a town or a district we keep no record of is
	// given as its city. Several mean that somebody has to ask which one; counties are
	// then given as their cities.
	Places []Name

	// Abbreviation is true for two Latin letters such as SZ. They are a guess even when
	// only one candidate is left: always ask.
	Abbreviation bool

	Role Role

	// Made is true when the text says that a photo or a receipt was made there:
	// 深圳拍的. Standing alone it may still be where they are.
	Made bool

	// Explicit is true when the text itself says that they are or go there: 人在江门,
	// 到广州办. Where it only names a place, Here is a guess.
	Explicit bool
}

// Ambiguous reports whether the mention has several candidates.
func (m Mention) Ambiguous() bool { return len(m.Places) > 1 }

// Role is what a text says about a place it names.
type Role uint8

// The roles. Here is what a mention is when nothing says otherwise.
const (
	Here    Role = iota // where they are or want to apply: 在深圳, 到广州办
	Home                // where their household is registered: 湖南户口, 我是广西人
	NotHome             // where it is not: 非深户, 不是东莞户口
	From                // where it was moved away from: 户口从湖南迁到广州
	Number              // only about the digits of an ID number: 号码前几位是湖南的
	Shot                // where a photo was taken that is for another place: 在珠海拍的,佛山认吗
)

// String returns the role's name for logs and tests.
func (r Role) String() string {
	switch r {
	case Here:
		return "Here"
	case Home:
		return "Home"
	case NotHome:
		return "NotHome"
	case From:
		return "From"
	case Number:
		return "Number"
	case Shot:
		return "Shot"
	}
	return "unknown"
}
