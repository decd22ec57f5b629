package eval

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"huizhi/answer"
	"huizhi/phrases"
)

// Unrecorded is why a request of a cassette has no reply: nobody has written one yet.
const Unrecorded answer.Reason = "unrecorded"

// Cassette is a model whose replies stand in files, so that a person, or a model
// elsewhere, can write them:
//
//	clock.txt         when it was recorded: the time that all messages are sent at
//	articles/         what is answered from, if it shall not change with the built-in articles
//	<id>.system.txt   what the model is told
//	<id>.json         a request: {"system": …, "user": …}; its name is made of what it holds
//	<id>.reply.txt    what the model wrote to it
type Cassette struct {
	At time.Time

	dir    string
	record bool

	mu      sync.Mutex
	missing []string
}

// taped is a request as it is written down.
type taped struct {
	Purpose answer.Purpose  `json:"purpose"`
	System  string          `json:"system"` // the name of its file
	User    json.RawMessage `json:"user"`
}

// clock is the name of the file with the time.
const clock = "clock.txt"

// OpenCassette opens a folder; to record, it begins one where there is none.
func OpenCassette(dir string, record bool, now time.Time) (*Cassette, error) {
	c := &Cassette{dir: dir, record: record}
	data, err := os.ReadFile(c.path(clock))
	if errors.Is(err, fs.ErrNotExist) && record {
		data = []byte(now.Format(time.RFC3339) + "\n")
		err = errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(c.path(clock), data, 0o644))
	}
	if err != nil {
		return nil, fmt.Errorf("%s", phrases.Say("eval.no_cassette", dir))
	}
	c.At, err = time.Parse(time.RFC3339, strings.TrimSpace(string(data)))
	if err != nil {
		return nil, fmt.Errorf("%s", phrases.Say("eval.no_clock", c.path(clock)))
	}
	return c, nil
}

// Articles is the folder of its own articles; empty if it has none.
func (c *Cassette) Articles() string {
	if _, err := os.Stat(c.path("articles")); err != nil {
		return ""
	}
	return c.path("articles")
}

// Missing are the requests without a reply, as they came, each once.
func (c *Cassette) Missing() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.missing)
}

// Complete reads the reply to a prompt, and notes a prompt without one. Tokens are estimated.
func (c *Cassette) Complete(_ context.Context, p answer.Prompt, chunk func(string)) (answer.Completion, error) {
	id, err := c.write(p)
	if err != nil {
		return answer.Completion{}, err
	}
	text, err := os.ReadFile(c.path(id + ".reply.txt"))
	if err != nil {
		c.miss(id)
		return answer.Completion{}, &answer.ModelError{Reason: Unrecorded}
	}
	if chunk != nil {
		chunk(string(text))
	}
	return answer.Completion{Text: string(text), In: answer.Tokens(p.System + p.User), Out: answer.Tokens(string(text)), Tries: 1}, nil
}

// write names a request, and writes it down to be replied to.
func (c *Cassette) write(p answer.Prompt) (id string, err error) {
	system := digest(p.System)
	data, err := json.MarshalIndent(taped{p.Purpose, system, json.RawMessage(p.User)}, "", " ")
	if err != nil {
		return "", fmt.Errorf("cassette: %w", err)
	}
	id = digest(string(p.Purpose) + p.System + string(p.Schema) + p.User)
	if !c.record {
		return id, nil
	}
	return id, errors.Join(
		os.WriteFile(c.path(system+".system.txt"), []byte(p.System), 0o644),
		os.WriteFile(c.path(id+".json"), append(data, '\n'), 0o644))
}

// miss notes a request without a reply.
func (c *Cassette) miss(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Contains(c.missing, id) {
		c.missing = append(c.missing, id)
	}
}

func (c *Cassette) path(name string) string { return filepath.Join(c.dir, name) }

// digest is a name made of a text.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%x", sum[:8])
}
