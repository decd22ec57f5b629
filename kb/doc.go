// Package kb is what Huizhi knows: articles about the resident ID card, each
// with its place, its sources and the day we checked it.
//
// An article is one Markdown file with YAML front matter. Its cases state
// values ("the fee is 20元") under a guard ("for service renew, age 16 and
// over"), for one or more places. Its body is split into passages that answer
// the questions no case field answers. Golden questions stand beside what they
// examine. The file format is in docs/articles.md.
//
// There are few types to know:
//
//	Conditions  a set of situations: an article's guard, or what a customer told us
//	Statement   one value, for one field or item, at one place, under one guard
//	Corpus      all statements and passages, checked and read-only
//	Resolution  what holds for given conditions at a place, grouped by value
//	Golden      questions that must be answered rightly; the index never sees them
//	Synonym     a word, and the words that passages are found by as if they were it
//
// Load reads a file system into a Corpus and reports every Problem it finds, each
// with its file, its line and what to write instead;
// Resolve merges the statements of a place and of the places around it: the
// narrowest place that states a value wins, and within one place the narrowest
// guard. Synonyms are a list that is built in; a folder may put its own before it.
// Nothing here knows how answers are worded or how passages are found.
package kb
