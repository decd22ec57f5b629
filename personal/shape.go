package personal

import (
	"strconv"
	"strings"
	"time"
)

// shape is a kind of number: how many glyphs it has and what they must be.
// A firm shape needs no edges against another firm one, so that numbers written
// without a blank between them are found too.
type shape struct {
	kind  Kinds
	size  int
	firm  bool
	valid func(r row, i int) bool
}

// shapes lists the numbers we know, the surest first.
var shapes = []shape{
	{IDNumber, 18, true, isID},
	{Mobile, 11, true, isMobile},
	{IDNumber, 18, false, isMistypedID},
	{IDNumber, 15, false, isOldID},
	{IDNumber, 17, false, isShortID},
	{Card, 19, false, isCard19},
	{Card, 16, false, isCard16},
}

// isID accepts a checked ID number whatever stands between its digits.
func isID(r row, i int) bool { return ValidID(r.values[i : i+18]) }

// isMistypedID accepts the place code and birth date of an ID number whose
// check digit is wrong: it is still somebody's.
func isMistypedID(r row, i int) bool {
	v := r.values[i : i+18]
	return digits(v[:17]) && (inChina(v) || v[0] == '9' && inChina(v[1:])) && isDate(v[6:14]) && !r.loose(i, 18)
}

// isOldID accepts a number as on cards before 2000: two digits for the year,
// no check digit.
func isOldID(r row, i int) bool {
	v := r.values[i : i+15]
	return digits(v) && inChina(v) && isDate("19"+v[6:12]) && !r.loose(i, 15)
}

// isShortID accepts an ID number of which one digit was left out.
func isShortID(r row, i int) bool {
	v := r.values[i : i+17]
	return digits(v[:16]) && inChina(v) && (isDate(v[6:14]) || isDate(v[5:13])) && !r.loose(i, 17)
}

func isCard19(r row, i int) bool { return isCard(r, i, 19) }
func isCard16(r row, i int) bool { return isCard(r, i, 16) }

// isCard accepts the number of a bank card: it begins as those of UnionPay, Visa and
// Mastercard do, and its check digit is right (ISO/IEC 7812-1, Luhn).
func isCard(r row, i, size int) bool {
	v := r.values[i : i+size]
	return digits(v) && (v[:2] == "62" || v[0] == '4' || v[0] == '5') && luhn(v) && !r.loose(i, size)
}

func luhn(v string) bool {
	sum := 0
	for i := range len(v) {
		d := int(v[len(v)-1-i] - '0')
		if i%2 == 1 {
			d = 2*d/10 + 2*d%10
		}
		sum += d
	}
	return sum%10 == 0
}

// isMobile accepts a mobile number; +86 before it is no part of it.
func isMobile(r row, i int) bool {
	v := r.values[i : i+11]
	return v[0] == '1' && v[1] >= '3' && digits(v) && !r.loose(i, 11) && !r.startsWithDate(i)
}

// startsWithDate reports whether the digits from i on are grouped as in 1990.6.12.
func (r row) startsWithDate(i int) bool {
	year := r.values[i : i+4]
	month := r.group(i + 4)
	day := r.group(i + 4 + month)
	return r.group(i) == 4 && year >= "1900" && year < "2100" && month <= 2 && day <= 2
}

// group counts the glyphs from i to the next gap.
func (r row) group(i int) int {
	n := 1
	for i+n < len(r.glyphs) && n < 5 && r.glyphs[i+n].before&^invisible == 0 && r.within(i, n+1) {
		n++
	}
	return n
}

// countryCode reports whether glyph i comes after +86 or 0086, which makes it
// the first of a number even without a blank.
func (r row) countryCode(i int) bool {
	for _, code := range []string{"0086", "86"} {
		at := i - len(code)
		if at >= 0 && r.values[at:i] == code && r.within(at, len(code)+1) && r.edge(at) {
			return true
		}
	}
	return false
}

// ValidID reports whether s is an ID number as GB 11643 makes them: seventeen
// digits with a possible birth date, and the check digit that belongs to them.
func ValidID(s string) bool {
	if len(s) != 18 || !digits(s[:17]) || !isDate(s[6:14]) {
		return false
	}
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(s[i]-'0')
	}
	return "10X98765432"[sum%11] == s[17]
}

// digits reports whether s has nothing but ASCII digits.
func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// isDate reports whether eight digits are a day, as 20060102, on which someone
// alive today can have been born.
func isDate(s string) bool {
	if s[:2] != "19" && s[:2] != "20" {
		return false
	}
	year, _ := strconv.Atoi(s[:4])
	month, _ := strconv.Atoi(s[4:6])
	day, _ := strconv.Atoi(s[6:])
	date := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return date.Month() == time.Month(month) // a day too many is another month's
}

// provinces are the first two digits of place codes, Hong Kong, Macau and
// Taiwan included.
const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83"

// inChina reports whether a number starts with the code of a province.
func inChina(s string) bool { return strings.Contains(provinces, s[:2]) }
