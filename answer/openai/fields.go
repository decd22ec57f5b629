package openai

import (
	"bytes"
	"context"
	"io"
	"net/http"
)

// fieldsKey is under what a context carries fields for the request.
type fieldsKey struct{}

// withFields has the gate add fields to a request, such as "a":1,"b":2: go-openai
// sends none that it has no name for.
func withFields(ctx context.Context, fields string) context.Context {
	return context.WithValue(ctx, fieldsKey{}, fields)
}

// extended is a request with the fields of its context in front. Its body is an
// object that is not empty. A new request can be sent again where the old one
// could: its body is bytes.
func extended(r *http.Request) (*http.Request, error) {
	fields, ok := r.Context().Value(fieldsKey{}).(string)
	if !ok {
		return r, nil
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil {
		return nil, err
	}
	longer := append([]byte("{"+fields+","), bytes.TrimPrefix(body, []byte("{"))...)
	out, err := http.NewRequestWithContext(r.Context(), r.Method, r.URL.String(), bytes.NewReader(longer))
	if err != nil {
		return nil, err
	}
	out.Header = r.Header
	return out, nil
}
