package faq

import "io/fs"

// Files are the templates and the style sheet.
var Files fs.FS = files

// Made is a site of other ones.
func Made(o Options, files fs.FS) *Site { return made(o, files) }

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
