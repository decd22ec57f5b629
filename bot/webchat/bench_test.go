package webchat_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"huizhi/answer"
	"huizhi/bot/bottest"
)

// crowd is how many write at once, each a message every pace, for as long as lasting.
const (
	crowd   = 500
	pace    = 2 * time.Second
	lasting = time.Minute
)

// thinker answers after as long as a search takes, with the question and nothing else.
type thinker struct{}

func (thinker) Follow(_ context.Context, f answer.Facts, text string, _ time.Time, _ func(string)) (answer.Facts, answer.Answer, answer.Trace, error) {
	time.Sleep(10 * time.Millisecond)
	return f, answer.Answer{Kind: answer.KindAnswer, Text: text}, answer.Trace{}, nil
}

func (thinker) Known(answer.Facts) []answer.Known { return nil }

// BenchmarkSessions is how long people wait for an answer on the page, from what they
// post to what the stream shows, while 500 write a message every two seconds; with
// everything on disk first, an answerer that takes 10 ms, and no wait for the end of a
// burst. The second time, strangers besides hold connections without ever asking.
//
//	go test ./bot/webchat -run '^$' -bench Sessions -benchtime 1x
func BenchmarkSessions(b *testing.B) {
	b.Run("alone", func(b *testing.B) { wait(b, lasting) })
	b.Run("loris", func(b *testing.B) {
		wait(b, lasting, func(ctx context.Context, d *desk) { loris(ctx, d, 1000, 200) })
	})
}

// wait has a crowd write, beside whatever else, and reports how long they waited.
func wait(b *testing.B, long time.Duration, beside ...func(context.Context, *desk)) {
	d := open(b, options{Options: bottest.Options{Answers: thinker{}, Sync: true}})
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	for _, f := range beside {
		f(ctx, d)
	}
	var all sync.WaitGroup
	var mu sync.Mutex
	var waits, firsts []time.Duration // a stranger gets a key of their own first
	var lost atomic.Int64
	b.ResetTimer()
	for i := range crowd {
		all.Go(func() {
			time.Sleep(pace * time.Duration(i) / crowd)
			mine, missing := d.talk(b, int(long/pace))
			mu.Lock()
			defer mu.Unlock()
			firsts, waits = append(firsts, mine[:min(1, len(mine))]...), append(waits, mine[min(1, len(mine)):]...)
			lost.Add(int64(missing))
		})
	}
	all.Wait()
	slices.Sort(waits)
	slices.Sort(firsts)
	at := func(waits []time.Duration, p float64) float64 {
		return float64(waits[int(p*float64(len(waits)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(len(waits)), "messages")
	b.ReportMetric(at(waits, 0.5), "p50-ms")
	b.ReportMetric(at(waits, 0.99), "p99-ms")
	b.ReportMetric(at(waits, 1), "max-ms")
	b.ReportMetric(at(firsts, 0.99), "first-p99-ms")
	b.ReportMetric(float64(lost.Load()), "lost")
}

// talk says something at its pace, and gives how long each answer took and how many
// have not come.
func (d *desk) talk(b *testing.B, n int) (waits []time.Duration, missing int) {
	br := newBrowser(d.url)
	br.post(b, "/api/session", struct{}{})
	var mu sync.Mutex
	begun := map[string]time.Time{}
	p := br.listen(b, func(f shown) {
		mu.Lock()
		if at, ok := begun[f.Text]; ok {
			waits = append(waits, time.Since(at))
			delete(begun, f.Text)
		}
		mu.Unlock()
		br.post(b, "/api/seen", map[string][]string{"keys": {f.Key}})
	})
	defer br.client.CloseIdleConnections()
	defer p.close()
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for i := range n {
		text := "第" + bottest.Lettered(i) + "句"
		mu.Lock()
		begun[text] = time.Now()
		mu.Unlock()
		if status, _ := br.post(b, "/api/say", words{ID: fmt.Sprintf("message-%d", i), Kind: "text", Text: text}); status != http.StatusAccepted {
			b.Errorf("not taken: %d", status)
		}
		<-tick.C
	}
	for begin := time.Now(); time.Since(begin) < 10*time.Second; time.Sleep(10 * time.Millisecond) {
		mu.Lock()
		missing = len(begun)
		mu.Unlock()
		if missing == 0 {
			break
		}
	}
	mu.Lock()
	defer mu.Unlock()
	return slices.Clone(waits), missing
}

// loris holds connections: slow ones send a header a byte a second, and begin anew when
// they are cut off; deaf ones have a stream and never read it.
func loris(ctx context.Context, d *desk, slow, deaf int) {
	at := strings.TrimPrefix(d.url, "http://")
	for i := range slow {
		go func() {
			time.Sleep(5 * time.Second * time.Duration(i) / time.Duration(slow)) // they are cut off so long after, not all at once
			for ctx.Err() == nil {
				creep(ctx, at)
			}
		}()
	}
	for i := range deaf {
		session := fmt.Sprint("deaf", i)
		conn, err := net.Dial("tcp", at)
		if err != nil {
			continue
		}
		context.AfterFunc(ctx, func() { _ = conn.Close() })
		fmt.Fprintf(conn, "GET /api/events HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.%d\r\nCookie: huizhi=%s.%s\r\n\r\n", i%250, session, d.web.Sign(session))
	}
}

// creep sends a request a byte a second until it is cut off.
func creep(ctx context.Context, at string) {
	conn, err := net.Dial("tcp", at)
	if err != nil {
		time.Sleep(time.Second)
		return
	}
	defer conn.Close()
	for _, c := range []byte("GET / HTTP/1.1\r\nX-Long: " + strings.Repeat("x", 1000)) {
		if _, err := conn.Write([]byte{c}); err != nil || ctx.Err() != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// Connections of strangers who never ask leave the others' time alone, and are cut off.
func TestStrangersWhoNeverAsk(t *testing.T) {
	bottest.TakesTime(t)
	d := open(t, options{})
	loris(t.Context(), d, 300, 60)
	conn, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	must(t, err)
	defer conn.Close()
	fmt.Fprint(conn, "GET / HT")
	b := d.browser(t)
	p := b.read(t)
	begin := time.Now()
	for i := range 10 {
		b.say(t, "第"+bottest.Lettered(i)+"句")
		d.reads(t, p, i+1)
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("ten answers took %v", took)
	}
	must(t, conn.SetReadDeadline(time.Now().Add(bottest.Patience)))
	begin = time.Now()
	for n := 1; n > 0; {
		n, _ = conn.Read(make([]byte, 512))
	}
	if took := time.Since(begin); took > bottest.Patience/2 {
		t.Errorf("half a request was waited for %v", took)
	}
}
