// Package answer turns a question into an answer with its sources.
//
// It works in two steps. Language.Understand reads one message and remembers:
// it is a pure function from (Facts, text) to (Facts, Question), and Facts is
// the only memory of what a customer told us. Answerer.Answer then replies.
// What is no question, or not about our documents, is replied to as that; a few
// questions have a rule of their own, such as whether a receipt of one city
// counts in another. All others take one of two roads. The case road merges what
// articles state for the place, the service and the person, and says it: the
// verdict first, then what differs with its condition, and one question back
// only where it decides. The passage road quotes the passage that answers the
// question. The questions of one message are answered one by one, and the
// replies joined, when that tells more than one reply to the whole.
//
// Facts come from articles, never from here. Every sentence comes from package
// phrases; how customers speak is in lexicon.yaml.
package answer
