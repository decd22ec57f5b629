package telegram_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"huizhi/bot/telegram"
)

// mutations is how many odd updates are made of those that are known: a few here,
// more by hand, and of more with HUIZHI_UPDATES=updates.jsonl, as in
//
//	HUIZHI_UPDATES=updates.jsonl go test ./bot/telegram -run OddUpdates -mutations 10000
var mutations = flag.Int("mutations", 300, "how many updates TestOddUpdates makes")

// knownUpdates are the odd updates of the project, and those of a file that
// HUIZHI_UPDATES names.
func knownUpdates(t *testing.T) []json.RawMessage {
	out := telegram.UpdatesIn(t, telegram.OddUpdates)
	if name := os.Getenv("HUIZHI_UPDATES"); name != "" {
		out = append(out, telegram.UpdatesIn(t, name)...)
	}
	return out
}

// mutants are the updates as they are and, up to n, spoiled in many ways.
func mutants(t *testing.T, n int) (out [][]byte) {
	r := rand.New(rand.NewPCG(uint64(n), 3))
	all := knownUpdates(t)
	for i := range max(n, len(all)) {
		raw := withID(t, all[i%len(all)], 700_000_000+i)
		if i >= len(all) {
			raw = spoils[r.IntN(len(spoils))](r, raw, all[r.IntN(len(all))])
		}
		out = append(out, raw)
	}
	return out
}

// withID is an update with a number of its own: one that was there is not read again.
func withID(t *testing.T, raw json.RawMessage, id int) []byte {
	fields := map[string]json.RawMessage{}
	must(t, json.Unmarshal(raw, &fields))
	fields["update_id"] = []byte(strconv.Itoa(id))
	out, err := json.Marshal(fields)
	must(t, err)
	return out
}

// spoils are the ways to spoil an update, some with the help of another.
var spoils = []func(r *rand.Rand, raw, other []byte) []byte{
	flipped, cutOff, replaced, replaced, replaced, swapped, repeated, nested,
}

func flipped(r *rand.Rand, raw, _ []byte) []byte {
	raw = bytes.Clone(raw)
	for range 1 + r.IntN(4) {
		raw[r.IntN(len(raw))] ^= byte(1 + r.IntN(255))
	}
	return raw
}

func cutOff(r *rand.Rand, raw, _ []byte) []byte { return raw[:r.IntN(len(raw))] }

// strange are values that are hardly ever right.
var strange = []string{
	`""`, `"x"`, `-1`, `0`, `1e308`, `1e999`, `9223372036854775807`, `9223372036854775808`, `-9223372036854775808`, `1.5`, `true`, `null`, `[]`, `{}`,
	`[null]`, `{"id":{}}`, `"\u0000"`, `"\ud800"`, `"private"`, `"member"`, `"🏳️‍🌈"`, `[[[[[[[[[[]]]]]]]]]]`, `"` + strings.Repeat("长", 5000) + `"`,
}

// replaced puts something strange where a value was.
func replaced(r *rand.Rand, raw, _ []byte) []byte {
	begin, end := value(r, raw)
	return slices.Concat(raw[:begin], []byte(strange[r.IntN(len(strange))]), raw[end:])
}

// swapped puts two values each in the place of the other.
func swapped(r *rand.Rand, raw, _ []byte) []byte {
	a, b := value(r, raw)
	c, d := value(r, raw)
	if a > c {
		a, b, c, d = c, d, a, b
	}
	if b > c {
		return raw
	}
	return slices.Concat(raw[:a], raw[c:d], raw[b:c], raw[a:b], raw[d:])
}

// repeated has keys twice, the second time with the values of another update.
func repeated(_ *rand.Rand, raw, other []byte) []byte {
	return slices.Concat(raw[:len(raw)-1], []byte(","), other[1:])
}

// nested puts a value deep into lists, some deeper than any reader goes.
func nested(r *rand.Rand, raw, _ []byte) []byte {
	begin, end := value(r, raw)
	depth := []int{3, 100, 9_000, 20_000}[r.IntN(4)]
	open, shut := bytes.Repeat([]byte("["), depth), bytes.Repeat([]byte("]"), depth)
	return slices.Concat(raw[:begin], open, raw[begin:end], shut, raw[end:])
}

// value is where one of the values of an object stands, however deep.
func value(r *rand.Rand, raw []byte) (begin, end int) {
	var all [][2]int
	for at := range raw {
		if raw[at] != ':' {
			continue
		}
		var v json.RawMessage
		d := json.NewDecoder(bytes.NewReader(raw[at+1:]))
		if d.Decode(&v) == nil {
			all = append(all, [2]int{at + 1, at + 1 + int(d.InputOffset())})
		}
	}
	if len(all) == 0 {
		return 0, len(raw)
	}
	v := all[r.IntN(len(all))]
	return v[0], v[1]
}

// Whatever comes, it is handled or put aside, and the next question is answered.
func TestOddUpdates(t *testing.T) {
	all := mutants(t, *mutations)
	t.Run("fetched", func(t *testing.T) {
		d := open(t, options{})
		feed(t, d, all, func(raw []byte) {
			fields := map[string]json.RawMessage{}
			if json.Unmarshal(raw, &fields) != nil || fields == nil {
				return // a whole reply that is none is another test
			}
			delete(fields, "update_id") // Telegram's own count
			raw, err := json.Marshal(fields)
			must(t, err)
			d.Push(raw)
		})
	})
	t.Run("brought", func(t *testing.T) {
		d, srv := hooked(t)
		feed(t, d, all, func(raw []byte) {
			req, err := http.NewRequest(http.MethodPost, srv.URL+"/hook", bytes.NewReader(raw))
			must(t, err)
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s3cret")
			resp, err := http.DefaultClient.Do(req)
			must(t, err)
			must(t, resp.Body.Close())
			if resp.StatusCode != http.StatusOK {
				t.Errorf("%d for %.200s", resp.StatusCode, raw)
			}
		})
	})
}

// feed gives odd updates to a desk, and asks something now and then.
func feed(t *testing.T, d *desk, all [][]byte, give func(raw []byte)) {
	u := d.User(4711, "小明")
	for i, raw := range all {
		give(raw)
		if i%100 != 99 && i < len(all)-1 {
			continue
		}
		q := fmt.Sprintf("第%d问", i)
		u.Say(q)
		d.Until(t, q+" is answered", func() bool { return strings.Contains(u.Last().Text, q) })
	}
	d.Until(t, "all is taken", func() bool { return d.Pending() == 0 })
	if n := len(d.Dropped()); n > 0 {
		t.Errorf("%d updates were dropped", n)
	}
	if text := d.Log.String(); strings.Contains(text, "broke") || strings.Contains(text, "event parked") {
		t.Errorf("something broke:\n%s", text)
	}
	r, err := d.DB.Check(context.Background())
	must(t, err)
	if len(r.Problems) > 0 {
		t.Errorf("afterwards the store is not sound: %v", r.Problems)
	}
	t.Logf("%d updates, %d put aside, %d people", len(all), r.Records["parked"], r.Customers)
}
