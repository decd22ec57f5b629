package bot

import "strings"

// Links says what is asked by a payload, which is what stands behind start= in a
// link, in lower case: "city-jiangmen" asks "江门市". Of several texts the customer
// chooses; there is none for a payload that it does not know.
type Links func(payload string) []string

// links are the payloads that are no question.
var links = map[string]act{"human": human, "order": ordered}

// linked is what a payload means, known or not.
func linked(payload string) act {
	if a, ok := links[payload]; ok {
		return a
	}
	return started
}

// payload is what a link says: channels send it as "/start payload".
func payload(text string) string {
	_, payload, _ := strings.Cut(fold(text), " ")
	return strings.ToLower(strings.TrimSpace(payload))
}

// start greets. What a link asks is then asked as if it had been typed.
func (s *step) start() {
	switch asks := s.linked(); len(asks) {
	case 0:
		s.greet()
	case 1:
		if s.c.Burst == nil && s.c.Pending == nil {
			s.blank() // what was said long ago is another matter
		}
		s.phrase("start.link", asks[0])
		s.text = asks[0]
		s.hear()
	default:
		m := s.phrase("start.which")
		for chunk := range rows(asks, "say") {
			m.row(chunk...)
		}
	}
}

// linked is what the link asks that the customer came by.
func (s *step) linked() []string {
	t, ok := s.in.Event.(Text)
	if !ok || s.around.Links == nil {
		return nil
	}
	return s.around.Links(payload(t.Text))
}

// greet says what this is, and offers what many ask.
func (s *step) greet() {
	m := s.phrase("start.hello")
	for _, row := range starters {
		m.row(row...)
	}
	m.row(choiceOrder, s.person())
}

// starters are the questions below the greeting, in rows.
var starters = [][]Choice{
	{{Key: "start.jiangmen", Data: "say"}, {Key: "start.dongguan", Data: "say"}},
	{{Key: "start.child", Data: "say"}, {Key: "start.lost", Data: "say"}},
	{{Key: "start.elsewhere", Data: "say"}, {Key: "start.fee", Data: "say"}},
}
