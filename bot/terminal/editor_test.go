package terminal

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

const (
	arrowLeft, arrowUp, arrowDown = "\x1b[D", "\x1b[A", "\x1b[B"
	beginPaste, endPaste          = "\x1b[200~", "\x1b[201~"
)

func newEditor(out io.Writer) *Editor { return NewEditor(out, func() int { return 20 }) }

// typedLines are the lines that come of keys.
func typedLines(in io.Reader) (lines []string, stopped bool) {
	stopped = newEditor(io.Discard).Read(in, func(line string) bool {
		lines = append(lines, line)
		return true
	})
	return lines, stopped
}

func TestEditor(t *testing.T) {
	for keys, want := range map[string][]string{
		"江门\r":                                     {"江门"},
		"江门\r佛山\r":                                 {"江门", "佛山"},
		"江州\x7f门\r":                                {"江门"},
		"门" + arrowLeft + "江\r":                    {"江门"},
		"门\x1bOD江\r":                               {"江门"},
		"门\x01江\x05市\r":                            {"江门市"},
		"江x门" + arrowLeft + "\x1b[D\x1b[3~\r":      {"江门"},
		"没有用\x15江门\r":                              {"江门"},
		"江门 错了\x17\r":                              {"江门 "},
		"江门错了" + arrowLeft + arrowLeft + "\x0b\r":  {"江门"},
		"\x1b[15~\x1bx\x1b[1;5C江门\r":               {"江门"},
		"江门\r" + arrowUp + "市\r":                   {"江门", "江门市"},
		"江门\r佛" + arrowUp + arrowDown + "山\r":      {"江门", "佛山"},
		arrowUp + arrowDown + arrowLeft + "\x7f\r": {""},
		"\x0c\x1a\x00江门\r":                         {"江门"},

		// what is pasted is one message, sent when the customer says so
		beginPaste + "你好\n孩子十岁\r\n怎么办证\r三" + endPaste + "\r":  {"你好\n孩子十岁\n怎么办证\n三"},
		beginPaste + "你好\n" + endPaste + "在江门\r":              {"你好\n在江门"},
		"问：" + beginPaste + "一\n二" + endPaste + "？\r":         {"问：一\n二？"},
		beginPaste + "a\x03\x04\x1b[Ab\x7f" + endPaste + "\r": {"ab"},
		beginPaste + endPaste + "江门\r":                        {"江门"},

		"江门\x04\r":     {"江门"}, // Ctrl-D ends only where nothing is typed
		"江门\r\x04佛山\r": {"江门"},
		"江门\r佛山\x03\r": {"江门"},
		"江门":           nil,
	} {
		for name, in := range map[string]io.Reader{"at once": strings.NewReader(keys), "byte by byte": iotest.OneByteReader(strings.NewReader(keys))} {
			if name != "at once" && (strings.Contains(keys, "\x1bx") || strings.Contains(keys, "\r\n")) {
				continue // Alt-x and the end of a line on Windows come in one piece
			}
			if got, _ := typedLines(in); !reflect.DeepEqual(got, want) {
				t.Errorf("%q %s: %q, want %q", keys, name, got, want)
			}
		}
	}
}

// Ctrl-C is told from Ctrl-D.
func TestEditorStops(t *testing.T) {
	for keys, want := range map[string]bool{"江\x03": true, "\x04": false, "": false} {
		if _, stopped := typedLines(strings.NewReader(keys)); stopped != want {
			t.Errorf("%q: stopped %v", keys, stopped)
		}
	}
}

// Esc does not take the next character with it.
func TestEscapeAlone(t *testing.T) {
	in := io.MultiReader(strings.NewReader("\x1b"), strings.NewReader("x江门\r"))
	if got, _ := typedLines(in); !reflect.DeepEqual(got, []string{"x江门"}) {
		t.Errorf("%q", got)
	}
}

// rows are what is seen on a terminal at the end; | is where the cursor is.
func rows(out string) []string {
	rows := strings.Split(out, "\r\n")
	for i, row := range rows {
		if at := strings.LastIndex(row, erase); at >= 0 {
			row = row[at+len(erase):]
		}
		rows[i] = strings.NewReplacer(keep, "|", goBack, "").Replace(row)
	}
	return rows
}

// A row shows what is around the cursor, however long the line is.
func TestEditorShows(t *testing.T) {
	long := strings.Repeat("身份证", 10)
	for keys, want := range map[string]string{
		"江门":                           "> 江门|",
		"江门" + arrowLeft:               "> 江|门",
		beginPaste + "一\n二" + endPaste: "> 一↵二|",
		long + "完":                     "> 证身份证身份证完|", // 17 columns are left
		long + "\x01":                  "> |身份证身份证身份",
	} {
		var out strings.Builder
		e := newEditor(&out)
		fmt.Fprint(e, prompt)
		e.Read(strings.NewReader(keys), func(string) bool { return true })
		if got := rows(out.String()); got[len(got)-1] != want {
			t.Errorf("%q shows %q, want %q", keys, got, want)
		}
	}
}

// What comes meanwhile does not run into what is typed, and what is typed before
// it is asked for stands where it belongs.
func TestEditorBesideReplies(t *testing.T) {
	var out strings.Builder
	e := newEditor(&out)
	read := func(keys string) { e.Read(strings.NewReader(keys), func(string) bool { return true }) }
	fmt.Fprint(e, prompt)
	read("江")
	_, _ = e.Aside([]byte("文章已更新\n"))
	read("门\r")
	fmt.Fprint(e, "可以。\n")
	read("下一问\r")
	fmt.Fprint(e, prompt)
	want := []string{"", "文章已更新", "> 江门", "可以。", "", "> 下一问", ""}
	if got := rows(out.String()); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}

func FuzzEditor(f *testing.F) {
	f.Add("江\x7f门\x1b[D\x1b[200~a\nb\x1b[201~\r\x1b[A\x17\r", uint8(3))
	f.Fuzz(func(t *testing.T, keys string, width uint8) {
		e := NewEditor(io.Discard, func() int { return int(width) })
		fmt.Fprint(e, prompt)
		e.Read(strings.NewReader(keys), func(line string) bool {
			if strings.Contains(line, "\x1b") {
				t.Errorf("%q gives %q", keys, line)
			}
			return true
		})
		if ty := e.typing; ty.at < 0 || ty.at > len(ty.line) {
			t.Errorf("%q: the cursor is at %d of %d", keys, ty.at, len(ty.line))
		}
	})
}
