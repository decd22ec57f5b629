package meaning

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"slices"
	"sync"
	"testing"

	"huizhi/encoder"
)

var load = sync.OnceValues(encoder.Load)

// fitted is an empty table, with directions in which some made-up texts differ.
var fitted = sync.OnceValues(func() (*Table, error) {
	e, err := load()
	if err != nil {
		return nil, err
	}
	return Fit(e, made(Dims))
})

func made(n int) []string {
	var texts []string
	for i := range n {
		texts = append(texts, fmt.Sprintf("第%d回去%s办%s", i, []string{"派出所", "大厅", "机器上"}[i%3], []string{"身份证", "居住证", "护照", "驾照"}[i%4]))
	}
	return texts
}

// knowing is a fresh table that has learned texts.
func knowing(t testing.TB, texts ...string) *Table {
	t.Helper()
	f, err := fitted()
	if err != nil {
		t.Fatal(err)
	}
	k := &Table{encoder: f.encoder, basis: f.basis, mean: f.mean, points: map[key]compact{}}
	if err := k.Learn(context.Background(), texts, nil); err != nil {
		t.Fatal(err)
	}
	return k
}

func reread(t testing.TB, data []byte) *Table {
	t.Helper()
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	k, err := Read(data, e)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestNear(t *testing.T) {
	k := knowing(t, "身份证丢了怎么补", "补办身份证", "证件不见了", "丢失补领流程", "照片要什么底色", "白底还是蓝底", "先挂失，再补领。")
	f := k.Field([]Group{
		{Texts: []string{"身份证丢了怎么补", "补办身份证", "证件不见了", "丢失补领流程", "没有学过的话"}, First: "先挂失，再补领。"},
		{Texts: []string{"照片要什么底色", "白底还是蓝底"}},
		{},
	})
	near, ok := f.Near("我的卡找不着了")
	if !ok || len(near) != 3 {
		t.Fatal(near, ok)
	}
	lost, photo, nothing := near[0], near[1], near[2]
	if lost.Nearest != "证件不见了" || lost.Texts <= photo.Texts || lost.Centre <= photo.Centre || lost.First == 0 || photo.First != 0 {
		t.Errorf("lost %+v, photo %+v", lost, photo)
	}
	if nothing != (Near{}) {
		t.Errorf("a group of nothing is near: %+v", nothing)
	}
	if same, _ := f.Near("白底还是蓝底"); same[1].Nearest != "白底还是蓝底" {
		t.Errorf("a text is not nearest to itself: %+v", same[1])
	}
	for _, text := range []string{"", "  ", "鱻龘"} {
		if _, ok := f.Near(text); ok {
			t.Errorf("%q has a meaning", text)
		}
	}
}

// Three texts count, however many there are: the mean of all would make a group
// of many ways to say it far from each.
func TestNearestThree(t *testing.T) {
	g := group{texts: slices.Repeat([]string{"a", "b", "c", "d", "e"}, 10), centre: -1, first: 50, lift: 0}
	n := g.near(append([]float32{0.25, 0.5, 1, -1, 0.75}, append(make([]float32, 45), 0.125)...))
	if want := (Near{Texts: 0.75, First: 0.125, Nearest: "c"}); n != want {
		t.Errorf("%+v, want %+v", n, want)
	}
}

// A group of few texts gets what as many as others have would bring it.
func TestFewTexts(t *testing.T) {
	pair := group{texts: []string{"a", "b"}, centre: -1, first: -1, lift: lift(2, 50)}.near([]float32{0.25, 0.75})
	one := group{texts: []string{"a"}, centre: -1, first: -1, lift: lift(1, 50)}.near([]float32{0.5})
	if pair.Nearest != "b" || !(0.5 < pair.Texts && pair.Texts < one.Texts && one.Texts < 0.7) {
		t.Errorf("two %+v, one %+v: want a little more than their mean, the one more", pair, one)
	}
	if lift(1, 1) != 0 || lift(60, 50) != 0 {
		t.Error("who has as many as others is lifted")
	}
}

func TestFile(t *testing.T) {
	texts := []string{"身份证丢了怎么补", "照片要什么底色", "鱻龘"}
	k := knowing(t, append(texts, "旧的一句")...)
	data := k.Marshal(append(texts, "没有学过的话"))
	again := reread(t, data)
	if missing := again.Missing(append(texts, "旧的一句", "旧的一句")); !slices.Equal(missing, []string{"旧的一句"}) {
		t.Errorf("missing %q", missing)
	}
	if stale := again.Stale(texts[:1]); stale != 2 {
		t.Errorf("%d stale, want 2", stale)
	}
	if !bytes.Equal(again.Marshal(texts), data) {
		t.Error("written again it is another file")
	}
	more := knowing(t, "旧的一句").Marshal([]string{"旧的一句"})
	if err := again.Add(more); err != nil || len(again.Missing([]string{"旧的一句"})) > 0 {
		t.Errorf("add: %v", err)
	}
	if n := again.Wrong(texts); n > 0 {
		t.Errorf("%d texts lie elsewhere than the encoder says", n)
	}
	again.points[keyOf(texts[0])] = again.points[keyOf(texts[1])]
	if n := again.Wrong(texts); n != 1 {
		t.Errorf("%d texts lie elsewhere, want 1", n)
	}
}

func TestFileRefused(t *testing.T) {
	k := knowing(t, "身份证丢了怎么补")
	good := k.Marshal([]string{"身份证丢了怎么补"})
	changed := func(at int, summed bool) []byte {
		data := bytes.Clone(good)
		data[at]++
		if summed {
			body := data[:len(data)-sumSize]
			binary.LittleEndian.PutUint32(data[len(body):], crc32.Checksum(body, castagnoli))
		}
		return data
	}
	for name, x := range map[string]struct {
		data []byte
		want error
	}{
		"empty":           {nil, ErrDamaged},
		"cut":             {good[:len(good)-1], ErrDamaged},
		"longer":          {append(bytes.Clone(good), 0), ErrDamaged},
		"a point":         {changed(rowsAt+20, false), ErrDamaged},
		"another count":   {changed(countAt, true), ErrDamaged},
		"other weights":   {changed(len(magic), true), ErrVersion},
		"another format":  {changed(0, true), ErrDamaged},
		"other direction": {changed(basisAt, true), ErrVersion},
	} {
		if err := k.Add(x.data); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}

func TestLearn(t *testing.T) {
	k := knowing(t)
	last := 0
	told := func(done int) {
		if done != last+1 {
			t.Errorf("%d after %d", done, last)
		}
		last = done
	}
	if err := k.Learn(context.Background(), made(20), told); err != nil || last != 20 {
		t.Errorf("%v, %d of 20", err, last)
	}
	ctx, cancel := context.WithCancel(context.Background())
	err := k.Learn(ctx, made(60)[20:], func(done int) {
		if done == 5 {
			cancel()
		}
	})
	left := len(k.Missing(made(60)))
	if !errors.Is(err, context.Canceled) || left == 0 || left > 35 {
		t.Errorf("%v, %d left", err, left)
	}
}

func TestFitNeedsEnough(t *testing.T) {
	e, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Fit(e, made(Dims-1)); !errors.Is(err, ErrFew) {
		t.Errorf("%v", err)
	}
}

// What was asked is remembered for a while, with what had no meaning, and never
// more than so much of it.
func TestRecent(t *testing.T) {
	k := knowing(t)
	first, _ := k.point("身份证丢了")
	if again, ok := k.point("身份证丢了"); !ok || again != first {
		t.Error("asked again it lies elsewhere")
	}
	for range 2 {
		if _, ok := k.point("鱻龘"); ok {
			t.Error("what means nothing has a point")
		}
	}
	var r recent
	for i := range key(3 * most) {
		r.put(i, answer{ok: true})
	}
	if _, found := r.get(0); found || len(r.now)+len(r.old) > 2*most {
		t.Errorf("%d remembered, the first too: %v", len(r.now)+len(r.old), found)
	}
	if _, found := r.get(3*most - 1); !found {
		t.Error("the last is forgotten")
	}
}

// Many callers ask while others learn.
func TestConcurrent(t *testing.T) {
	k := knowing(t, made(10)...)
	f := k.Field([]Group{{Texts: made(10)}})
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			if i%5 == 0 {
				_ = k.Learn(context.Background(), made(20), nil)
			}
			if near, ok := f.Near(made(10)[i%10]); !ok || near[0].Nearest != made(10)[i%10] {
				t.Errorf("%v %v", near, ok)
			}
		})
	}
	wg.Wait()
}

func FuzzRead(f *testing.F) {
	k := knowing(f, made(3)...)
	f.Add(k.Marshal(made(3)))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) { _ = k.Add(data) })
}

// BenchmarkNear compares a question with as many texts as our articles have; the
// question is known, so that nothing is encoded.
func BenchmarkNear(b *testing.B) {
	texts := made(300)
	k := knowing(b, texts...)
	var groups []Group
	for range 52 {
		groups = append(groups, Group{Texts: texts})
	}
	f := k.Field(groups)
	for b.Loop() {
		f.Near(texts[0])
	}
}

// A basis is square, and keeps what texts tell apart better than chance would: two
// texts lie as near in it as their vectors do.
func TestFit(t *testing.T) {
	f, err := fitted()
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.basis {
		for j := range i + 1 {
			if got := f.basis[i].Near(&f.basis[j]); i != j && (got > 1e-3 || got < -1e-3) {
				t.Fatalf("%d and %d: %v", i, j, got)
			}
		}
		if got := f.basis[i].Near(&f.basis[i]); got < 0.999 || got > 1.001 {
			t.Fatalf("%d: length %v", i, got)
		}
	}
	texts := made(Dims)
	for i := 0; i+5 < len(texts); i += 5 {
		v, _ := f.encoder.Encode(texts[i])
		w, _ := f.encoder.Encode(texts[i+5])
		p, q := f.basis.point(&v), f.basis.point(&w)
		if d := v.Near(&w) - kernels.Sdot(Dims, p[:], 1, q[:], 1); d > 0.02 || d < -0.02 {
			t.Errorf("%s, %s: %v off", texts[i], texts[i+5], d)
		}
	}
}
