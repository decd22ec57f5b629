// Package index finds the passages that answer a question in words.
//
// There are three functions. Build reads the passages of a corpus into memory,
// Search finds the best for a query, Close gives the memory back. Nothing is
// kept on disk: a corpus is small, and rebuilding is surer than repairing.
//
// A search has two steps. Bleve, a full-text engine, picks fifty candidates
// among the passages of the places and the document asked about. Its scores
// cannot be compared from one question to the next, so the candidates are then
// scored again: by how alike the question and the passage's own questions are,
// or, where those are worded otherwise, by how much of the question the words of
// the passage answer, above all in one sentence:
//
//	fold      text as it is compared: one width, one case, one word for one thing, no filler
//	features  folded text → characters, pairs of characters, Latin words
//	lexicon   how much a feature tells: rare ones more than common ones
//	counts    how often a passage says what, weighed as BM25 does
//	score     query and passage → a number between 0 and 1
//	rank      best first, narrower places first among equals
//
// Names of places are the caller's business: take them out of Query.Text and
// put them into Query.Places.
package index
