package meaning

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"huizhi/encoder"
)

// Dims is how many numbers a point has.
const Dims = 128

// point is where a text lies, of length 1.
type point [Dims]float32

// compact is a point in eight bits a number, each an int8. Its length is lost,
// its direction kept; a text without meaning is all zero.
type compact [Dims]byte

// basis is the directions that points are made of, each of length 1 and square
// to the others, by what they tell.
type basis [Dims]encoder.Vector

// short is a number from -1 to 1 in 16 bits, as a basis is kept.
type short int16

func toShort(x float32) short { return short(math.Round(float64(x) * math.MaxInt16)) }
func (s short) wide() float32 { return float32(s) / math.MaxInt16 }

// round makes a basis what it will be when it was kept and read again.
func (b *basis) round() {
	for i := range b {
		for j, x := range b[i] {
			b[i][j] = toShort(x).wide()
		}
	}
}

// point is what the basis keeps of a vector.
func (b *basis) point(v *encoder.Vector) point {
	var p point
	for i := range b {
		p[i] = b[i].Near(v)
	}
	p.scale()
	return p
}

// scale gives a point length 1. What has no length stays as it is.
func (p *point) scale() {
	unit(p[:])
}

// kernels is the library's arithmetic, called by its own type: through its
// package blas32 all that it can do would be linked, a megabyte.
var kernels gonum.Implementation

// unit gives a vector length 1, if it has any.
func unit(v []float32) {
	if length := kernels.Snrm2(len(v), v, 1); length > 0 {
		kernels.Sscal(len(v), 1/length, v, 1)
	}
}

// plus adds a vector, so many times.
func plus(v []float32, times float32, w []float32) { kernels.Saxpy(len(v), times, w, 1, v, 1) }

// pack keeps the direction of a point.
func (p *point) pack() (c compact) {
	var most float64
	for _, x := range p {
		most = max(most, math.Abs(float64(x)))
	}
	if most == 0 {
		return c
	}
	for i, x := range p {
		c[i] = byte(int8(math.Round(float64(x) / most * math.MaxInt8)))
	}
	return c
}

// unpack is the point again, of length 1.
func (c *compact) unpack() (p point) {
	for i, x := range c {
		p[i] = float32(int8(x))
	}
	p.scale()
	return p
}

// ErrFew is too little to tell directions from.
var ErrFew = errors.New("too few texts to fit a basis")

// rounds is how often the directions are turned towards those of most weight.
// They need not be exact: what counts is the space that they span.
const rounds = 30

// fit finds the directions in which vectors lie most, by orthogonal iteration:
// the sum of the vectors' outer products turns any directions towards its first
// eigenvectors.
func fit(vectors []encoder.Vector) (*basis, error) {
	if len(vectors) < Dims {
		return nil, ErrFew
	}
	sum := products(vectors)
	var b basis
	for i := range b {
		copy(b[i][:], sum[i*encoder.Size:])
	}
	b.straighten()
	for range rounds {
		for i := range b {
			turned := make([]float32, encoder.Size)
			kernels.Sgemv(blas.NoTrans, encoder.Size, encoder.Size, 1, sum, encoder.Size, b[i][:], 1, 0, turned, 1)
			copy(b[i][:], turned)
		}
		b.straighten()
	}
	b.round()
	return &b, nil
}

// products sums up the outer products of vectors with themselves.
func products(vectors []encoder.Vector) []float32 {
	sum := make([]float32, encoder.Size*encoder.Size)
	for i := range vectors {
		v := vectors[i][:]
		kernels.Sger(encoder.Size, encoder.Size, 1, v, 1, v, 1, sum, encoder.Size)
	}
	return sum
}

// straighten makes directions square to each other and of length 1
// (Gram-Schmidt).
func (b *basis) straighten() {
	for i := range b {
		for j := range i {
			plus(b[i][:], -b[j].Near(&b[i]), b[j][:])
		}
		unit(b[i][:])
	}
}
