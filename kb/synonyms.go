package kb

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"huizhi/phrases"
)

//go:embed synonyms.yaml
var synonymsFile []byte

// synonymsName is what a folder of articles calls its own list.
const synonymsName = "synonyms.yaml"

// Synonym is a word, and the words that passages are found by as if they were it.
type Synonym struct {
	Word  string
	Alike []string
}

// Synonyms reads the list that is built in.
func Synonyms() ([]Synonym, error) {
	out, err := parseSynonyms(synonymsFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", synonymsName, err)
	}
	return out, nil
}

// parseSynonyms reads word → words alike, in the order written. A word may
// stand once: it cannot be replaced by two.
func parseSynonyms(data []byte) ([]Synonym, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 {
		return nil, err
	}
	if doc.Content[0].Kind != yaml.MappingNode {
		return nil, fmt.Errorf("%s", phrases.Say("synonyms.shape"))
	}
	seen := map[string]bool{}
	once := func(word string) error {
		if !isWord(word) {
			return fmt.Errorf("%s", phrases.Say("synonyms.word", word))
		}
		if seen[word] {
			return fmt.Errorf("%s", phrases.Say("synonyms.twice", word))
		}
		seen[word] = true
		return nil
	}
	var out []Synonym
	list := doc.Content[0].Content
	for i := 0; i+1 < len(list); i += 2 {
		s := Synonym{Word: list[i].Value}
		if err := list[i+1].Decode(&s.Alike); err != nil {
			return nil, fmt.Errorf("%s", phrases.Say("synonyms.shape"))
		}
		for _, word := range append([]string{s.Word}, s.Alike...) {
			if err := once(word); err != nil {
				return nil, err
			}
		}
		out = append(out, s)
	}
	return out, nil
}

// isWord reports a word as the index compares them: letters and digits, no
// capitals, no signs.
func isWord(word string) bool {
	odd := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.IsUpper(r) }
	return word != "" && !strings.ContainsFunc(word, odd)
}

// synonyms reads the list that is built in and the one of a folder, if it has
// one. The folder's wins where both name a word.
func synonyms(fsys fs.FS) ([]Synonym, error) {
	out, err := Synonyms()
	if err != nil {
		return nil, err
	}
	data, err := fs.ReadFile(fsys, synonymsName)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	if err != nil {
		return nil, err
	}
	if ps := unreadable(synonymsName, data); len(ps) > 0 {
		return nil, fmt.Errorf("%s", ps[0])
	}
	own, err := parseSynonyms(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", synonymsName, err)
	}
	return append(own, out...), nil
}
