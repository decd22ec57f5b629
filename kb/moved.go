package kb

import (
	"errors"
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
// has never renamed anything. What is wrong with a line is noted and the rest read.
func readMoved(fsys fs.FS) (moved, []Problem, error) {
	m := moved{map[PassageID]PassageID{}, map[PassageID]int{}}
	data, err := fs.ReadFile(fsys, movedName)
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil, nil
	}
	if err != nil {
		return m, nil, err
	}
	problems := spoiled(movedName, data)
	if problems != nil {
		return m, problems, nil
	}
	problem := func(line int, key string, args ...any) {
		problems = append(problems, Problem{File: movedName, Line: line, Text: phrases.Say(key, args...)})
	}
	text := strings.TrimPrefix(strings.ReplaceAll(string(data), "\r\n", "\n"), "\ufeff") // as Excel writes it
	for i, line := range strings.Split(text, "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		was, now, ok := strings.Cut(line, ",")
		if !ok || was == "" || now == "" || strings.Contains(now, ",") {
			problem(i+1, "lint.moved_line")
			continue
		}
		if m.lines[PassageID(was)] > 0 {
			problem(i+1, "lint.moved_twice", was)
		}
		m.now[PassageID(was)], m.lines[PassageID(was)] = PassageID(now), i+1
	}
	return m, problems, nil
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
