package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"huizhi/store/seal"
)

func TestMasterIsReadHoweverWritten(t *testing.T) {
	m := seal.NewMaster()
	if m.Encode() == seal.NewMaster().Encode() {
		t.Error("two masters are the same")
	}
	raw, err := hex.DecodeString(m.Encode())
	if err != nil || len(raw) != 32 {
		t.Fatalf("%d bytes, %v", len(raw), err)
	}
	raw[0], raw[1], raw[2] = 0xfb, 0xff, 0xfe // + and / in one alphabet, - and _ in the other
	want := hex.EncodeToString(raw)
	for _, text := range []string{
		want, strings.ToUpper(want), " \t" + want + "\r\n",
		base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw),
		base64.URLEncoding.EncodeToString(raw), base64.RawURLEncoding.EncodeToString(raw),
		"\n" + base64.StdEncoding.EncodeToString(raw) + "\n",
	} {
		if m, err := seal.ParseMaster(text); err != nil || m.Encode() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhatIsNoMaster(t *testing.T) {
	code := seal.NewMaster().Encode()
	raw := bytes.Repeat([]byte{0xff}, 32)
	std := base64.StdEncoding.EncodeToString(raw)
	for _, text := range []string{
		"", " ", "***", code[1:], code + "0", code[:63] + "g", code[:32] + " " + code[32:], "0x" + code,
		std[1:], std + "=", std[:42], std[:20] + "\n" + std[20:], std[:20] + "\n" + std[21:], "-" + std[1:],
		base64.StdEncoding.EncodeToString(raw[1:]), base64.StdEncoding.EncodeToString(append(raw, 1)),
		std[:42] + "9=", // bits that are none of the 32 bytes
		strings.Repeat("a", 1<<20),
	} {
		m, err := seal.ParseMaster(text)
		if !errors.Is(err, seal.ErrMaster) || m.Encode() != "" {
			t.Errorf("%.80q: %v", text, err)
		}
	}
}

func TestMasterIsNotPrinted(t *testing.T) {
	m := seal.NewMaster()
	type config struct {
		Shown  seal.Master
		hidden seal.Master
	}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("", "m", m, "p", &m, "c", config{m, m})
	slog.New(slog.NewJSONHandler(&log, nil)).Info("", "m", m, "p", &m, "c", config{m, m})
	code, err := json.Marshal([]any{m, &m, config{m, m}, map[string]seal.Master{"m": m}})
	if err != nil {
		t.Error(err)
	}
	text, _ := m.MarshalText()
	stars := []string{m.String(), m.GoString(), m.LogValue().String(), string(text)}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		stars = append(stars, fmt.Sprintf(verb, m), fmt.Sprintf(verb, &m))
		fmt.Fprintf(&log, verb+verb, config{m, m}, &config{m, m})
	}
	for _, got := range stars {
		if got != "***" {
			t.Errorf("a master shows as %s", got)
		}
	}
	secret, _ := hex.DecodeString(m.Encode())
	shown := log.String() + string(code)
	for _, trace := range []string{
		m.Encode(), strings.ToUpper(m.Encode()), string(secret), base64.StdEncoding.EncodeToString(secret),
		strings.Trim(fmt.Sprint(secret), "[]"), strings.Trim(fmt.Sprintf("%#v", secret[:4]), "[]byte{}"),
	} {
		if strings.Contains(shown, trace) {
			t.Errorf("%q in %s", trace, shown)
		}
	}
	if string(code) != `["***","***",{"Shown":"***"},{"m":"***"}]` {
		t.Error(string(code))
	}
}

func TestMasterFileIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master")
	m, created, err := seal.LoadOrCreateMaster(path)
	if err != nil || !created {
		t.Fatalf("created %v, %v", created, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	again, created, err := seal.LoadOrCreateMaster(path)
	if err != nil || created || again.Encode() != m.Encode() {
		t.Errorf("again: created %v, %v", created, err)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

func TestMasterFileForOthersIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master")
	for mode, want := range map[fs.FileMode]error{
		0o600: nil, 0o400: nil, 0o644: seal.ErrMode, 0o640: seal.ErrMode, 0o604: seal.ErrMode, 0o620: seal.ErrMode, 0o601: seal.ErrMode,
	} {
		os.Remove(path)
		if _, _, err := seal.LoadOrCreateMaster(path); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if m, created, err := seal.LoadOrCreateMaster(path); !errors.Is(err, want) || created || (m.Encode() != "") != (want == nil) {
			t.Errorf("%v: %v", mode, err)
		}
	}
}

func TestMasterFileIsNotReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master")
	for _, text := range []string{"", "hello", strings.Repeat(" ", 1<<20)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := seal.LoadOrCreateMaster(path); !errors.Is(err, seal.ErrMaster) {
			t.Error(err)
		}
		if b, _ := os.ReadFile(path); string(b) != text {
			t.Errorf("now it holds %q", b)
		}
	}
	if _, _, err := seal.LoadOrCreateMaster(filepath.Join(path, "no", "folder")); err == nil {
		t.Error("a master in no folder")
	}
}

func TestAllGetOneMaster(t *testing.T) {
	path := filepath.Join(t.TempDir(), "master")
	var all sync.WaitGroup
	var mu sync.Mutex
	masters, makers := map[string]int{}, 0
	for range 16 {
		all.Go(func() {
			m, created, err := seal.LoadOrCreateMaster(path)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			masters[m.Encode()]++
			if created {
				makers++
			}
		})
	}
	all.Wait()
	if len(masters) != 1 || makers != 1 {
		t.Errorf("%d masters, made %d times", len(masters), makers)
	}
}
