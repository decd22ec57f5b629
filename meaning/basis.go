package meaning

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"

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
	v := vector(p[:])
	if length := blas32.Nrm2(v); length > 0 {
		blas32.Scal(1/length, v)
	}
}

func vector(data []float32) blas32.Vector {
	return blas32.Vector{N: len(data), Inc: 1, Data: data}
}

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

// errFew is too little to tell directions from.
var errFew = errors.New("too few texts to fit a basis")

// fit finds the directions in which vectors lie most: the first eigenvectors of
// the sum of their outer products.
func fit(vectors []encoder.Vector) (*basis, error) {
	if len(vectors) < Dims {
		return nil, errFew
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(products(vectors), true) {
		return nil, errors.New("basis: no eigenvectors")
	}
	var all mat.Dense
	eigen.VectorsTo(&all)
	var b basis
	for i := range b {
		column := encoder.Size - 1 - i // eigenvalues rise
		for j := range b[i] {
			b[i][j] = float32(all.At(j, column))
		}
	}
	return &b, nil
}

// products sums up the outer products of vectors with themselves.
func products(vectors []encoder.Vector) *mat.SymDense {
	sum := blas32.Symmetric{N: encoder.Size, Stride: encoder.Size, Uplo: blas.Upper, Data: make([]float32, encoder.Size*encoder.Size)}
	for i := range vectors {
		blas32.Syr(1, vector(vectors[i][:]), sum)
	}
	out := mat.NewSymDense(encoder.Size, nil)
	for i := range encoder.Size {
		for j := i; j < encoder.Size; j++ {
			out.SetSym(i, j, float64(sum.Data[i*sum.Stride+j]))
		}
	}
	return out
}
