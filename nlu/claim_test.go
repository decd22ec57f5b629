package nlu

import "testing"

func TestMonthsLeft(t *testing.T) {
	for text, want := range map[string]int{
		"还有4个月到期": 4, "还剩一年到期": 12, "还有80天到期": 3, "还有200天到期": 7, "还有3周到期": 1, "还差2天过期": 1,
		"不满3个月到期": 3, "提前半年换": 6, "只能提前3个月换": 0, "到期了": 0,
	} {
		if got := monthsLeft(text); got != want {
			t.Errorf("%s: %d, want %d", text, got, want)
		}
	}
}
