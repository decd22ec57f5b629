package tgtest

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"unicode/utf8"
)

// keyboard is the buttons below a message.
type keyboard struct {
	Rows [][]buttonForm `json:"inline_keyboard"`
}

// buttonForm is a button on the wire.
type buttonForm struct {
	Text     string          `json:"text"`
	Data     string          `json:"callback_data,omitempty"`
	URL      string          `json:"url,omitempty"`
	Style    string          `json:"style,omitempty"`
	CopyText json.RawMessage `json:"copy_text,omitempty"`
}

// limits of keyboards. What is beyond the first is cut on a phone.
const (
	widestRow   = 8
	mostButtons = 100
	longestData = 64 // bytes
)

// keyboard reads reply_markup. Keyboards that are not below a message are taken
// and not shown.
func (s *Server) keyboard(q *request) (*keyboard, *Refusal) {
	var markup map[string]json.RawMessage
	if err := q.decode("reply_markup", &markup); err != nil {
		return nil, bad("object expected as reply markup")
	}
	rows, inline := markup["inline_keyboard"]
	if !inline {
		return nil, nil
	}
	k := &keyboard{}
	if json.Unmarshal(rows, &k.Rows) != nil {
		return nil, bad("can't parse inline keyboard button")
	}
	s.strange(q, rows)
	if refusal := k.check(); refusal != nil {
		return nil, refusal
	}
	s.wide(q, k)
	return k.orNil(), nil
}

// orNil is nil for a keyboard without buttons.
func (k *keyboard) orNil() *keyboard {
	k.Rows = slices.DeleteFunc(k.Rows, func(row []buttonForm) bool { return len(row) == 0 })
	if len(k.Rows) == 0 {
		return nil
	}
	return k
}

// strange notes fields of buttons that are not played.
func (s *Server) strange(q *request, rows json.RawMessage) {
	d := json.NewDecoder(bytes.NewReader(rows))
	d.DisallowUnknownFields()
	if err := d.Decode(&[][]buttonForm{}); err != nil {
		s.misused("%s: buttons: %v", q.method, err)
	}
}

// check refuses buttons that do nothing or too much.
func (k *keyboard) check() *Refusal {
	for _, b := range slices.Concat(k.Rows...) {
		switch {
		case b.Text == "":
			return bad("BUTTON_TEXT_INVALID")
		case b.URL != "":
			if u, err := url.Parse(b.URL); err != nil || u.Host == "" && u.Scheme != "tg" {
				return bad("BUTTON_URL_INVALID")
			}
		case b.CopyText != nil:
		case b.Data == "" || len(b.Data) > longestData || !utf8.ValidString(b.Data):
			return bad("BUTTON_DATA_INVALID")
		}
	}
	return nil
}

// wide notes a keyboard that a phone cannot show.
func (s *Server) wide(q *request, k *keyboard) {
	if n := len(slices.Concat(k.Rows...)); n > mostButtons {
		s.misused("%s: %d buttons, %d at most", q.method, n, mostButtons)
	}
	for _, row := range k.Rows {
		if len(row) > widestRow {
			s.misused("%s: %d buttons in a row, %d at most", q.method, len(row), widestRow)
		}
	}
}

// rows are the buttons as people see them.
func (k *keyboard) rows() [][]Button {
	if k == nil {
		return nil
	}
	var out [][]Button
	for _, row := range k.Rows {
		var line []Button
		for _, b := range row {
			line = append(line, Button{b.Text, b.Data, b.URL})
		}
		out = append(out, line)
	}
	return out
}

// labelled is the button on which something stands.
func (k *keyboard) labelled(label string) (Button, bool) {
	for _, b := range slices.Concat(k.rows()...) {
		if b.Label == label {
			return b, true
		}
	}
	return Button{}, false
}
