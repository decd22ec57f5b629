// Package articles holds the FAQ itself: Markdown files, embedded, so that the
// program answers with nothing configured. The format is in docs/articles.md.
//
//	country/    rules of the whole country
//	guangdong/  the province's common rules, and one file for each city that differs
//	province/   what other provinces do differently
//	moved.csv   what passages were called before
package articles

import "embed"

// Files are all articles.
//
//go:embed country guangdong province moved.csv
var Files embed.FS
