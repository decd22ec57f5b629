package openai

import (
	"errors"
	"net/http"
	"slices"
	"sync"

	openai "github.com/sashabaranov/go-openai"

	"huizhi/answer"
)

// form is what of a request not every server takes.
type form struct {
	format openai.ChatCompletionResponseFormatType // of the reply; empty is none
	quiet  bool                                    // with the field that switches thinking off
}

// formats are the ways to ask for one object, the strictest first.
var formats = []openai.ChatCompletionResponseFormatType{
	openai.ChatCompletionResponseFormatTypeJSONSchema,
	openai.ChatCompletionResponseFormatTypeJSONObject,
	"",
}

// forms are the forms of a prompt in the order in which they are tried. A format
// is given up before quiet is: it is refused more often, and a thought takes longer
// than a brace that is missing.
func forms(p answer.Prompt, quiet bool) []form {
	wanted := formats
	if p.Schema == nil {
		wanted = formats[len(formats)-1:]
	}
	var out []form
	for _, q := range []bool{true, false} {
		for _, f := range wanted {
			if quiet || !q {
				out = append(out, form{f, q})
			}
		}
	}
	return out
}

// habits are what a server turned out to refuse. Whatever comes after it in the
// order of the forms, it may take.
type habits struct {
	mu     sync.Mutex
	loud   bool
	format int // of formats
}

// from leaves out the forms that the server refuses.
func (h *habits) from(all []form) []form {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.DeleteFunc(all, func(f form) bool {
		return f.quiet && h.loud || slices.Index(formats, f.format) < h.format
	})
}

// learn remembers the form that the server took. Of a prompt for plain text, the
// format says nothing.
func (h *habits) learn(p answer.Prompt, took form, quiet bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.loud = quiet && !took.quiet
	if p.Schema != nil {
		h.format = slices.Index(formats, took.format)
	}
}

// formed reports whether a server may have refused the form of a request: it does
// not say so in a way that all share, and what it says is not read.
func formed(err error) bool {
	var f *failure
	if !errors.As(err, &f) {
		return false
	}
	switch f.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusUnsupportedMediaType,
		http.StatusUnprocessableEntity, http.StatusNotImplemented:
		return true
	}
	return false
}
