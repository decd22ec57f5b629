package eval

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"huizhi/answer"
	"huizhi/kb"
	"huizhi/phrases"
)

// Message is a message of which somebody said what it is.
type Message struct {
	Before   []string // what they wrote before, if it goes on
	Text     string
	Label    string
	Passages []kb.PassageID // which answer it, if Label is "passage"
	AlsoCase bool           `json:"also_case"` // the cases answer it as well
	Full     string         // the question as it would stand alone, if it goes on
	Several  bool           // it asks several things, and Label is of the first
	Asks     []Point        // all that it asks, what weighs most first, if somebody said so
	By       string         // who wrote it; what one person writes is alike
}

// sortOf is what labels mean to answer. Labels are finer than sorts; "answer",
// and all that begin with not_, are messages that want an answer though they look
// as if they did not.
var sortOf = map[string]answer.Sort{
	"passage": answer.OfPassage, "answer": answer.OfPassage, "not_person": answer.OfPassage, "not_order": answer.OfPassage, "not_misuse": answer.OfPassage,
	"case": answer.OfCase,
	"near": answer.Near, "lookalike": answer.Near, "chatter": answer.Chatter, "statement": answer.Chatter, "gibberish": answer.Gibberish,
	"person": answer.Person, "complaint": answer.Person, "order": answer.Ordering, "status": answer.Standing, "cancel": answer.Cancel,
	"refund": answer.Refund, "erase": answer.Erase, "misuse": answer.Misuse,
	"thanks": answer.Courtesy, "bye": answer.Courtesy, "greeting": answer.Courtesy,
}

// Sort is what a message is.
func (m Message) Sort() answer.Sort { return sortOf[m.Label] }

// Known reports a label that says which reply is right, not only that one is wanted.
func (m Message) Known() bool { return m.Sort() != answer.OfPassage || m.Label == "passage" }

// GoesOn reports a message that, in a conversation, is about what was asked before:
// a question for the articles, or a fact told.
func (m Message) GoesOn() bool {
	return m.Sort() == answer.OfPassage || m.Sort() == answer.OfCase || m.Label == "statement"
}

// Right reports whether a way to reply to a message is right.
func (m Message) Right(w answer.Way) bool {
	switch sort := m.Sort(); {
	case m.AlsoCase && w.Sort == answer.OfCase:
		return true
	case sort == answer.OfCase && w.Sort == answer.OfPassage:
		return slices.Contains(m.Passages, w.Passage.ID)
	case m.Label == "passage" && w.Sort == answer.OfPassage:
		return slices.Contains(m.Passages, w.Passage.ID)
	case m.Label == "passage" && w.Sort == answer.OfCase:
		return slices.ContainsFunc(m.Passages, func(id kb.PassageID) bool { return restsOn(w.Reply, id) })
	case sort == answer.OfPassage:
		return w.Sort == answer.OfPassage || w.Sort == answer.OfCase
	case sort.None():
		return w.Sort.None()
	default:
		return w.Sort == sort
	}
}

// restsOn reports whether a reply rests on the article that a passage opens.
func restsOn(reply answer.Answer, id kb.PassageID) bool {
	return slices.ContainsFunc(reply.Sources, func(s answer.Source) bool { return string(s.Article) == string(id) })
}

// ReadMessages reads a file of messages, or all the *.jsonl files of a folder.
func ReadMessages(path string) ([]Message, error) {
	files := []string{path}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		files, _ = filepath.Glob(filepath.Join(path, "*.jsonl")) // the pattern is sound
	}
	var out []Message
	for _, file := range files {
		list, err := readLines(file, func(line []byte) (m Message, err error) {
			if json.Unmarshal(line, &m) != nil || strings.TrimSpace(m.Text) == "" || m.Sort() == "" {
				return m, fmt.Errorf("%s", phrases.Say("eval.message"))
			}
			return m, nil
		})
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s", phrases.Say("eval.no_messages", path))
	}
	return out, nil
}
