// Package answer turns a question into an answer with its sources.
//
// It works in two steps. Language.Understand reads one message, as package nlu
// does, and remembers: it is a pure function from (Facts, text) to (Facts,
// Reading), and Facts is the only memory of what a customer told us.
// Answerer.Answer then replies.
// What is no question, or not about our documents, is replied to as that; a few
// questions have a rule of their own, such as whether a receipt of one city
// counts in another. For all others every way to reply is laid out: the passages
// that the index finds, what the cases say (what articles state for the place,
// the service and the person, merged), that nothing here answers, and the acts: a
// person, an order. Learned weights give each its chance, and the chances decide
// whether it is said, said as a guess, or offered:
//
//	search    the passages of the right place and document
//	caseroad  what the cases say: package cases
//	sort      what a message is, by its words and its meaning
//	ways      what speaks for each way to reply
//	choose    from chances to a reply
//	learn     the weights, from labelled messages
//
// The questions of one message are answered one by one, and the replies joined,
// when that tells more than one reply to the whole.
//
// Facts come from articles, never from here. Every sentence comes from package
// phrases; how customers speak is in package nlu.
package answer
