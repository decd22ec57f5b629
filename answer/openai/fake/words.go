package fake

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"sync"
)

//go:embed words.json
var wordsFile []byte

// words are what the writers write with.
type words struct {
	Polite  []string    // pairs: a way to say something, and a kinder one
	Idioms  [][3]string // what people say that the rules do not know, and what it is
	Swaps   [][]string  // pairs: what a liar puts for what
	Inserts []string    // what a liar slips in
	Lies    []string    // whole sentences
}

// written is read once, on first use, and never changes.
var written = sync.OnceValue(func() words {
	var w words
	if err := json.Unmarshal(wordsFile, &w); err != nil {
		panic(fmt.Sprintf("fake: words.json: %v", err))
	}
	return w
})
