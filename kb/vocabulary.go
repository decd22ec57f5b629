package kb

import (
	_ "embed"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"
)

//go:embed vocabulary.yaml
var vocabularyFile []byte

// Term is one word of the closed vocabulary: its Chinese name, and how
// customers say it.
type Term struct {
	Word  string   // the word in articles: "renew", "户口簿"
	Name  string   // what customers read
	Short string   // the same in two or three characters, for conditions and buttons
	Words []string // what customers write, simplified and without blanks
}

// ServiceGroup is a way of speaking that leaves several services open.
type ServiceGroup struct {
	Services []Service
	Words    []string
}

// Vocabulary is every word that articles may use, in the editors' order.
type Vocabulary struct {
	Services   []Term
	Groups     []ServiceGroup
	Documents  []Term
	Households []Term
	Papers     []Term
	Channels   []Term
	Courtesy   []string // what is said around a question, as Bare has it
}

// Words reads the vocabulary that is built in.
func Words() (*Vocabulary, error) { return parseVocabulary(vocabularyFile) }

func parseVocabulary(data []byte) (*Vocabulary, error) {
	var file struct {
		Services, Documents, Households, Papers, Channels yaml.Node
		Groups                                            []ServiceGroup
		Courtesy                                          []string
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("vocabulary.yaml: %w", err)
	}
	v := &Vocabulary{Groups: file.Groups, Courtesy: file.Courtesy}
	for list, node := range map[*[]Term]*yaml.Node{
		&v.Services: &file.Services, &v.Documents: &file.Documents, &v.Households: &file.Households,
		&v.Papers: &file.Papers, &v.Channels: &file.Channels,
	} {
		terms, err := parseTerms(node)
		if err != nil {
			return nil, fmt.Errorf("vocabulary.yaml: %w", err)
		}
		*list = terms
	}
	return v, nil
}

// parseTerms reads a mapping of word → term, keeping its order. A term that is
// only a string is its name; a term without a name is called by its word.
func parseTerms(node *yaml.Node) ([]Term, error) {
	var out []Term
	for i := 0; i+1 < len(node.Content); i += 2 {
		t := Term{Word: node.Content[i].Value}
		body := node.Content[i+1]
		if body.Kind == yaml.ScalarNode {
			t.Name = body.Value
		} else if err := body.Decode(&t); err != nil {
			return nil, err
		}
		if t.Name == "" {
			t.Name = t.Word
		}
		if t.Short == "" {
			t.Short = t.Name
		}
		out = append(out, t)
	}
	return out, nil
}

// Find returns the term for a word.
func Find(terms []Term, word string) (Term, bool) {
	i := slices.IndexFunc(terms, func(t Term) bool { return t.Word == word })
	if i < 0 {
		return Term{Word: word, Name: word, Short: word}, false
	}
	return terms[i], true
}

// set lists the words of terms as a set.
func set[T ~string](terms []Term) Set[T] {
	out := Set[T]{}
	for _, t := range terms {
		out = append(out, T(t.Word))
	}
	return out
}

// everything spells out the dimensions that a closed vocabulary closes.
func (v *Vocabulary) everything() Conditions {
	return Conditions{
		Service:   set[Service](v.Services),
		Household: set[Household](v.Households),
		Document:  set[Document](v.Documents),
	}
}
