package main

import (
	"fmt"
	"io"
	"strings"

	"huizhi/phrases"
)

// grade says how bad it is.
type grade int

// The grades.
const (
	sound    grade = iota
	doubtful       // it works, or will, but somebody should look
	wrong
)

// finding is what a look at one thing has found, and what there is to do.
type finding struct {
	grade grade
	text  string
	todo  []string
}

func isSound(key string, args ...any) finding {
	return finding{grade: sound, text: phrases.Say(key, args...)}
}
func isDoubtful(key string, args ...any) finding {
	return finding{grade: doubtful, text: phrases.Say(key, args...)}
}
func isWrong(key string, args ...any) finding {
	return finding{grade: wrong, text: phrases.Say(key, args...)}
}

// then says what there is to do.
func (f finding) then(key string, args ...any) finding {
	f.todo = append(f.todo, phrases.Say(key, args...))
	return f
}

// and adds something else that is not well. The worst grade counts.
func (f finding) and(g grade, text string) finding {
	f.grade = max(f.grade, g)
	f.todo = append(f.todo, text)
	return f
}

// andWrong adds each line of an error.
func (f finding) andWrong(err error) finding {
	if err != nil {
		for _, line := range strings.Split(masked(err), "\n") {
			f = f.and(wrong, line)
		}
	}
	return f
}

// mark is how a grade is shown.
func (g grade) mark() string {
	switch g {
	case sound:
		return phrases.Say("doctor.sound")
	case doubtful:
		return phrases.Say("doctor.doubtful")
	}
	return phrases.Say("doctor.wrong")
}

// print prints a line, and one below it for each thing to do.
func (f finding) print(out io.Writer, of string) {
	fmt.Fprintln(out, phrases.Say("doctor.line", f.grade.mark(), of, f.text))
	for _, todo := range f.todo {
		for _, line := range strings.Split(todo, "\n") {
			fmt.Fprintln(out, phrases.Say("doctor.todo", line))
		}
	}
}
