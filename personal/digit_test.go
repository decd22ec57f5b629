package personal

import (
	"testing"
	"unicode"
)

// digit counts on every script's digits standing in tens.
func TestDigitsStandInTens(t *testing.T) {
	for _, r := range unicode.Nd.R16 {
		if (r.Hi-r.Lo+1)%10 != 0 || r.Stride != 1 {
			t.Errorf("%x to %x are no tens", r.Lo, r.Hi)
		}
	}
	for _, r := range unicode.Nd.R32 {
		if (r.Hi-r.Lo+1)%10 != 0 || r.Stride != 1 {
			t.Errorf("%x to %x are no tens", r.Lo, r.Hi)
		}
	}
}

func TestRead(t *testing.T) {
	for s, want := range map[string]mark{
		"7":      {script: western, value: '7'},
		"７":      {script: styled, value: '7'},
		"⑦":      {script: styled, value: '7'},
		"⑺":      {script: styled, value: '7'},
		"❼":      {script: styled, value: '7'},
		"⁷":      {script: styled, value: '7'},
		"٧":      {script: styled, value: '7'},
		"𝟳":      {script: styled, value: '7'},
		"㊆":      {script: chinese, value: '7'},
		"柒":      {script: chinese, value: '7'},
		"Ｏ":      {script: lookalike, value: '0'},
		"ⅹ":      {script: check, value: 'X'},
		"Ｘ":      {script: check, value: 'X'},
		"⑩":      {}, // two digits
		"㏦":      {}, // 7日 is a day
		"证":      {},
		"a":      {},
		"　":      {gap: plainGap},
		"—":      {gap: plainGap},
		"）":      {gap: plainGap},
		"．":      {gap: dotGap},
		"★":      {gap: oddGap},
		"\x00":   {gap: oddGap},
		"\xff":   {gap: oddGap},
		"\u202e": {gap: invisible},
		"\u3164": {gap: invisible},
		"\ufe0f": {gap: invisible},
	} {
		if got, size := read(s + "tail"); got != want || size != len(s) {
			t.Errorf("read(%q) = %+v, %d; want %+v, %d", s, got, size, want, len(s))
		}
	}
}
