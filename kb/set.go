package kb

import "slices"

// Set is a small set of words. A nil Set holds everything; an empty one
// that is not nil holds nothing.
type Set[T ~string] []T

// Has reports whether v is in the set.
func (s Set[T]) Has(v T) bool { return s == nil || slices.Contains(s, v) }

// Contains reports whether every word of o is in the set.
func (s Set[T]) Contains(o Set[T]) bool {
	if s == nil {
		return true
	}
	return o != nil && !slices.ContainsFunc(o, func(v T) bool { return !s.Has(v) })
}

// And returns what both sets hold.
func (s Set[T]) And(o Set[T]) Set[T] {
	if s == nil {
		return o
	}
	return s.filter(o.Has)
}

// Minus returns what s holds and o does not. s must not be nil.
func (s Set[T]) Minus(o Set[T]) Set[T] {
	return s.filter(func(v T) bool { return !o.Has(v) })
}

// Or returns what either set holds, s first.
func (s Set[T]) Or(o Set[T]) Set[T] {
	if s == nil || o == nil {
		return nil
	}
	out := slices.Clone(s)
	for _, v := range o {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// Add returns the set with more words in it; a nil set starts empty.
func (s Set[T]) Add(words ...T) Set[T] {
	if s == nil {
		s = Set[T]{}
	}
	return s.Or(words)
}

// None reports that nothing is in the set.
func (s Set[T]) None() bool { return s != nil && len(s) == 0 }

// Only reports whether v is the only word of the set.
func (s Set[T]) Only(v T) bool { return len(s) == 1 && s[0] == v }

// One returns the only word of the set.
func (s Set[T]) One() (T, bool) {
	if len(s) == 1 {
		return s[0], true
	}
	var zero T
	return zero, false
}

// filter keeps the words that pass; its result is never nil.
func (s Set[T]) filter(keep func(T) bool) Set[T] {
	out := Set[T]{}
	for _, v := range s {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}
