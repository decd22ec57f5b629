package kb

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem is something an editor should mend. An error keeps the whole
// knowledge from going live; a warning does not.
type Problem struct {
	File    string
	Line    int
	Warning bool
	Text    string
}

// String gives the form editors can click on.
func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text) }

// Errors keeps the problems that are not warnings.
func Errors(ps []Problem) []Problem {
	return slices.DeleteFunc(slices.Clone(ps), func(p Problem) bool { return p.Warning })
}

// sortProblems orders by file and line and drops repeats.
func sortProblems(ps []Problem) []Problem {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(ps)
}
