package reader

import (
	_ "embed"
	"encoding/json"
	"strings"
	"text/template"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
)

//go:embed prompts/read-1.txt
var prompt string

// lists are the closed lists that a model chooses from.
type lists struct {
	Services, Households, Fields []kb.Term
	Ages                         []string
}

func newLists(words *kb.Vocabulary) lists {
	l := lists{Services: words.Services, Households: words.Households, Ages: answer.ReadAges}
	for _, f := range answer.ReadAspects {
		l.Fields = append(l.Fields, kb.Term{Word: string(f), Name: phrases.Say("field." + string(f))})
	}
	return l
}

// prompt is what the model is told. Nothing of a customer is in it.
func (l lists) prompt() (string, error) {
	t, err := template.New("read").Parse(prompt)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	err = t.Execute(&b, l)
	return b.String(), err
}

// acts are what a message may be, beside a question.
var acts = []string{
	answer.ToAnswer, string(answer.Person), string(answer.Ordering), string(answer.Standing), string(answer.Cancel),
	string(answer.Refund), string(answer.Erase), string(answer.Courtesy), string(answer.Misuse), string(answer.Near), string(answer.Chatter),
}

// form is a JSON schema, or a part of one.
type form map[string]any

// schema is the form of an opinion, as strict servers want it: every field is required,
// what there is not is empty.
func (l lists) schema() json.RawMessage {
	closed := func(list []kb.Term) form { return evidence(words(list)) }
	data, _ := json.Marshal(all(form{ // maps of strings always marshal
		"act": form{"type": "string", "enum": acts},
		"asks": form{"type": "array", "items": all(form{
			"question": form{"type": "string"},
			"picks":    form{"type": "array", "items": form{"type": "string"}},
		})},
		"service":   closed(l.Services),
		"age":       evidence(nil),
		"household": closed(l.Households),
		"use":       evidence(nil),
		"home":      evidence(nil),
		"missing":   form{"type": "string", "enum": []string{"", answer.AsksService}},
	}))
	return data
}

// evidence is the form of a value of a list, or of any, with the words that it rests on.
func evidence(list []string) form {
	is := form{"type": "string"}
	if list != nil {
		is["enum"] = append([]string{""}, list...)
	}
	return all(form{"is": is, "because": form{"type": "string"}})
}

// all is an object that has just these fields.
func all(fields form) form {
	var names []string
	for name := range fields {
		names = append(names, name)
	}
	return form{"type": "object", "properties": fields, "required": sorted(names), "additionalProperties": false}
}
