// Package personal hides personal numbers in what customers type, before
// anything else sees the text.
//
// Mask finds the numbers of ID cards and mobile phones, however they are
// spelled: full-width, circled or Chinese digits, with blanks, dashes or
// invisible characters between them. It does not list spellings. It reads the
// text as a row of glyphs, each a digit or the check letter X, and asks of
// every stretch of 18, 15 or 11 of them whether it is such a number:
//
//	scan    text → glyphs: which characters are digits, and what lies between
//	shapes  what digits make a number: its parts, its date, its check digit
//	find    which stretches are hidden: they begin and end where a number can
//
// A number begins and ends at an edge: a blank, a word, a change of script, or
// another number. So an order or receipt number that happens to hold an ID
// number's digits somewhere in the middle stays readable.
package personal
