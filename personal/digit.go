package personal

import "unicode"

// sinogram reads a Chinese digit, as written, as written on a cheque, or as
// said on the phone; 叉 is what people say for X.
func sinogram(r rune) mark {
	switch r {
	case '零', '〇', '○', '◯', '洞':
		return said('0')
	case '一', '壹', '壱', '弌', '幺':
		return said('1')
	case '二', '贰', '貳', '貮', '弐', '弍', '两', '兩':
		return said('2')
	case '三', '叁', '叄', '参', '參', '弎':
		return said('3')
	case '四', '肆':
		return said('4')
	case '五', '伍':
		return said('5')
	case '六', '陆', '陸':
		return said('6')
	case '七', '柒', '拐':
		return said('7')
	case '八', '捌':
		return said('8')
	case '九', '玖', '勾':
		return said('9')
	case '叉':
		return letter(r)
	}
	return mark{}
}

func said(value byte) mark { return mark{script: chinese, value: value} }

// dingbats are rows of digits, each from 1 to 9, that Unicode counts neither
// as digits nor as another way of writing one.
var dingbats = [...]rune{'❶', '➀', '➊', '⓵'}

// digit reads a digit of any script: Unicode keeps each script's ten in a row.
func digit(r rune) (value byte, ok bool) {
	if r == '⓿' || r == '🄌' || r == '🄋' {
		return '0', true
	}
	for _, one := range dingbats {
		if r >= one && r < one+9 {
			return '1' + byte(r-one), true
		}
	}
	if !unicode.IsDigit(r) {
		return 0, false
	}
	for _, t := range unicode.Nd.R16 {
		if r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10), true
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r <= rune(t.Hi) {
			return '0' + byte((r-rune(t.Lo))%10), true
		}
	}
	return 0, false
}
