package eval

import (
	"bufio"
	"bytes"
	"fmt"
	"os"

	"huizhi/phrases"
)

// maxLine is the longest line of a file, in bytes.
const maxLine = 1 << 20

// readLines reads every line of a file that is not blank, and says which one
// cannot be read.
func readLines[T any](path string, read func([]byte) (T, error)) ([]T, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s", phrases.Say("eval.unreadable", path))
	}
	defer file.Close()
	var out []T
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		one, err := read(lines.Bytes())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		out = append(out, one)
	}
	if lines.Err() != nil {
		return nil, fmt.Errorf("%s", phrases.Say("eval.unreadable", path))
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s", phrases.Say("eval.nothing", path))
	}
	return out, nil
}
