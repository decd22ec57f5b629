package bot

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the files that tests compare with")

// The diagram is drawn from the table, so it cannot lie.
func TestDiagramShowsTheFlow(t *testing.T) {
	const file = "testdata/flow.mmd"
	drawn := draw()
	if *update {
		if err := os.WriteFile(file, []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if drawn != string(kept) {
		t.Errorf("%s is not what the table says; go test ./bot -update draws it anew", file)
	}
}

// stages in the order of a conversation.
var stages = []Stage{Idle, Offered, WithAgent}

func (s Stage) drawn() string {
	if s == Idle {
		return "idle"
	}
	return string(s)
}

// draw is the flow as a mermaid diagram: an arrow for each pair of stages, with
// the acts that lead along it.
func draw() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    [*] --> idle\n")
	for _, from := range stages {
		along := map[Stage][]string{}
		for _, a := range slices.Sorted(maps.Keys(acts())) {
			m, _ := flow.find(&Conversation{Stage: from}, a)
			for _, to := range m.way.targets() {
				if to != from {
					along[to] = append(along[to], string(a))
				}
			}
		}
		for _, to := range stages {
			if len(along[to]) > 0 {
				fmt.Fprintf(&b, "    %s --> %s: %s\n", from.drawn(), to.drawn(), strings.Join(along[to], ", "))
			}
		}
	}
	return b.String()
}

// targets are the stages that a way may lead to; back is drawn to where a
// conversation is at rest.
func (w way) targets() []Stage {
	if w.kind == returns {
		return []Stage{Idle}
	}
	return w.stages
}

// acts are all that the tables name.
func acts() map[act]bool {
	out := map[act]bool{}
	all := []moves{beside, anywhere}
	for _, r := range flow {
		all = append(all, r.moves)
	}
	for _, m := range all {
		for a := range m {
			out[a] = true
		}
	}
	return out
}

func TestEveryStageHasARow(t *testing.T) {
	for _, s := range stages {
		if flow[s].moves == nil {
			t.Errorf("no row for stage %s", s.drawn())
		}
	}
	if len(flow) != len(stages) {
		t.Errorf("%d rows for %d stages", len(flow), len(stages))
	}
}

// Whatever a button, a word or a command means is in the table.
func TestEveryActHasAMove(t *testing.T) {
	known := acts()
	for _, words := range []map[string]act{verbs, controls, commands} {
		for word, a := range words {
			if !known[a] {
				t.Errorf("%q means %s, which no table names", word, a)
			}
		}
	}
}

// A call for a person, cancel, back and restart do something wherever one is, and
// so they do while a burst is heard or an answer looked for.
func TestTheWaysOutWorkInEveryStage(t *testing.T) {
	for _, s := range stages {
		for _, c := range []Conversation{{Stage: s}, {Stage: s, Burst: &Burst{}}, {Stage: s, Pending: &Pending{}}} {
			c.Ticket = "t"
			for _, text := range []string{"/human", "取消", "返回", "/restart", "/help", "客服"} {
				turn := Take(c, Queued{}, Incoming{Key: "k", At: noon, Event: Text{Text: text}}, Around{})
				var said string
				for _, m := range turn.Messages {
					said += m.Message.Text
				}
				if len(turn.Tasks) == 0 && said == "" {
					t.Errorf("%s does nothing in stage %s: %q", text, s.drawn(), said)
				}
			}
		}
	}
}
