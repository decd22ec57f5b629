package answer

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"text/template"

	"huizhi/kb"
	"huizhi/phrases"
)

//go:embed prompts/*.tmpl
var promptFiles embed.FS

// prompts are what a model is told, a file for each purpose.
type prompts struct{ files *template.Template }

func newPrompts() (prompts, error) {
	t, err := template.ParseFS(promptFiles, "prompts/*.tmpl")
	if err != nil {
		return prompts{}, fmt.Errorf("prompts: %w", err)
	}
	return prompts{t}, nil
}

// make fills in the file of a purpose. What the customer wrote is only in data,
// which becomes JSON.
func (p prompts) make(purpose Purpose, about, data any) (Prompt, error) {
	var system strings.Builder
	if err := p.files.ExecuteTemplate(&system, string(purpose)+".tmpl", about); err != nil {
		return Prompt{}, fmt.Errorf("prompts: %w", err)
	}
	user, err := json.Marshal(data)
	if err != nil {
		return Prompt{}, fmt.Errorf("prompts: %w", err)
	}
	return Prompt{Purpose: purpose, System: system.String(), User: string(user), JSON: purpose == Placing}, nil
}

// closedWords is what a question may be placed in: the closed lists.
type closedWords struct {
	Services, Aspects []kb.Term
	Ages              []string
}

// placeAspects are what a question may want to know.
var placeAspects = []Aspect{kb.Can, kb.Who, kb.Where, kb.Bring, kb.Fee, kb.Time, kb.Lead, kb.Validity, How}

// placeAges are the ages that rules turn on.
var placeAges = []string{"<16", "16+", "16-25", "26-45", "46+"}

func newClosedWords(words *kb.Vocabulary) closedWords {
	v := closedWords{Services: words.Services, Ages: placeAges}
	for _, a := range placeAspects {
		v.Aspects = append(v.Aspects, kb.Term{Word: string(a), Name: phrases.Say("field." + string(a))})
	}
	return v
}

// numbered is a line of an answer as a model sees it.
type numbered struct {
	N    int    `json:"n"`
	Text string `json:"text"`
}
