// Package index finds the passages that answer a question in words.
//
// There are three functions. Build reads the passages of a corpus into memory,
// Search finds the best for a query, Close gives the memory back. Nothing is
// kept on disk: a corpus is small, and rebuilding is surer than repairing.
//
// A search looks in two ways, among the passages of the places and the document
// asked about. By words: Bleve, a full-text engine, picks fifty candidates. Its
// scores cannot be compared from one question to the next, so they are scored
// again: by how alike the question and the passage's own questions are, or,
// where those are worded otherwise, by how much of the question the words of the
// passage answer, above all in one sentence. By meaning: the fifty whose texts
// are nearest to the question, if it is known what they mean. Where both ways
// are known, one score is made of them, with how likely the passage is by the words
// that customers used for it.
//
//	fold      text as it is compared: one width, one case, one word for one thing, no filler
//	features  folded text → characters, pairs of characters, Latin words
//	lexicon   how much a feature tells: rare ones more than common ones
//	counts    how often a passage says what, weighed as BM25 does
//	score     query and passage → a number between 0 and 1, by words
//	likely    query → how likely each passage is by its words
//	meaning   query and passage → how near they are, and the score of both
//	rank      best first, narrower places first among equals
//
// Names of places are the caller's business: take them out of Query.Text and
// put them into Query.Places.
package index
