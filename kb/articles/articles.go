// Package articles holds the FAQ itself: Markdown files, embedded, so that the
// program answers with nothing configured. The format is in docs/articles.md.
//
//	country/    rules of the whole country
//	guangdong/  the province's common rules, and one file for each city that differs
//	province/   what other provinces do differently
//	moved.csv   what passages were called before
//
// lost.utterances.txt, beside lost.md, is what customers said who meant its
// passages. vectors.bin is what all these texts mean, as huizhi kb vectors makes
// it; it is checked, not read, by people.
package articles

import "embed"

// Files are all articles.
//
//go:embed country guangdong province moved.csv
var Files embed.FS

// Vectors is the file of points of all texts that the articles are found by.
//
//go:embed vectors.bin
var Vectors []byte
