package tgtest

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// largest is how much of a request is read: 50 MB is what a bot may upload.
const largest = 50<<20 + 1<<16

// request is a call of a method as it came.
type request struct {
	method  string
	values  map[string]string // nested values as JSON
	uploads map[string]upload
}

// upload is a file that came with a call.
type upload struct {
	name, mime string
	data       []byte
}

// readRequest reads the parameters of a call from its address and its body.
func readRequest(method string, r *http.Request) (*request, error) {
	q := &request{method: method, values: map[string]string{}}
	q.take(r.URL.Query())
	if r.Body == nil || r.ContentLength == 0 {
		return q, nil
	}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body := io.LimitReader(r.Body, largest)
	var err error
	switch kind {
	case "multipart/form-data":
		err = q.readParts(multipart.NewReader(body, params["boundary"]))
	case "application/json":
		err = q.readJSON(body)
	case "application/x-www-form-urlencoded":
		err = q.readForm(body)
	}
	_, _ = io.Copy(io.Discard, body)
	return q, err
}

func (q *request) take(values url.Values) {
	for name := range values {
		q.values[name] = values.Get(name)
	}
}

func (q *request) readForm(body io.Reader) error {
	text, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	values, err := url.ParseQuery(string(text))
	q.take(values)
	return err
}

// readJSON reads an object: strings as they are, other values as JSON.
func (q *request) readJSON(body io.Reader) error {
	var object map[string]json.RawMessage
	if err := json.NewDecoder(body).Decode(&object); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	for name, raw := range object {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		q.values[name] = text
	}
	maps.DeleteFunc(q.values, func(name, v string) bool { return string(object[name]) == "null" })
	return nil
}

// readParts reads a form. A body without any part is no parameters.
func (q *request) readParts(parts *multipart.Reader) error {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		q.keep(part, data)
	}
}

// keep notes one part of a form.
func (q *request) keep(part *multipart.Part, data []byte) {
	if part.FileName() == "" {
		q.values[part.FormName()] = string(data)
		return
	}
	if q.uploads == nil {
		q.uploads = map[string]upload{}
	}
	q.uploads[part.FormName()] = upload{part.FileName(), part.Header.Get("Content-Type"), data}
}

// has reports whether a parameter was given, with a value or a file. Nothing and
// null are how clients say that they leave it out.
func (q *request) has(name string) bool {
	v, ok := q.values[name]
	_, file := q.uploads[name]
	return file || ok && v != "" && v != "null"
}

// text is a parameter, empty when it was not given.
func (q *request) text(name string) string { return q.values[name] }

// number is a parameter that was checked to be a number, 0 when it was not given.
func (q *request) number(name string) int64 {
	n, _ := strconv.ParseInt(q.values[name], 10, 64)
	return n
}

// flag is a parameter that was checked to be a boolean.
func (q *request) flag(name string) bool {
	v := strings.ToLower(q.values[name])
	return v == "true" || v == "1"
}

// decode reads a parameter that was checked to be JSON. What was not given
// leaves the value as it is; what has another shape is an error.
func (q *request) decode(name string, into any) error {
	if !q.has(name) {
		return nil
	}
	return json.Unmarshal([]byte(q.values[name]), into)
}
