package meaning

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
)

// Group is texts that mean one thing, such as what a passage answers.
type Group struct {
	Texts []string // as people say it
	First string   // what is said of it; may be empty
}

// Near tells how near a question is to a group. The numbers are cosines, after
// what all texts have in common is taken off: from -1 to 1, a little more where
// it was evened out, and 0 where there is nothing to compare with.
type Near struct {
	Texts   float64 // to the three nearest of its texts, on average; evened out, see lift
	Centre  float64 // to the middle of its texts
	First   float64
	Nearest string // the nearest of its texts
}

// nearest is how many of a group's texts count: one may lie near by chance.
const nearest = 3

// few is what a group gets for each time that it has e times fewer texts than
// others. The nearest of many texts is nearer than the nearest of few, whatever
// they are about, so groups of few would be found too seldom beside groups of
// many. Set so that passages of which only four texts are known are found about
// as often, among passages with all fifty of theirs, as those are.
const few = 0.04

// lift is what a group of n texts gets where the one in the middle has so many.
func lift(n, middle int) float64 {
	if n == 0 || n >= middle {
		return 0
	}
	return few * math.Log(float64(middle)/float64(n))
}

// Field is groups of texts, ready to be compared with a question. It is safe for
// concurrent use.
type Field struct {
	table  *Table
	groups []group
	rows   int
	points []float32 // a row of Dims for each text, centre and first sentence
}

// group is where the rows of a group stand: those of its texts from one on, and
// of its centre and its first sentence, each -1 if there is none.
type group struct {
	from          int
	texts         []string
	centre, first int
	lift          float64
}

// Field makes a field of those texts of the groups that are known.
func (t *Table) Field(groups []Group) *Field {
	f := &Field{table: t}
	for _, g := range groups {
		f.groups = append(f.groups, f.group(g))
	}
	middle := f.middle()
	for i := range f.groups {
		f.groups[i].lift = lift(len(f.groups[i].texts), middle)
	}
	return f
}

// middle is how many texts the group in the middle has, of those that have any.
func (f *Field) middle() int {
	var sizes []int
	for _, g := range f.groups {
		if n := len(g.texts); n > 0 {
			sizes = append(sizes, n)
		}
	}
	if len(sizes) == 0 {
		return 0
	}
	slices.Sort(sizes)
	return sizes[len(sizes)/2]
}

func (f *Field) group(g Group) group {
	out := group{from: f.rows, centre: -1, first: -1}
	var centre point
	for _, text := range g.Texts {
		if p, ok := f.table.known(text); ok {
			p = f.place(p)
			f.add(p)
			plus(centre[:], 1, p[:])
			out.texts = append(out.texts, text)
		}
	}
	if len(out.texts) > 0 {
		centre.scale()
		out.centre = f.add(centre)
	}
	if p, ok := f.table.known(g.First); ok {
		out.first = f.add(f.place(p))
	}
	return out
}

// add adds a row.
func (f *Field) add(p point) int {
	f.points = append(f.points, p[:]...)
	f.rows++
	return f.rows - 1
}

// place brings a point to where it is compared: without what all texts have in
// common.
func (f *Field) place(p point) point {
	plus(p[:], -1, f.table.mean[:])
	p.scale()
	return p
}

// Near tells how near each group is to a question, in the order of the groups.
// ok is false for a question that has no meaning.
func (f *Field) Near(question string) (near []Near, ok bool) {
	p, ok := f.table.point(question)
	if !ok || f.rows == 0 {
		return nil, false
	}
	p = f.place(p)
	cosines := make([]float32, f.rows)
	kernels.Sgemv(blas.NoTrans, f.rows, Dims, 1, f.points, Dims, p[:], 1, 0, cosines, 1)
	for _, g := range f.groups {
		near = append(near, g.near(cosines))
	}
	return near, true
}

// near reads the cosines of a group's rows.
func (g group) near(cosines []float32) Near {
	at := func(row int) float64 {
		if row < 0 {
			return 0
		}
		return float64(cosines[row])
	}
	n := Near{Centre: at(g.centre), First: at(g.first)}
	var best []float64 // falling
	for i, text := range g.texts {
		x := at(g.from + i)
		place := 0
		for place < len(best) && best[place] >= x {
			place++
		}
		if place == nearest {
			continue
		}
		if place == 0 {
			n.Nearest = text
		}
		best = slices.Insert(best[:min(len(best), nearest-1)], place, x)
	}
	for _, x := range best {
		n.Texts += x
	}
	if len(best) == 0 {
		return n
	}
	n.Texts /= float64(len(best))
	n.Texts += g.lift
	return n
}
