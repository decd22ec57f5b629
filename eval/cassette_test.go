package eval

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/kb"
)

// A request is written down once, under a name made of all that it holds; when somebody has
// replied to it, that is the reply.
func TestCassette(t *testing.T) {
	dir, noon := filepath.Join(t.TempDir(), "tape"), time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	if _, err := OpenCassette(dir, false, noon); err == nil {
		t.Error("a cassette that is not there is replayed")
	}
	c, err := OpenCassette(dir, true, noon)
	if err != nil {
		t.Fatal(err)
	}
	p := answer.Prompt{Purpose: answer.ToRead, System: "提示", User: `{"said":"多少钱"}`, Schema: []byte(`{"type":"object"}`)}
	for range 2 {
		_, err := c.Complete(t.Context(), p, nil)
		if failed := (*answer.ModelError)(nil); !errors.As(err, &failed) || failed.Reason != Unrecorded {
			t.Fatal(err)
		}
	}
	ids := c.Missing()
	if len(ids) != 1 {
		t.Fatal(ids)
	}
	other := p
	other.Schema = []byte(`{"type":"array"}`)
	if _, err := c.Complete(t.Context(), other, nil); err == nil || len(c.Missing()) != 2 || slices.Equal(c.Missing()[1:], ids) {
		t.Errorf("another schema is the same request: %q", c.Missing())
	}
	if err := os.WriteFile(filepath.Join(dir, ids[0]+".reply.txt"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := OpenCassette(dir, false, time.Now())
	if err != nil || !again.At.Equal(noon) || again.Articles() != "" {
		t.Fatalf("%v %v %q", err, again.At, again.Articles())
	}
	heard := ""
	done, err := again.Complete(t.Context(), p, func(s string) { heard += s })
	if err != nil || done.Text != "{}" || heard != "{}" || done.In == 0 || len(again.Missing()) != 0 {
		t.Errorf("%v %+v %q", err, done, heard)
	}
	if err := os.WriteFile(filepath.Join(dir, clock), []byte("noon"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenCassette(dir, false, noon); err == nil {
		t.Error("no time is taken for one")
	}
}

// Half of a reader's choices, or all, are made at random, and the same ones each time.
func TestSpoiled(t *testing.T) {
	m := answer.Matter{Said: "多少钱", Candidates: make([]answer.Candidate, 9)}
	know := &Knowing{Message{Label: "case", Asks: []Point{{Span: "多少钱", Aspects: []kb.Field{"fee"}}}}}
	good, _ := know.Read(t.Context(), m)
	if !slices.Equal(good.Asks[0].Picks, []string{"fee"}) {
		t.Fatalf("%+v", good)
	}
	bad, _ := Spoiled{know, 1}.Read(t.Context(), m)
	same, _ := Spoiled{know, 1}.Read(t.Context(), m)
	if slices.Equal(bad.Asks[0].Picks, good.Asks[0].Picks) || !slices.Equal(bad.Asks[0].Picks, same.Asks[0].Picks) {
		t.Errorf("%+v, %+v", bad, same)
	}
	if kept, _ := (Spoiled{know, 0}).Read(t.Context(), m); !slices.Equal(kept.Asks[0].Picks, good.Asks[0].Picks) {
		t.Errorf("%+v", kept)
	}
}
