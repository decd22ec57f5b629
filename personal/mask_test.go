package personal_test

import (
	"strings"
	"testing"
	"time"

	"huizhi/personal"
)

func TestMask(t *testing.T) {
	const id, phone, both = personal.IDNumber, personal.Mobile, personal.IDNumber | personal.Mobile
	for _, test := range []struct {
		name, text, want string
		found            personal.Kinds
	}{
		{"plain", "号码440106199003071231，能办吗", "号码〔id〕，能办吗", id},
		{"check letter", "11010119070505092X能办吗", "〔id〕能办吗", id},
		{"small check letter", "11010119070505092x", "〔id〕", id},
		{"cyrillic check letter", "11010119070505092Х", "〔id〕", id},
		{"said check letter", "一一零一零一一九零七零五零五零九二叉", "〔id〕", id},
		{"blanks", "4401 0619 9003 0712 31", "〔id〕", id},
		{"dashes", "440106-19900307-1231", "〔id〕", id},
		{"dots", "440106.19900307.1231", "〔id〕", id},
		{"one by one", "4 4 0 1 0 6 1 9 9 0 0 3 0 7 1 2 3 1", "〔id〕", id},
		{"lines", "440106\n19900307\n1231", "〔id〕", id},
		{"full width", "４４０１０６１９９００３０７１２３１", "〔id〕", id},
		{"Chinese", "四四〇一〇六一九九〇〇三〇七一二三一", "〔id〕", id},
		{"as on a cheque", "肆肆零壹零陆壹玖玖零零叁零柒壹贰叁壹", "〔id〕", id},
		{"on the phone", "四四零幺零六幺九九零零三零七幺两三幺", "〔id〕", id},
		{"circled", "④④⓪①⓪⑥①⑨⑨⓪⓪③⓪⑦①②③①", "〔id〕", id},
		{"dingbats", "❹❹⓿❶⓿❻❶❾❾⓿⓿❸⓿❼❶❷❸❶", "〔id〕", id},
		{"keycaps", "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣1️⃣7️⃣3️⃣8️⃣。", "〔phone〕。", phone},
		{"Arabic digits", "٤٤٠١٠٦١٩٩٠٠٣٠٧١٢٣١", "〔id〕", id},
		{"mathematical digits", "𝟒𝟒𝟎𝟏𝟎𝟔𝟏𝟗𝟗𝟎𝟎𝟑𝟎𝟕𝟏𝟐𝟑𝟏", "〔id〕", id},
		{"mixed", "４４0一〇6-1990 〇叁〇７①2㊂9", "〔id〕", id},
		{"letters for digits", "44O1O6l99OO3O7l231", "〔id〕", id},
		{"zero width", "4401\u200b06199\u200d0030\ufeff71239", "〔id〕", id},
		{"bidi", "\u202d440106\u20621990\u00ad03071231\u202c", "\u202d〔id〕\u202c", id},
		{"odd signs", "4401★0619★9003★0712★31", "〔id〕", id},
		{"wrong check digit", "号码440106199003071238", "号码〔id〕", id},
		{"permanent resident", "932682198501010017", "〔id〕", id},
		{"old number", "老号码440106900307123。", "老号码〔id〕。", id},
		{"phone", "电话13800001738", "电话〔phone〕", phone},
		{"phone with dashes", "138-0000-1738", "〔phone〕", phone},
		{"phone with blanks and dash", "138 0000-1738", "〔phone〕", phone},
		{"phone said", "幺三八零零零零幺七三八", "〔phone〕", phone},
		{"phone with country code", "+86 138 0000 1738", "+86 〔phone〕", phone},
		{"phone glued to country code", "+8613800001738", "+86〔phone〕", phone},
		{"phone glued to long country code", "008613800001738", "0086〔phone〕", phone},
		{"country code in brackets", "(+86)13800001738", "(+86)〔phone〕", phone},
		{"glued", "44010619900307123113800001738", "〔id〕〔phone〕", both},
		{"two in a row", "13800001738 440106199003071231", "〔phone〕 〔id〕", both},
		{"after a list number", "1.440106199003071231", "1.〔id〕", id},
		{"glued to letters", "sfz440106199003071231ok", "sfz〔id〕ok", id},
		{"before a footnote", "440106199003071231①", "〔id〕①", id},
		{"before an unseen mark and a digit", "440106199003071231\u200b5，440106199003071231\ufe0f5", "〔id〕\u200b5，〔id〕5", id},
		{"date with unseen marks", "1\u200b990-6-12 2010年", "1\u200b990-6-12 2010年", 0},
		{"before another x", "11010119070505092Xx", "〔id〕x", id},
		{"wide gaps", "4401   0619   9003   0712   31", "〔id〕", id},
		{"permanent resident, wrong check digit", "932682198501010018", "〔id〕", id},
		{"a checked number is not cut", "440106 900307 440 106199003071231", "440106 900307 〔id〕", id},
		{"a number that cannot start cuts none", "13844010619 9003071231", "〔phone〕 9003071231", phone},
		{"invalid bytes", "\xff440106199003071231\xfe", "\xff〔id〕\xfe", id},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, found := personal.Mask(test.text)
			if got != test.want || found != test.found {
				t.Errorf("Mask(%q) = %q, %b; want %q, %b", test.text, got, found, test.want, test.found)
			}
		})
	}
}

func TestMaskLeaves(t *testing.T) {
	for _, text := range []string{
		"", "你好", "2024年6月11日", "2024-06-11 13:45:00", "二〇二四年六月十一日",
		"价格 29.90 元", "照片尺寸 358x441 像素", "回执号 DG2024061100012345",
		"图像号 44030120240611000123", "粤居码 440300200001", "四万五千六百",
		"经纬度 113.264385,23.129112", "经纬度 131.159140,46.643465", "1234567890",
		"11010119900230001X（日期不存在）", // no such day
		"990106199003071238",        // no such province, wrong check digit
		"442001199003071231123",     // longer than any number
		"订单202406111234567",         // 15 digits, no province
		"有效期1995.3.12-2015.3.12",    // dates, not 11 digits
		"时间戳1718064000123",          // 13 digits
		"上午9:00-12:00，下午13:30-17:30 100号窗口",
		"出生1990-6-12 2010年办的",                        // 11 digits, but a date
		"440106.1990 0307,1238", "440106.900307 123", // gaps of several kinds
		"440106199013011230",            // no such month
		"44010619900307123813800001738", // one long number, its parts unsure
		"18613800001738",                // 86 is no country code inside a number
		"138         0000         1738", // too far apart
		"12800001738", "1380000173", "138000017389", "〔id〕〔phone〕", "\xff\xfe",
	} {
		if got, found := personal.Mask(text); got != text || found != 0 {
			t.Errorf("Mask(%q) = %q, %b; want it untouched", text, got, found)
		}
	}
}

func TestValidID(t *testing.T) {
	for s, want := range map[string]bool{
		"440106199003071231":  true,
		"11010119070505092X":  true,
		"11010119070505092x":  false, // plain means capital X
		"440106199003071238":  false, // wrong check digit
		"440106199002301234":  false, // 30 February
		"440106189003071232":  false, // nobody is that old
		"44010619900307123":   false,
		"4401061990030712310": false,
		"４４０１０６１９９００３０７１２３１": false,
		"": false,
	} {
		if got := personal.ValidID(s); got != want {
			t.Errorf("ValidID(%q) = %v, want %v", s, got, want)
		}
	}
}

// Every wrong single digit makes a number invalid: that is what the check
// digit is for.
func TestValidIDFindsSlips(t *testing.T) {
	const id = "440106199003071231"
	for i := range id {
		for d := '0'; d <= '9'; d++ {
			if slip := id[:i] + string(d) + id[i+1:]; slip != id && personal.ValidID(slip) {
				t.Errorf("ValidID(%q) = true, want false", slip)
			}
		}
	}
}

func TestKindsHas(t *testing.T) {
	both := personal.IDNumber | personal.Mobile
	if !both.Has(personal.Mobile) || personal.IDNumber.Has(both) {
		t.Error("Has does not ask for all kinds")
	}
}

// A message as long as anybody can send is read in time that nobody notices.
func TestMaskIsQuick(t *testing.T) {
	for name, unit := range texts {
		long := strings.Repeat(unit, 100_000/len(unit))
		start := time.Now()
		personal.Mask(long)
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %v for 100 kB", name, took)
		}
	}
}

// texts are what a long message may be made of, the worst included.
var texts = map[string]string{
	"words":      "我想问一下身份证丢了怎么补办，",
	"digits":     "4",
	"glued":      "44010619900307123113800001738",
	"chinese":    "四四零幺零六幺九九零零三零七幺两三幺",
	"apart":      "1 ",
	"ids apart":  "440106199003071231 ",
	"invisible":  "\u200b",
	"odd signs":  "1★9",
	"full width": "１３",
}

func BenchmarkMask(b *testing.B) {
	for name, unit := range texts {
		b.Run(name, func(b *testing.B) {
			long := strings.Repeat(unit, 100_000/len(unit))
			b.SetBytes(int64(len(long)))
			for b.Loop() {
				personal.Mask(long)
			}
		})
	}
}
