package personal

// span is a number found: its bytes in the text.
type span struct {
	start, end int32
	kind       Kinds
}

// find lists the personal numbers of a row from left to right, none
// overlapping another.
func find(r row) []span {
	var out []span
	joints := r.joints()
	last := -1 // where the number before ended
	for i := 0; i < len(r.glyphs); i++ {
		if i != last && !r.edge(i) && !r.countryCode(i) {
			continue
		}
		if s := r.numberAt(i, joints); s != nil {
			last = i + s.size
			out = append(out, span{r.glyphs[i].start, r.glyphs[last-1].end, s.kind})
			i = last - 1
		}
	}
	return out
}

// numberAt returns the surest shape that fits at glyph i, or nil. A checked ID
// number that starts further on is not cut by a less sure one.
func (r row) numberAt(i int, joints []bool) *shape {
	for k := range shapes {
		s := &shapes[k]
		if !r.fits(s, i) || !r.ends(i+s.size, s.firm, joints) {
			continue
		}
		if k == 0 || !r.cutsID(i+1, i+s.size, joints) {
			return s
		}
	}
	return nil
}

// fits reports whether the glyphs from i on have a shape.
func (r row) fits(s *shape, i int) bool { return r.within(i, s.size) && s.valid(r, i) }

// ends reports whether a number may end before glyph i: at an edge or, if it
// is firm, where the next firm one begins.
func (r row) ends(i int, firm bool, joints []bool) bool {
	return r.edge(i) || firm && joints[i]
}

// cutsID reports whether a checked ID number starts at an edge in [from, to).
func (r row) cutsID(from, to int, joints []bool) bool {
	for i := from; i < to; i++ {
		if r.edge(i) && r.fits(&shapes[0], i) && r.ends(i+18, true, joints) {
			return true
		}
	}
	return false
}

// joints marks the glyphs at which a firm number begins that ends well. From
// right to left, so that each knows what follows it.
func (r row) joints() []bool {
	out := make([]bool, len(r.glyphs)+1)
	for i := len(r.glyphs) - 1; i >= 0; i-- {
		for k := range shapes {
			s := &shapes[k]
			out[i] = out[i] || s.firm && r.fits(s, i) && r.ends(i+s.size, true, out)
		}
	}
	return out
}
