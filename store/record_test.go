package store

import (
	"encoding/json"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/store/seal"
)

func newKeys(t *testing.T) (*seal.Keys, seal.Subject) {
	t.Helper()
	keys, err := seal.Create(filepath.Join(t.TempDir(), "keys"), seal.NewMaster())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keys.Close() })
	s := seal.NewSubject()
	if err := keys.Add(s); err != nil {
		t.Fatal(err)
	}
	return keys, s
}

// What is stored comes back with every field, whatever is in it.
func TestEveryFieldSurvives(t *testing.T) {
	survives(t, schemas)
	survives(t, generations)
	survives(t, addresses)
	survives(t, journal)
	survives(t, parked)
	survives(t, conversations)
	survives(t, tasks)
	survives(t, wakes)
	survives(t, deliveries)
	survives(t, sent)
	survives(t, feedback)
	survives(t, ticketHeaders)
	survives(t, ticketLines)
	survives(t, cursors)
}

func survives[T any](t *testing.T, k kind[T]) {
	t.Run(k.bucket, func(t *testing.T) {
		keys, s := newKeys(t)
		for seed := range uint64(100) {
			var v T
			filler{rand.New(rand.NewPCG(seed, 1))}.fill(t, reflect.ValueOf(&v).Elem())
			value, err := k.seal(keys, s, []byte("key"), []byte("open"), v)
			if err != nil {
				t.Fatal(err)
			}
			got, err := k.open(keys, []byte("key"), value)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, v) {
				t.Fatalf("got  %+v\nwant %+v", got, v)
			}
		}
	})
}

// filler fills values: nothing in them stays zero.
type filler struct{ *rand.Rand }

func (f filler) fill(t *testing.T, v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(f.Int64N(1<<32), f.Int64N(1e9)).UTC()))
		return
	case json.RawMessage:
		data, _ := json.Marshal(f.text())
		v.SetBytes(data)
		return
	case []byte:
		v.SetBytes([]byte(f.text()))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Int, reflect.Int64:
		v.SetInt(1 + f.Int64N(1<<50))
	case reflect.Uint8:
		v.SetUint(1 + f.Uint64N(200))
	case reflect.Uint64:
		v.SetUint(1 + f.Uint64()>>1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+f.IntN(3), 4))
		for i := range v.Len() {
			f.fill(t, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				f.fill(t, v.Field(i))
			}
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(t, v.Elem())
	case reflect.Interface:
		v.Set(f.oneOf(t, v.Type()))
	default:
		t.Fatalf("cannot fill a %v", v.Type())
	}
}

func (f filler) text() string {
	var b strings.Builder
	for range 1 + f.IntN(12) {
		b.WriteRune([]rune("aZ09 /<>&\"\\\n\x00é龍🙂\u2028")[f.IntN(17)])
	}
	return b.String()
}

// oneOf is a filled event or effect.
func (f filler) oneOf(t *testing.T, of reflect.Type) reflect.Value {
	choices := []any{bot.FindAnswer{}, bot.MoveTicket{}}
	if of == reflect.TypeFor[bot.Event]() {
		choices = []any{bot.Text{}, bot.Edited{}, bot.Photo{}, bot.Unreadable{}, bot.Button{}, bot.Answered{}, bot.AnswerFailed{}, bot.TicketFailed{}, bot.PutAside{}, bot.Woke{}, bot.Moved{}}
	}
	v := reflect.New(reflect.TypeOf(choices[f.IntN(len(choices))])).Elem()
	f.fill(t, v)
	return v
}

// A record that was put elsewhere, or given other open bytes, does not open.
func TestARecordStaysWhereItIs(t *testing.T) {
	keys, s := newKeys(t)
	a, b := []byte("address-a-name-x"), []byte("address-b-name-x")
	value, err := wakes.seal(keys, s, a, []byte("at"), keptWake{"w"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := wakes.open(keys, a, value); err != nil {
		t.Error(err)
	}
	if _, err := wakes.open(keys, b, value); err == nil {
		t.Error("opens under another key")
	}
	if _, err := (kind[keptWake]{"other", whole}).open(keys, a, value); err == nil {
		t.Error("opens in another bucket")
	}
	for i := range value {
		value[i] ^= 1
		if _, err := wakes.open(keys, a, value); err == nil {
			t.Errorf("opens with byte %d changed", i)
		}
		value[i] ^= 1
	}
}

func TestParseReadsAnything(t *testing.T) {
	for n := range 40 {
		for open := range 40 {
			value := make([]byte, n)
			if n > 16 {
				value[16] = byte(open)
			}
			r, ok := parse(value)
			if ok != (n >= 17+open && n > 16 || n >= 17 && open == 0) {
				t.Errorf("%d bytes, %d of them open: %v", n, open, ok)
			}
			if ok && string(r.bytes()) != string(value) {
				t.Errorf("%d bytes, %d of them open: not the same again", n, open)
			}
		}
	}
}

func TestInstantsSortAsTimes(t *testing.T) {
	last := []byte{}
	for _, at := range []time.Time{time.Unix(-5, 0), time.Unix(0, 0), time.Unix(0, 1), time.Unix(1, 0), time.Unix(1<<32, 0)} {
		b := instant(at)
		if string(b) <= string(last) || !timeOf(b).Equal(at) {
			t.Errorf("%v: %x", at, b)
		}
		last = b
	}
}
