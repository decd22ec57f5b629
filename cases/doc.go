// Package cases answers from the cases of articles: what they state for a place, a
// service and a person, merged by package kb. It finds nothing and weighs nothing;
// who calls it has decided that a case is asked about.
//
//	Query ─▶ work      where to look, and for which services
//	      ─▶ decide    whether one fact has to be asked first: ruling says what a
//	                   yes-or-no question comes to in every situation left
//	      ─▶ say       field by field: verdict, bring, where, or one value
//	                   opening answers what was taken for true; notes end it
//	      ─▶ Reply
//
// The same query gets the same reply. Facts are the articles', sentences those of
// package phrases.
package cases
