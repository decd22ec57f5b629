package bottest

import (
	"context"
	"strings"
	"time"

	"huizhi/answer"
)

// Parrot answers with the question. One that begins with 慢 takes its time, one with
// 边 is shown while it is being worded.
type Parrot struct {
	Slow  time.Duration     // how long 慢 takes
	On    chan struct{}     // one for each 慢, and each part of a 边, that may go on; nil where time tells
	Found func(text string) // hears when there is an answer; nil for nobody
	Knows []answer.Known    // of everybody, from the first
}

// Follow has the script of all answers: buttons of each kind, and a source.
func (p Parrot) Follow(ctx context.Context, f answer.Facts, text string, _ time.Time, show func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	if strings.HasPrefix(text, "慢") {
		p.wait(ctx, p.Slow)
	}
	if strings.HasPrefix(text, "边") && show != nil {
		for i := range 3 {
			show("答：\n" + strings.Repeat("答", i+1))
			p.wait(ctx, 20*time.Millisecond)
		}
	}
	if p.Found != nil {
		p.Found(text)
	}
	return f, answer.Answer{
		Kind: answer.KindAnswer, Text: "答：\n" + text, More: "再多一点",
		Sources: []answer.Source{{Article: "rules", Title: "规定", Body: "公安厅"}}, Suggest: []string{"要多久", "要带什么"},
	}, answer.Trace{}, nil
}

func (p Parrot) wait(ctx context.Context, long time.Duration) {
	var over <-chan time.Time
	if p.On == nil {
		over = time.After(long)
	}
	select {
	case <-p.On:
	case <-over:
	case <-ctx.Done():
	}
}

// Known is the same of everybody.
func (p Parrot) Known(answer.Facts) []answer.Known { return p.Knows }
