package kb

import (
	"errors"
	"io/fs"
	"path"
	"strings"

	"huizhi/phrases"
)

// articleEnd ends the name of an article's file.
const articleEnd = ".md"

// folder is what was found of a folder of articles: its files by what they are.
type folder struct {
	fsys       fs.FS
	articles   []string
	utterances []string
	problems   []Problem
}

// openFolder looks for articles and what stands beside them.
func openFolder(fsys fs.FS) (folder, error) {
	f := folder{fsys: fsys}
	err := walk(fsys, func(file string, _ fs.FileInfo, err error) error { return f.add(file, err) })
	return f, err
}

// add sorts a file in. A link that leads nowhere is told only if something would
// have been read there: it may be a picture's.
func (f *folder) add(file string, err error) error {
	var twice again
	switch {
	case errors.As(err, &twice):
		f.problem(file, "lint.folder_twice", twice.name)
	case errors.Is(err, errNowhere) && isRead(file):
		f.problem(file, "lint.link_nowhere")
	case errors.Is(err, errNoFile) && isRead(file):
		f.problem(file, "lint.no_file")
	case errors.Is(err, errNowhere), errors.Is(err, errNoFile):
	case err != nil:
		return err
	case strings.HasSuffix(file, articleEnd):
		f.articles = append(f.articles, file)
	case strings.HasSuffix(file, utterancesEnd):
		f.utterances = append(f.utterances, file)
	default:
		if name, ok := f.rename(file); ok {
			f.problem(file, "lint.misnamed", name)
		}
	}
	return nil
}

func (f *folder) problem(file, key string, args ...any) {
	f.problems = append(f.problems, Problem{File: file, Line: 1, Text: phrases.Say(key, args...)})
}

// isRead reports a file that is read, by its name. What has no ending may have
// been a folder.
func isRead(file string) bool {
	return strings.HasSuffix(file, articleEnd) || strings.HasSuffix(file, utterancesEnd) ||
		file == movedName || file == synonymsName || path.Ext(file) == ""
}
