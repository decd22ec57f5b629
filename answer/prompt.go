package answer

import (
	_ "embed"
	"encoding/json"
)

// wordPrompt is what a model is told that words replies. Nothing of a customer is in it.
//
//go:embed prompts/word.txt
var wordPrompt string

// numbered is a line of a reply as a model sees it.
type numbered struct {
	N    int    `json:"n"`
	Text string `json:"text"`
}

// toWord asks for other words for lines. Whatever a customer wrote stays a value of the
// object.
func toWord(system, question, known string, lines []numbered) Prompt {
	user, _ := json.Marshal(struct { // strings and numbers always marshal
		Question string     `json:"question"`
		Case     string     `json:"case"`
		Lines    []numbered `json:"lines"`
	}{question, known, lines})
	return Prompt{Purpose: ToWord, System: system, User: string(user)}
}
