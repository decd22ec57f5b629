// Package nlu reads one message: what it says of the customer's case, and what it
// wants to know. It remembers nothing and answers nothing.
//
//	text ─ normalize ─▶ one spelling, personal numbers masked
//	     ─ misuse ────▶ whether it asks for a forged card, or somebody else's
//	     ─ read ──────▶ Reading
//
// Before that, what a message takes back (correct) and what it says of people who do
// not apply (people) is blanked. Of a long story the question alone is read for what it
// asks (core).
//
// Read runs recognisers over the text one after the other: places, document,
// service, household, person, then what is asked and what is taken for true. Each
// marks the characters that it has understood (scan); what nobody marked is
// Reading.Rest. Parts cuts a message into its questions.
//
// How customers speak is in lexicon.yaml, lists of regular expressions by what they
// tell; what an article's words are called, in the vocabulary of package kb;
// misuse.yaml is a grammar of its own.
package nlu
