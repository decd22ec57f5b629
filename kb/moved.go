package kb

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"huizhi/phrases"
)

// movedName is what a folder of articles calls its list of former names.
const movedName = "moved.csv"

// moved is what passages were called before, and what answers for them now. A
// name that was written down once, in labels, links or notes, is good for ever.
type moved struct {
	now   map[PassageID]PassageID
	lines map[PassageID]int
}

// readMoved reads the folder's list: was,now in each line. A folder without one
// has never renamed anything.
func readMoved(fsys fs.FS) (moved, error) {
	m := moved{map[PassageID]PassageID{}, map[PassageID]int{}}
	data, err := fs.ReadFile(fsys, movedName)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	r := csv.NewReader(strings.NewReader(string(data)))
	r.Comment, r.FieldsPerRecord = '#', 2
	for {
		row, err := r.Read()
		if err == io.EOF {
			return m, nil
		}
		if err != nil {
			return m, fmt.Errorf("%s: %w", movedName, err)
		}
		was := PassageID(row[0])
		m.now[was] = PassageID(row[1])
		m.lines[was], _ = r.FieldPos(0)
	}
}

// Passage finds a passage by its name or by one that it had before.
func (c *Corpus) Passage(id PassageID) (*Passage, bool) {
	for range len(c.moved.now) + 1 { // a ring of names leads nowhere
		if p, ok := c.passages[id]; ok {
			return p, true
		}
		next, ok := c.moved.now[id]
		if !ok {
			return nil, false
		}
		id = next
	}
	return nil, false
}

// movedNames refuses a former name that leads nowhere: the heading it led to was
// reworded, or its article taken away. One that is a passage's today is never
// followed.
func (l *linter) movedNames() {
	for was, now := range l.corpus.moved.now {
		if _, ok := l.corpus.Passage(was); !ok {
			l.listed(was, "lint.moved_nowhere", string(was), string(now))
		}
		if _, ok := l.corpus.passages[was]; ok {
			l.listed(was, "lint.moved_alive", string(was))
		}
	}
}

func (l *linter) listed(was PassageID, key string, args ...any) {
	l.problems = append(l.problems, Problem{File: movedName, Line: l.corpus.moved.lines[was], Text: phrases.Say(key, args...)})
}
