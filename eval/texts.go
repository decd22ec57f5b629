package eval

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"huizhi/phrases"
)

// ReadTexts reads every text below a folder that somebody might send to make a
// model misbehave: the lines of .txt files, and of .json files the strings of a
// list, or of the list "payloads".
func ReadTexts(dir string) ([]string, error) {
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		switch filepath.Ext(path) {
		case ".txt":
			out = append(out, textLines(string(data))...)
		case ".json":
			list, err := textList(data)
			out = append(out, list...)
			return wrap(path, err)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", phrases.Say("eval.unreadable", dir), err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s", phrases.Say("eval.nothing", dir))
	}
	return out, nil
}

func textLines(data string) []string {
	var out []string
	for line := range strings.Lines(data) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// textList reads a list of strings, alone or under payloads; a file of another
// shape has none.
func textList(data []byte) ([]string, error) {
	var list []string
	if json.Unmarshal(data, &list) == nil {
		return list, nil
	}
	var file struct{ Payloads []string }
	err := json.Unmarshal(data, &file)
	return file.Payloads, err
}

// wrap says in which file something went wrong.
func wrap(path string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", path, err)
}
