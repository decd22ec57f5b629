package webchat_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"huizhi/bot/webchat"
)

// Pages come and go, and acknowledge when they like, while messages are on their way:
// each arrives, and for whoever reads by keys, once and in order.
func TestComingAndGoingAtAnyMoment(t *testing.T) {
	sessions, messages := 6, webchat.Says.Burst
	d := open(t, options{web: func(o *webchat.Options) { o.Patience, o.Grace = 3*time.Millisecond, time.Millisecond }})
	var all sync.WaitGroup
	for s := range sessions {
		all.Go(func() {
			b := d.browser(t)
			r := &reader{}
			var want []string
			go func() {
				for i := range messages {
					b.say(t, fmt.Sprintf("第%s句", strings.Repeat("一", 1+i)))
					time.Sleep(40 * time.Millisecond)
				}
			}()
			for i := range messages {
				want = append(want, "第"+strings.Repeat("一", 1+i)+"句")
			}
			for n := 0; len(r.all()) < messages; n++ {
				p := b.listen(t, func(f shown) {
					r.read(f)
					time.Sleep(time.Duration((n+s)%5) * time.Millisecond)
					b.ack(t, f.Key)
				})
				time.Sleep(time.Duration(n*7%40) * time.Millisecond)
				p.close()
			}
			p := b.read(t)
			d.Until(t, "nothing waits", func() bool { return d.waits(t, b) == 0 })
			d.settled(t, b)
			p.close()
			if got := r.all(); !slices.Equal(got, want) {
				t.Errorf("%q", got)
			}
		})
	}
	all.Wait()
	d.Until(t, "all have gone", func() bool { return d.web.Rooms() == 0 })
}

// reader shows each message once, by its key, as the page does.
type reader struct {
	mu    sync.Mutex
	keys  map[string]bool
	texts []string
}

// read reports a message that was not there.
func (r *reader) read(f shown) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys[f.Key] {
		return false
	}
	if r.keys == nil {
		r.keys = map[string]bool{}
	}
	r.keys[f.Key] = true
	r.texts = append(r.texts, strings.TrimPrefix(f.Text, "答：\n"))
	return true
}

func (r *reader) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.texts)
}

// One id that arrives many times at once is taken once.
func TestOneIDAtOnce(t *testing.T) {
	d := open(t, options{})
	b := d.browser(t)
	p := b.read(t)
	var all sync.WaitGroup
	for i := range webchat.Says.Burst {
		all.Go(func() { b.take(t, words{ID: "aaaaaaaa", Kind: "text", Text: "第" + strconv.Itoa(i)}) })
	}
	all.Wait()
	d.reads(t, p, 1)
	d.settled(t, b)
	if got := p.texts(); len(got) != 1 {
		t.Errorf("%q", got)
	}
}
