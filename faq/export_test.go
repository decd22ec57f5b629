package faq

// The limits, for tests.
var (
	PagesFrom = pagesFrom
	CasesFrom = casesFrom
)

// More limits.
const (
	MostWait  = mostWait
	WaitsLong = waitsLong
)
