package personal

import "regexp"

// permits are numbers with letters, of documents that stand for somebody as an ID card
// does: passports (E12345678, EA1234567; Entry-Exit Administration), travel permits of
// Hong Kong and Macao (C, H, M and 8 to 10 digits), cards of Hong Kong (A123456(7)), and
// of Taiwan where the permit is named.
var permits = regexp.MustCompile(`(?i)\b(?:[EGDSPK][ -]?\d{8}|E[A-Z][ -]?\d{7}|C[A-Z]?[ -]?\d{7,8}|[HM][ -]?\d{8}(?:\d{2})?)\b` +
	`|(?i)\b[A-Z]{1,2}\d{6} ?[(（][\dA][)）]`)

// named are numbers of digits alone that only the words before them tell.
var named = regexp.MustCompile(`((?:台胞证|通行证|护照)(?:号码?)?[是为：: ]{0,3})(?:[013-9]\d{7}|2[1-9]\d{6}|\d{9,10})\b`)

// maskPermits hides them.
func maskPermits(text string) (masked string, found bool) {
	masked = permits.ReplaceAllString(text, IDPlaceholder)
	masked = named.ReplaceAllString(masked, "${1}"+IDPlaceholder)
	return masked, masked != text
}
