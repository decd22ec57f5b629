package encoder

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// load is one Encoder for all tests.
var load = sync.OnceValues(Load)

func loaded(t testing.TB) *Encoder {
	t.Helper()
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// reference is a text with what the network gave where it was made.
type reference struct {
	Text   string
	Pieces []int32
	Vector []float64
}

func references(t testing.TB) (out []reference) {
	t.Helper()
	f, err := os.Open("testdata/cases.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	if len(out) < 100 {
		t.Fatalf("only %d references", len(out))
	}
	return out
}

func TestReferences(t *testing.T) {
	e := loaded(t)
	for i, r := range references(t) {
		if testing.Short() && i%8 > 0 {
			continue
		}
		if r.Vector == nil {
			if _, ok := e.Encode(r.Text); ok {
				t.Errorf("%q has a vector", r.Text)
			}
			continue
		}
		ids := e.pieces.cut(plain(r.Text))
		if !slices.Equal(ids, r.Pieces) {
			t.Errorf("%q: pieces %v, want %v", r.Text, ids, r.Pieces)
		}
		v := e.run(ids)
		if c := cosine(v, r.Vector); c < 0.999 {
			t.Errorf("%q: cosine %.5f", r.Text, c)
		}
		w, ok := e.Encode(r.Text)
		if ok != anyKnown(ids) || ok && w != v {
			t.Errorf("%q: encoded differently, %v", r.Text, ok)
		}
	}
}

func cosine(v Vector, w []float64) float64 {
	var both, one, other float64
	for i := range v {
		x, y := float64(v[i]), w[i]
		both, one, other = both+x*y, one+x*x, other+y*y
	}
	return both / math.Sqrt(one*other)
}

// What means alike is nearer than what shares characters.
func TestMeaning(t *testing.T) {
	e := loaded(t)
	for _, x := range [][3]string{
		{"证件不见了", "身份证丢失补领", "证件照片要求"},
		{"My ID card is about to expire", "身份证到期换领", "身份证丢失补领"},
		{"辦證要幾錢", "办身份证多少钱", "办身份证几天"},
	} {
		text, alike, other := must(t, e, x[0]), must(t, e, x[1]), must(t, e, x[2])
		if text.Near(alike) <= text.Near(other) {
			t.Errorf("%s: %.3f from %s, %.3f from %s", x[0], text.Near(alike), x[1], text.Near(other), x[2])
		}
	}
}

func must(t *testing.T, e *Encoder, text string) *Vector {
	t.Helper()
	v, ok := e.Encode(text)
	if !ok {
		t.Fatalf("%s has no vector", text)
	}
	return &v
}

func TestNothingToEncode(t *testing.T) {
	e := loaded(t)
	for _, text := range []string{"", "  \n\t", "\u200b\ufeff", "\xff\xfe", "👍👍"} {
		if _, ok := e.Encode(text); ok {
			t.Errorf("%q has a vector", text)
		}
	}
}

// A long text is read in parts: it lies near what it says again and again, and
// its vector has length 1.
func TestLongText(t *testing.T) {
	if testing.Short() {
		t.Skip("long texts")
	}
	e := loaded(t)
	once := must(t, e, "身份证丢了怎么补办，要带什么材料？")
	for name, text := range map[string]string{
		"clauses":      strings.Repeat("身份证丢了怎么补办，要带什么材料？", 40),
		"without sign": strings.Repeat("身份证丢了怎么补办要带什么材料", 400),
	} {
		v := must(t, e, text)
		if length := v.Near(v); length < 0.999 || length > 1.001 {
			t.Errorf("%s: length %.4f", name, length)
		}
		if v.Near(once) < 0.8 {
			t.Errorf("%s: %.3f from what it repeats", name, v.Near(once))
		}
	}
	for _, part := range e.pieces.split(strings.Repeat("身份证丢了怎么补办，", 300) + strings.Repeat("长", 1000)) {
		if len(part) > mostPieces || part[0] != begin || part[len(part)-1] != end {
			t.Errorf("a part of %d pieces, %d to %d", len(part), part[0], part[len(part)-1])
		}
	}
}

func TestManyCallers(t *testing.T) {
	e := loaded(t)
	texts := []string{"证件不见了", "照片回执多少钱", strings.Repeat("到期了怎么换，", 60)}
	var want []Vector
	for _, text := range texts {
		want = append(want, *must(t, e, text))
	}
	callers := 1000
	if testing.Short() {
		callers = 50
	}
	var all sync.WaitGroup
	for i := range callers {
		all.Go(func() {
			if v, ok := e.Encode(texts[i%2]); !ok || v != want[i%2] {
				t.Errorf("caller %d: another vector", i)
			}
		})
	}
	all.Wait()
	if v, _ := e.Encode(texts[2]); v != want[2] {
		t.Error("the same text has another vector later")
	}
}

// Whatever is wrong with a file, it is told and not used.
func TestDamagedWeights(t *testing.T) {
	changed := func(change func(header map[string]any)) []byte {
		n := int(weightsFile[0]) | int(weightsFile[1])<<8
		var header map[string]any
		if err := json.Unmarshal(weightsFile[8:8+n], &header); err != nil {
			t.Fatal(err)
		}
		change(header)
		text, _ := json.Marshal(header)
		out := append([]byte{byte(len(text)), byte(len(text) >> 8), 0, 0, 0, 0, 0, 0}, text...)
		return append(out, weightsFile[8+n:]...)
	}
	for name, data := range map[string][]byte{
		"empty":           nil,
		"cut":             weightsFile[:len(weightsFile)-1],
		"a huge header":   bytes.Repeat([]byte{0xff}, 100),
		"no header":       append([]byte{2, 0, 0, 0, 0, 0, 0, 0}, "{]"...),
		"nothing in it":   append([]byte{2, 0, 0, 0, 0, 0, 0, 0}, "{}"...),
		"another version": changed(func(h map[string]any) { h["__metadata__"] = map[string]string{"version": "huizhi-encoder-2"} }),
		"a tensor less":   changed(func(h map[string]any) { delete(h, "dense.2") }),
		"another shape":   changed(func(h map[string]any) { h["dense.0"].(map[string]any)["shape"] = []int{320, 512} }),
		"another type":    changed(func(h map[string]any) { h["table"].(map[string]any)["dtype"] = "U8" }),
		"before the file": changed(func(h map[string]any) { h["input.bias"].(map[string]any)["data_offsets"] = []int{-3072, 0} }),
	} {
		if _, err := Read(data, piecesFile); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, data := range map[string]string{"empty": "", "no score": "a\n", "no number": "a\tb\n", "twice": string(piecesFile) + "▁\t-3\n", "one less": string(piecesFile[:len(piecesFile)-20])} {
		if _, err := Read(weightsFile, []byte(data)); !errors.Is(err, ErrDamaged) {
			t.Errorf("pieces: %s: %v", name, err)
		}
	}
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float32{
		0x0000: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: 1.0 / (1 << 24), 0x8001: -1.0 / (1 << 24), 0x03ff: 1023.0 / (1 << 24), 0x0400: 1.0 / (1 << 14),
	} {
		if got := half(bits); got != want {
			t.Errorf("%04x: %g, want %g", bits, got, want)
		}
	}
	if !math.IsInf(float64(half(0x7c00)), 1) || !math.IsNaN(float64(half(0x7e00))) {
		t.Error("infinity or no number")
	}
}

func FuzzCut(f *testing.F) {
	e := loaded(f)
	for _, text := range []string{"", "身份证 ID\u3000card", "\xff▁▁", strings.Repeat("长", 300), "👍🏽é①Ａ"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = plain(text)
		for _, part := range e.pieces.split(text) {
			if len(part) > mostPieces {
				t.Errorf("%d pieces", len(part))
			}
		}
		ids := e.pieces.cut(text)
		if ids[0] != begin || ids[len(ids)-1] != end || len(ids) > len(text)+4 {
			t.Errorf("%q: %v", text, ids)
		}
	})
}

func FuzzWeights(f *testing.F) {
	header := weightsFile[8 : 8+int(weightsFile[0])|int(weightsFile[1])<<8]
	f.Add(header)
	f.Add([]byte(`{"table":{"dtype":"I8","shape":[1,512],"data_offsets":[0,512]}}`))
	f.Add([]byte(`{"table":{"data_offsets":[9223372036854775807,-1]}}`))
	f.Fuzz(func(t *testing.T, header []byte) {
		data := append([]byte{byte(len(header)), byte(len(header) >> 8), byte(len(header) >> 16), 0, 0, 0, 0, 0}, header...)
		if _, err := readNetwork(data, 10); err == nil {
			t.Error("weights of nothing are read")
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for range b.N {
		if _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	e := loaded(b)
	sentence := []rune("孩子跟妈妈改姓了，之后那张小卡要怎么换，我想先问一下窗口要不要预约，谢谢")
	for _, n := range []int{10, 20, 60, 120, 480} {
		text := string(slices.Concat(slices.Repeat([][]rune{sentence}, 1+n/len(sentence))...)[:n])
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for range b.N {
				e.Encode(text)
			}
		})
	}
}
