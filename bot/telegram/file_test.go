package telegram_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"huizhi/bot"
	"huizhi/bot/telegram"
	"huizhi/bot/telegram/tgtest"
)

// sent is a picture that a customer sent, by its name at Telegram.
func sent(t *testing.T, s *tgtest.Server, data []byte) bot.File {
	t.Helper()
	u := s.User(1, "小明")
	u.Document("a.jpg", "image/jpeg", data, "")
	all := s.Updates()
	_, after, _ := strings.Cut(string(all[len(all)-1].JSON), `"file_id":"`)
	id, _, ok := strings.Cut(after, `"`)
	if !ok {
		t.Fatalf("no file in %s", all[len(all)-1].JSON)
	}
	return bot.File(id)
}

const largest = 20 << 20

// A file comes as it is, whatever its size, up to what Telegram gives.
func TestFilesOfAllSizes(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	for _, size := range []int{0, 1, 1 << 16, largest - 1, largest} {
		data := bytes.Repeat([]byte("x"), size)
		r, err := tele.Open(t.Context(), sent(t, s, data))
		must(t, err)
		got, err := io.ReadAll(r)
		must(t, r.Close())
		if err != nil || !bytes.Equal(got, data) {
			t.Errorf("%d bytes of %d, %v", len(got), size, err)
		}
	}
}

// One that is larger is refused: when Telegram says so, when getFile says so, and
// when it goes on and on while it is read.
func TestFilesThatAreTooLarge(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	f := sent(t, s, []byte("x"))
	s.SetFileSize(string(f), largest+1)
	if _, err := tele.Open(t.Context(), f); !errors.Is(err, telegram.ErrTooLarge) {
		t.Errorf("Telegram refuses it: %v", err)
	}
	s.Intercept(func(tgtest.Call) *tgtest.Fault {
		return &tgtest.Fault{Status: 200, Body: `{"ok":true,"result":{"file_id":"a","file_unique_id":"b","file_size":20971521,"file_path":"photos/a.jpg"}}`}
	})
	if _, err := tele.Open(t.Context(), f); !errors.Is(err, telegram.ErrTooLarge) {
		t.Errorf("it is said to be too large: %v", err)
	}
	s.Intercept(nil)
	s.SetFileSize(string(f), 1)
	s.SetFileData(string(f), make([]byte, largest+1))
	r, err := tele.Open(t.Context(), f)
	must(t, err)
	n, err := io.Copy(io.Discard, r)
	if must(t, r.Close()); !errors.Is(err, telegram.ErrTooLarge) || n > largest {
		t.Errorf("it goes on: %d bytes, %v", n, err)
	}
}

// No path leads anywhere but to a file of this bot, and no error says the token.
func TestHostilePaths(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	secret := strings.Split(s.Token(), ":")[1]
	f := sent(t, s, []byte("x"))
	for _, path := range append(s.HostilePaths(), "photos/./a.jpg", "photos//a.jpg", "photos/a.jpg/", "photos/../a.jpg", "photos/a.jpg#x", "照片.jpg", ".hidden", strings.Repeat("a", 300)) {
		s.SetFilePath(string(f), path)
		r, err := tele.Open(t.Context(), f)
		if err == nil {
			t.Errorf("%q is followed", path)
			_ = r.Close()
			continue
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q: %v", path, err)
		}
	}
	if calls := slices.DeleteFunc(s.Calls(), func(c tgtest.Call) bool { return c.Method == "getFile" }); len(calls) > 0 {
		t.Errorf("a path led to %+v", calls)
	}
}

// Whatever goes wrong with a file, the error says neither the token nor the address.
func TestFilesThatDoNotCome(t *testing.T) {
	tele, s := bare(t, tgtest.Options{})
	f := sent(t, s, []byte("x"))
	for name, fault := range map[string]*tgtest.Fault{
		"bad gateway": tgtest.BadGateway(), "garbage": tgtest.Garbage(), "cut reply": tgtest.CutReply(), "lost call": tgtest.LostCall(),
		"expired": tgtest.Refuse(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), "to wait": tgtest.RetryAfter(3),
		"another's": tgtest.Refuse(401, "Unauthorized"), "no file": {Status: 200, Body: `{"ok":true,"result":null}`},
		"a file that is not there": {Status: 200, Body: `{"ok":true,"result":{"file_id":"a","file_path":"photos/gone.jpg"}}`},
	} {
		s.Intercept(func(tgtest.Call) *tgtest.Fault { return fault })
		r, err := tele.Open(t.Context(), f)
		if err == nil {
			t.Errorf("%s: opened", name)
			_ = r.Close()
			continue
		}
		if text := err.Error(); strings.Contains(text, s.URL()) || strings.Contains(text, strings.Split(s.Token(), ":")[1]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s.Close()
	if _, err := tele.Open(t.Context(), f); err == nil || strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("the server is away: %v", err)
	}
}

// A server that sends us on to another is not followed: the token is in the address,
// and would be told there.
func TestNoRedirectIsFollowed(t *testing.T) {
	var followed []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		followed = append(followed, r.URL.Path+" from "+r.Referer())
	}))
	defer other.Close()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/getFile") {
			_, _ = io.WriteString(w, `{"ok":true,"result":{"file_id":"a","file_path":"photos/a.jpg"}}`)
			return
		}
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer srv.Close()
	tele, err := telegram.New(telegram.Options{Token: "1:secret", Server: srv.URL, Log: quiet(), Pause: time.Millisecond})
	must(t, err)
	if _, err := tele.Open(t.Context(), "a"); err == nil {
		t.Error("a file comes from elsewhere")
	}
	if _, err := tele.Send(t.Context(), to("1", "甲")); err == nil {
		t.Error("a message goes elsewhere")
	}
	if len(followed) > 0 {
		t.Errorf("%q", followed)
	}
}
