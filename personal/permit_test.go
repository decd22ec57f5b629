package personal

import "testing"

func TestOtherNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"护照号E12345678能补证吗":       "护照号〔id〕能补证吗",
		"EA1234567":              "〔id〕",
		"香港身份证P103265(1)":        "香港身份证〔id〕",
		"回乡证H12345678":           "回乡证〔id〕",
		"台胞证12345678":            "台胞证〔id〕",
		"银行卡6222021234567890128": "银行卡〔card〕",
		"卡号4111 1111 1111 1111":  "卡号〔card〕",
		"号码11010519491231002":    "号码〔id〕",
		"少一位1101051949123102X":   "少一位〔id〕",
		"图像号A1234567890123":      "图像号A1234567890123",
		"订单6222021234567890123":  "订单6222021234567890123",
		"我2026年11月30日去的":         "我2026年11月30日去的",
		"12345678":               "12345678",
	} {
		got, _ := Mask(text)
		if got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
		if again, _ := Mask(got); again != got {
			t.Errorf("%s: masked again %s", text, again)
		}
	}
}
