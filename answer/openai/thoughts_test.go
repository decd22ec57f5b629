package openai

import (
	"testing"
)

// A text comes out the same however it is cut into pieces.
func TestThoughtsAreTakenOut(t *testing.T) {
	for text, want := range map[string]string{
		"":                                         "",
		"text":                                     "text",
		"\n text \n":                               "text \n",
		"<think>why</think>text":                   "text",
		" <think>\nwhy\n</think>\n\ntext":          "text",
		"<think></think>text":                      "text",
		"<think>a</think><think>b</think>text":     "text",
		"<think>never ends":                        "",
		"<think>a</think>":                         "",
		"<think>a</thin":                           "",
		"<thin":                                    "<thin",
		"<thing>text":                              "<thing>text",
		"text <think>late</think>":                 "text <think>late</think>",
		"<think>a < b </thin </think>1 < 2":        "1 < 2",
		"<think>想一想</think>您好":                     "您好",
		"<think>a<think>b</think>text</think>":     "text</think>",
		"<think>" + string(make([]byte, 99)) + "x": "",
	} {
		for size := 1; size <= len(text)+1; size++ {
			if got := cutUp(text, size); got != want {
				t.Errorf("%q in pieces of %d: %q, want %q", text, size, got, want)
			}
		}
	}
}

func cutUp(text string, size int) string {
	var t thoughts
	out := ""
	for len(text) > 0 {
		n := min(size, len(text))
		out += t.strip(text[:n])
		text = text[n:]
	}
	return out + t.rest()
}
