package personal_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"huizhi/personal"
)

// spellings are ways to write the digits from 0 to 9, and X.
var spellings = [][]rune{
	[]rune("0123456789X"), []rune("０１２３４５６７８９Ｘ"), []rune("⓪①②③④⑤⑥⑦⑧⑨Ⓧ"),
	[]rune("〇一二三四五六七八九X"), []rune("零壹贰叁肆伍陆柒捌玖叉"), []rune("洞幺两三四五六拐八勾x"),
	[]rune("零壹貳參肆伍陸柒捌玖х"), []rune("⓿❶❷❸❹❺❻❼❽❾×"), []rune("𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡ⅹ"), []rune("٠١٢٣٤٥٦٧٨٩Χ"),
	[]rune("Ol"), // letters for 0 and 1 only
}

// between is what people, and programs, put between digits.
var between = []string{"", "", "", " ", "-", "　", " - ", "\u200b", "\u2066", "\u00ad", "\ufe0f\u20e3"}

// TestSpellings masks numbers spelled at random, each digit in a way of its own.
func TestSpellings(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		number, want := randomID(random), personal.IDPlaceholder
		if random.IntN(2) == 0 {
			number, want = fmt.Sprintf("13%09d", random.IntN(1e9)), personal.MobilePlaceholder
		}
		text := spell(random, number)
		if got, _ := personal.Mask("号码" + text + "，谢谢"); got != "号码"+want+"，谢谢" {
			t.Fatalf("Mask(%q) = %q, want it masked as %s", text, got, want)
		}
	}
}

// spell writes a number in one to three ways at once.
func spell(random *rand.Rand, number string) string {
	var out strings.Builder
	ways := 1 + random.IntN(3)
	first := random.IntN(len(spellings))
	for i, c := range number {
		value := strings.IndexRune("0123456789X", c)
		way := spellings[(first+random.IntN(ways))%len(spellings)]
		if value >= len(way) {
			way = spellings[0]
		}
		if i > 0 {
			out.WriteString(between[random.IntN(len(between))])
		}
		out.WriteRune(way[value])
	}
	return out.String()
}

// randomID makes up a number of nobody's: born before 1910, with its check digit.
func randomID(random *rand.Rand) string {
	born := fmt.Sprintf("190%d%02d%02d", random.IntN(10), 1+random.IntN(12), 1+random.IntN(28))
	head := fmt.Sprintf("44%04d%s%03d", random.IntN(10000), born, random.IntN(1000))
	last := 0
	for !personal.ValidID(head + "0123456789X"[last:last+1]) {
		last++
	}
	return head + "0123456789X"[last:last+1]
}
