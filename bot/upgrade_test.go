package bot

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
)

// Conversations of the first program, where a burst and a search were stages.
func TestUpgrade(t *testing.T) {
	for name, c := range map[string]struct{ was, is string }{
		"at rest": {
			`{"facts":{},"last":{"before":{}},"count":3,"ticket":"t1"}`,
			`{"version":1,"facts":{},"last":{"before":{}},"count":3,"ticket":"t1"}`,
		},
		"a burst": {
			`{"stage":"gathering","generation":2,"facts":{},"heard":[{"message":"m1","text":"江门"}],"since":"2026-11-22T04:00:00Z","until":"2026-11-22T04:00:02Z","photos":["a"],"album":"x","masked":true,"last":{"before":{}}}`,
			`{"version":1,"burst":{"heard":[{"message":"m1","text":"江门"}],"since":"2026-11-22T04:00:00Z","until":"2026-11-22T04:00:02Z","photos":["a"],"album":"x"},"generation":2,"facts":{},"masked":true,"last":{"before":{}}}`,
		},
		"a search": {
			`{"stage":"answering","facts":{},"photos":["a"],"lead":"order.asks","last":{"text":"照片","before":{}}}`,
			`{"version":1,"pending":{"lead":"order.asks","photos":["a"]},"facts":{},"last":{"text":"照片","before":{}}}`,
		},
		"a photo": {
			`{"stage":"offered","facts":{},"photos":["a","b"],"album":"x","last":{"before":{}}}`,
			`{"version":1,"stage":"offered","data":{"photos":["a","b"],"album":"x"},"facts":{},"last":{"before":{}}}`,
		},
		"an agent": {
			`{"stage":"with_agent","facts":{},"last":{"before":{}},"ticket":"t1"}`,
			`{"version":1,"stage":"with_agent","facts":{},"last":{"before":{}},"ticket":"t1"}`,
		},
	} {
		got, err := Upgrade([]byte(c.was))
		if err != nil || !same[Conversation](t, string(got), c.is) {
			t.Errorf("%s: %v\ngot  %s\nwant %s", name, err, got, c.is)
		}
		again, err := Upgrade(got)
		if err != nil || string(again) != string(got) {
			t.Errorf("%s is upgraded twice: %v %s", name, err, again)
		}
	}
	for _, bad := range []string{`{"version":2}`, `{`, `[]`} {
		if out, err := Upgrade([]byte(bad)); err == nil {
			t.Errorf("%s becomes %s", bad, out)
		}
	}
}

// same reports that two texts are the same value in JSON.
func same[T any](t *testing.T, a, b string) bool {
	t.Helper()
	var x, y T
	if err := errors.Join(json.Unmarshal([]byte(a), &x), json.Unmarshal([]byte(b), &y)); err != nil {
		t.Fatal(err, a, b)
	}
	return reflect.DeepEqual(x, y)
}

// Failures had one type for all tasks.
func TestFailuresOfTheFirstProgram(t *testing.T) {
	for was, want := range map[string]Event{
		`{"kind":"failed","body":{"generation":3,"reason":"overtime"}}`:                          AnswerFailed{3, Overtime},
		`{"kind":"failed","body":{"generation":3,"reason":"refused","ticket":"t1","text":"在吗"}}`: TicketFailed{"t1", Refused, "在吗"},
	} {
		if got, err := UnmarshalEvent([]byte(was)); err != nil || got != want {
			t.Errorf("%s: %+v, %v", was, got, err)
		}
	}
}

// A task of a later version comes back as it was.
func TestATaskOfALaterVersion(t *testing.T) {
	const later = `{"kind":"check_photo","body":{"file":"a","deep":[1,2]}}`
	e, err := UnmarshalTask([]byte(later))
	if err != nil || kindOf(Task{Effect: e}) != "check_photo" {
		t.Fatal(e, err)
	}
	if data, err := MarshalTask(e); err != nil || !same[any](t, string(data), later) {
		t.Errorf("%s, %v", data, err)
	}
	if _, err := UnmarshalTask([]byte(`{`)); err == nil {
		t.Error("half a record is a task")
	}
}

// Each kind of task that is stored can be run, and fails as an event that is stored.
func TestEachKindOfTaskHasARunner(t *testing.T) {
	rows := runners()
	for kind, zero := range tasks {
		r, ok := rows[kind]
		if !ok {
			t.Errorf("no runner for %s", kind)
			continue
		}
		if _, err := MarshalEvent(r.failed(Task{Effect: zero}, Broken)); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if len(rows) != len(tasks) {
		t.Errorf("%d runners for %d kinds", len(rows), len(tasks))
	}
}
