package webchat_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"huizhi/bot/webchat"
	"huizhi/phrases"
)

// What is said is taken, or refused with a status and a sentence for whoever said it.
func TestSaying(t *testing.T) {
	d := open(t, options{})
	long := strings.Repeat("长", 4096)
	for _, row := range []struct {
		what, body string
		want       int
		phrase     string
	}{
		{"a text", `{"id":"aaaaaaaa","kind":"text","text":"江门"}`, 202, ""},
		{"the longest text", `{"id":"aaaaaaab","kind":"text","text":"` + long + `"}`, 202, ""},
		{"a correction", `{"id":"aaaaaaac","kind":"edit","of":"aaaaaaaa","text":"东莞"}`, 202, ""},
		{"a correction of what nobody said", `{"id":"aaaaaaad","kind":"edit","of":"zzzzzzzz","text":"东莞"}`, 202, ""},
		{"a press", `{"id":"aaaaaaae","kind":"press","data":"say/1","label":"要多久","on":"web/x/y/0"}`, 202, ""},
		{"a press with all that is not ours", `{"id":"aaaaaaaf","kind":"press","data":"../../etc","label":"\u0000","on":"0"}`, 202, ""},
		{"half a character", `{"id":"aaaaaaag","kind":"text","text":"\ud800x"}`, 202, ""},
		{"a field that nobody knows", `{"id":"aaaaaaah","kind":"text","text":"x","from":"me"}`, 202, ""},

		{"one unit too long", `{"id":"aaaaaaba","kind":"text","text":"` + long + `x"}`, 413, "web.too_long"},
		{"too long in pairs", `{"id":"aaaaaabb","kind":"text","text":"` + strings.Repeat("𠮷", 2049) + `"}`, 413, "web.too_long"},
		{"too large a body", `{"id":"aaaaaabc","kind":"text","text":"` + strings.Repeat("长", 30_000) + `"}`, 413, "web.too_long"},
		{"no text", `{"id":"aaaaaabd","kind":"text","text":" \n"}`, 400, "web.bad_request"},
		{"no id", `{"kind":"text","text":"x"}`, 400, "web.bad_request"},
		{"a short id", `{"id":"aaaaaaa","kind":"text","text":"x"}`, 400, "web.bad_request"},
		{"a long id", `{"id":"` + strings.Repeat("a", 65) + `","kind":"text","text":"x"}`, 400, "web.bad_request"},
		{"an id with a slash", `{"id":"aaaa/../aaaa","kind":"text","text":"x"}`, 400, "web.bad_request"},
		{"an id with another line", `{"id":"aaaaaaaa\n","kind":"text","text":"x"}`, 400, "web.bad_request"},
		{"an id that is a number", `{"id":12345678,"kind":"text","text":"x"}`, 400, "web.bad_request"},
		{"a kind that nobody knows", `{"id":"aaaaaabe","kind":"photo","text":"x"}`, 400, "web.bad_request"},
		{"a correction of nothing", `{"id":"aaaaaabf","kind":"edit","text":"x"}`, 400, "web.bad_request"},
		{"a correction to nothing", `{"id":"aaaaaabg","kind":"edit","of":"aaaaaaaa","text":""}`, 400, "web.bad_request"},
		{"a press on nothing", `{"id":"aaaaaabh","kind":"press","label":"x"}`, 400, "web.bad_request"},
		{"a press that is too long", `{"id":"aaaaaabi","kind":"press","data":"say","label":"` + strings.Repeat("x", 1100) + `"}`, 400, "web.bad_request"},
		{"nothing", ``, 400, "web.bad_request"},
		{"no JSON", `id=aaaaaaaa&kind=text&text=x`, 400, "web.bad_request"},
		{"half of it", `{"id":"aaaaaabj","kind":"text","te`, 400, "web.bad_request"},
		{"a list", `[]`, 400, "web.bad_request"},
		{"null", `null`, 400, "web.bad_request"},
		{"something behind it", `{"id":"aaaaaabk","kind":"text","text":"x"}{"id":"aaaaaabl"}`, 400, "web.bad_request"},
	} {
		b := d.browser(t)
		resp, reply := b.ask(t, http.MethodPost, "/api/say", row.body)
		want := ""
		if row.phrase != "" {
			want = fmt.Sprintf("{\"error\":%q}\n", phrases.Say(row.phrase))
		}
		if resp.StatusCode != row.want || reply != want {
			t.Errorf("%s: %d %s, want %d %s", row.what, resp.StatusCode, reply, row.want, want)
		}
	}
}

// Only a page of ours may say anything, and only by a POST of JSON.
func TestWhoMaySay(t *testing.T) {
	d := open(t, options{})
	const body = `{"id":"aaaaaaaa","kind":"text","text":"江门"}`
	for _, row := range []struct {
		what, method string
		header       map[string]string
		want         int
	}{
		{"a page of ours", "POST", map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": d.url}, 202},
		{"an old browser of ours", "POST", map[string]string{"Origin": d.url}, 202},
		{"no browser", "POST", nil, 202},
		{"with a charset", "POST", map[string]string{"Content-Type": "application/json; charset=utf-8"}, 202},
		{"another site", "POST", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, 403},
		{"another site of the same people", "POST", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "https://x.example"}, 403},
		{"an old browser on another site", "POST", map[string]string{"Origin": "https://evil.example"}, 403},
		{"nowhere", "POST", map[string]string{"Origin": "null"}, 403},
		{"a form", "POST", map[string]string{"Content-Type": "text/plain"}, 415},
		{"another form", "POST", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}, 415},
		{"of no type", "POST", map[string]string{"Content-Type": ""}, 415},
		{"a GET", "GET", nil, 405},
		{"a PUT", "PUT", nil, 405},
	} {
		b := d.browser(t)
		for k, v := range row.header {
			b.header.Set(k, v)
		}
		if resp, reply := b.ask(t, row.method, "/api/say", body); resp.StatusCode != row.want {
			t.Errorf("%s: %d %s, want %d", row.what, resp.StatusCode, reply, row.want)
		}
	}
	if status, _ := newBrowser(d.url).post(t, "/api/say", words{ID: "aaaaaaaa", Kind: "text", Text: "x"}); status != 401 {
		t.Errorf("without a session: %d", status)
	}
}

// Behind a proxy that tells us another name, those who come by ours are at home.
func TestThePageIsAtHomeWherePeopleFindIt(t *testing.T) {
	d := open(t, options{web: func(o *webchat.Options) { o.Visitors = visitors("http://desk.example:8000/chat") }})
	for origin, want := range map[string]int{"http://desk.example:8000": 202, "http://evil.example": 403, "http://desk.example": 403} {
		b := d.browser(t)
		b.header.Set("Origin", origin)
		if status, reply := b.post(t, "/api/say", words{ID: "aaaaaaaa", Kind: "text", Text: "x"}); status != want {
			t.Errorf("%s: %d %s, want %d", origin, status, reply, want)
		}
	}
}

// What is said twice under one id is taken once, whatever it says then.
func TestAnIDIsTakenOnce(t *testing.T) {
	d := open(t, options{})
	b := d.browser(t)
	p := b.read(t)
	for _, text := range []string{"江门", "江门", "东莞"} {
		b.take(t, words{ID: "aaaaaaaa", Kind: "text", Text: text})
	}
	b.take(t, words{ID: "aaaaaaaa", Kind: "press", Data: "human", Label: "人工"})
	other := d.browser(t)
	q := other.read(t)
	other.take(t, words{ID: "aaaaaaaa", Kind: "text", Text: "佛山"}) // an id is a browser's own
	d.reads(t, p, 1)
	d.reads(t, q, 1)
	d.settled(t, b)
	if got := fmt.Sprint(p.texts(), q.texts()); got != "[江门] [佛山]" {
		t.Error(got)
	}
}

// A button that nobody has shown is worth no more than words; one that was is taken at
// its word, and what it says is heard.
func TestForgedPresses(t *testing.T) {
	d := open(t, options{})
	for _, row := range []struct{ data, label, want string }{
		{"say/0", "要多久", "要多久"}, {"say", "人工", "工单号"}, {"nosuch/7", "机密", ""}, {"erase", "x", ""}, {"drop/99", "x", ""}, {"more/77", "x", ""},
	} {
		b := d.browser(t)
		p := b.read(t)
		b.take(t, words{ID: "aaaaaaaa", Kind: "press", Data: row.data, Label: row.label, On: "web/somebody/else/0"})
		got := d.reads(t, p, 1)[0]
		if got.Text == "" || strings.Contains(got.Text, "机密") {
			t.Errorf("%s: %q", row.data, got.Text)
		}
		if !strings.Contains(got.Text, row.want) {
			t.Errorf("%s: %q, want %s in it", row.data, got.Text, row.want)
		}
	}
}

// What cannot be put on disk is not taken, and why stays with us.
func TestWhatIsNotOnDiskIsNotTaken(t *testing.T) {
	w, err := webchat.New(webchat.Options{Secret: secret, Log: quiet()})
	must(t, err)
	s := httptest.NewServer(w.Handler(brokenDesk{}))
	defer s.Close()
	b := newBrowser(s.URL)
	b.post(t, "/api/session", struct{}{})
	if status, reply := b.post(t, "/api/say", words{ID: "aaaaaaaa", Kind: "text", Text: "x"}); status != 503 || strings.Contains(reply, "机密") {
		t.Errorf("%d %s", status, reply)
	}
}

func FuzzSaying(f *testing.F) {
	for _, seed := range []string{
		`{"id":"aaaaaaaa","kind":"text","text":"江门"}`, `{"id":"aaaaaaaa","kind":"edit","of":"aaaaaaab","text":"x"}`,
		`{"id":"aaaaaaaa","kind":"press","data":"say/1","label":"x","on":"y"}`, `[]`, `{"text":"\ud800"}`, "{\"id\":\"\x00\"}",
	} {
		f.Add([]byte(seed))
	}
	d := open(f, options{})
	h := d.web.Handler(d.Bot)
	n := 0
	f.Fuzz(func(t *testing.T, body []byte) {
		n++
		session := fmt.Sprintf("fuzz%d", n)
		r := httptest.NewRequest(http.MethodPost, "/api/say", strings.NewReader(string(body)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255))
		r.RemoteAddr = "127.0.0.1:1"
		r.AddCookie(&http.Cookie{Name: "huizhi", Value: session + "." + d.web.Sign(session)})
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		switch out.Code {
		case 202:
			if out.Body.Len() > 0 {
				t.Errorf("%s", out.Body)
			}
		case 400, 413:
			var e struct{ Error string }
			if err := json.Unmarshal(out.Body.Bytes(), &e); err != nil || e.Error == "" {
				t.Errorf("%s", out.Body)
			}
		default:
			t.Errorf("%d %s", out.Code, out.Body)
		}
	})
}
