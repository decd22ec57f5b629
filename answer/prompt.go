package answer

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"huizhi/kb"
	"huizhi/nlu"
	"huizhi/phrases"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

// prompts are what a model is told: a file for each purpose, filled in with our
// vocabulary once. Nothing of a customer is ever in them.
type prompts struct {
	words       closedWords
	place, word string
}

func newPrompts(words *kb.Vocabulary) (p prompts, err error) {
	t, err := template.ParseFS(promptFiles, "prompts/*.tmpl")
	if err != nil {
		return p, fmt.Errorf("prompts: %w", err)
	}
	p.words = newClosedWords(words)
	for name, text := range map[string]*string{"place.tmpl": &p.place, "word.tmpl": &p.word} {
		var b strings.Builder
		if err := t.ExecuteTemplate(&b, name, p.words); err != nil {
			return p, fmt.Errorf("prompts: %w", err)
		}
		*text = b.String()
	}
	return p, nil
}

// toPlace asks which of our words a question means.
func (p prompts) toPlace(question string) Prompt {
	return Prompt{Purpose: Placing, System: p.place, User: object(struct {
		Question string `json:"question"`
	}{question}), JSON: true}
}

// numbered is a line of a reply as a model sees it.
type numbered struct {
	N    int    `json:"n"`
	Text string `json:"text"`
}

// toWord asks for other words for lines.
func (p prompts) toWord(question, known string, lines []numbered) Prompt {
	return Prompt{Purpose: Wording, System: p.word, User: object(struct {
		Question string     `json:"question"`
		Case     string     `json:"case"`
		Lines    []numbered `json:"lines"`
	}{question, known, lines})}
}

// object is data as JSON: whatever a customer wrote, it stays a value.
func object(data any) string {
	text, _ := json.Marshal(data) // strings and numbers always marshal
	return string(text)
}

// closedWords is what a question may be placed in: the closed lists.
type closedWords struct {
	Services, Aspects []kb.Term
	Ages              []string
}

// placeAspects are what a question may want to know.
var placeAspects = []nlu.Aspect{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Fee, kb.Time, kb.Lead, kb.Validity, nlu.How}

// placeAges are the ages that rules turn on.
var placeAges = []string{"<16", "16+", "16-25", "26-45", "46+"}

func newClosedWords(words *kb.Vocabulary) closedWords {
	v := closedWords{Services: words.Services, Ages: placeAges}
	for _, a := range placeAspects {
		v.Aspects = append(v.Aspects, kb.Term{Word: string(a), Name: phrases.Say("field." + string(a))})
	}
	return v
}
