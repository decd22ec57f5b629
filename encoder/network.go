package encoder

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// The widths of the network.
const (
	wide   = 512  // of the table, and of the vector
	part   = 256  // of one convolution
	parts  = 768  // of all three
	joined = 1280 // of the table and the convolutions
	narrow = 320  // of the dense layers between
)

// matrix is the weights of a layer: rows are inputs.
type matrix struct {
	in, out int
	data    []float32
}

// layerNorm is what a row is scaled to: mean 0 and variance 1, then gain and bias.
type layerNorm struct{ gain, bias []float32 }

// convolution looks at n pieces at once, left of them before the one it is at,
// twice, and adds what it saw to what was there.
type convolution struct {
	n, left int
	weight  [2]matrix
	bias    [2][]float32
}

// network is all weights. Nothing in it changes.
type network struct {
	table      []byte    // a row of int8 for each piece
	scale      []float32 // of each row
	input      matrix
	inputBias  []float32
	inputNorm  layerNorm
	convs      [3]convolution
	joinedNorm layerNorm
	joined     matrix
	joinedBias []float32
	dense      [4]matrix
	skip1      matrix
	skip3      matrix
}

// readNetwork reads the weights for a table of so many pieces.
func readNetwork(data []byte, pieces int) (*network, error) {
	f, err := open(data)
	if err != nil {
		return nil, err
	}
	n := &network{
		table: f.raw("table", "I8", pieces, wide), scale: f.vector("table.scale", pieces),
		input: f.matrix("input.weight", wide, parts), inputBias: f.vector("input.bias", parts),
		inputNorm:  layerNorm{f.vector("input.norm.gain", parts), f.vector("input.norm.bias", parts)},
		joinedNorm: layerNorm{f.vector("joined.norm.gain", joined), f.vector("joined.norm.bias", joined)},
		joined:     f.matrix("joined.weight", joined, wide), joinedBias: f.vector("joined.bias", wide),
		dense: [4]matrix{f.matrix("dense.0", wide, narrow), f.matrix("dense.1", narrow, narrow), f.matrix("dense.2", narrow, wide), f.matrix("dense.3", wide, wide)},
		skip1: f.matrix("skip.1", wide, narrow), skip3: f.matrix("skip.3", narrow, wide),
	}
	n.convs = [3]convolution{f.convolution("conv2", 2, 0), f.convolution("conv3", 3, 1), f.convolution("conv5", 5, 2)}
	return n, f.err
}

func (f *file) convolution(name string, n, left int) convolution {
	c := convolution{n: n, left: left}
	for i, layer := range []string{".1", ".2"} {
		c.weight[i] = f.matrix(name+layer+".weight", n*part, part)
		c.bias[i] = f.vector(name+layer+".bias", part)
	}
	return c
}

// scratch is room for the numbers of one text of at most most pieces.
type scratch struct {
	rows   []float32 // [T, wide] of the table
	x      []float32 // [T, parts]
	part   []float32 // [T, part] of x
	hidden []float32 // [T, part]
	window []float32 // [T, 5·part]
	all    []float32 // [T, joined]
	sum    [joined]float32
	y      [wide]float32
	y0, y1 [narrow]float32
	y2, z  [wide]float32
}

func newScratch(most int) *scratch {
	room := func(width int) []float32 { return make([]float32, most*width) }
	return &scratch{rows: room(wide), x: room(parts), part: room(part), hidden: room(part), window: room(5 * part), all: room(joined)}
}

// run gives the vector of the pieces of one text. The formulas are the tensor
// names' own: see the package comment.
func (n *network) run(ids []int32, s *scratch) (v Vector) {
	count := len(ids)
	for t, id := range ids {
		n.row(id, s.rows[t*wide:][:wide])
		copy(s.all[t*joined:][:wide], s.rows[t*wide:][:wide])
	}
	multiply(s.rows, count, n.input, s.x)
	for t := range count {
		row := s.x[t*parts:][:parts]
		add(row, n.inputBias)
		n.inputNorm.apply(row)
	}
	for i, c := range n.convs {
		c.run(s, count, i*part, wide+i*part)
	}
	clear(s.sum[:])
	for t := range count {
		row := s.all[t*joined:][:joined]
		n.joinedNorm.apply(row)
		add(s.sum[:], row)
	}
	n.head(s, count)
	copy(v[:], s.z[:])
	return v
}

// row is a piece's row of the table.
func (n *network) row(id int32, out []float32) {
	raw, scale := n.table[int(id)*wide:][:wide], n.scale[id]
	for i := range out {
		out[i] = float32(int8(raw[i])) * scale
	}
}

// run convolves one part of x, and puts what comes of it into all, from a column on.
func (c *convolution) run(s *scratch, count, from, to int) {
	for t := range count {
		copy(s.part[t*part:][:part], s.x[t*parts+from:][:part])
	}
	for i := range c.weight {
		c.look(s.part, count, s.window)
		multiply(s.window, count, c.weight[i], s.hidden)
		for t := range count {
			row := s.hidden[t*part:][:part]
			add(row, c.bias[i])
			relu(row)
			add(s.part[t*part:][:part], row)
		}
	}
	for t := range count {
		copy(s.all[t*joined+to:][:part], s.part[t*part:][:part])
	}
}

// look puts the rows around each row beside each other; outside of the text is zero.
func (c *convolution) look(rows []float32, count int, window []float32) {
	for t := range count {
		for j := range c.n {
			out := window[(t*c.n+j)*part:][:part]
			if at := t - c.left + j; at < 0 || at >= count {
				clear(out)
			} else {
				copy(out, rows[at*part:][:part])
			}
		}
	}
}

// head turns the sum over all pieces into the vector z.
func (n *network) head(s *scratch, count int) {
	multiply(s.sum[:], 1, n.joined, s.y[:])
	root := float32(math.Sqrt(float64(count)))
	for i := range s.y {
		s.y[i] = (s.y[i] + float32(count)*n.joinedBias[i]) / root
	}
	multiply(s.y[:], 1, n.dense[0], s.y0[:])
	relu(s.y0[:])
	multiply(s.y[:], 1, n.skip1, s.y1[:])
	accumulate(s.y0[:], n.dense[1], s.y1[:])
	relu(s.y1[:])
	multiply(s.y1[:], 1, n.dense[2], s.y2[:])
	relu(s.y2[:])
	multiply(s.y1[:], 1, n.skip3, s.z[:])
	accumulate(s.y2[:], n.dense[3], s.z[:])
	length := 0.0
	for i, x := range s.z {
		s.z[i] = float32(math.Tanh(float64(x)))
		length += float64(s.z[i]) * float64(s.z[i])
	}
	scale(s.z[:], float32(1/math.Sqrt(length)))
}

// multiply is rows · m.
func multiply(rows []float32, count int, m matrix, out []float32) {
	kernels.Sgemm(blas.NoTrans, blas.NoTrans, count, m.out, m.in, 1, rows, m.in, m.data, m.out, 0, out, m.out)
}

// accumulate adds row · m to out.
func accumulate(row []float32, m matrix, out []float32) {
	kernels.Sgemm(blas.NoTrans, blas.NoTrans, 1, m.out, m.in, 1, row, m.in, m.data, m.out, 1, out, m.out)
}

// kernels is the library's arithmetic, called by its own type: through its
// package blas32 all that it can do would be linked, a megabyte.
var kernels gonum.Implementation

// tiny keeps the variance from zero (LayerNorm's epsilon).
const tiny = 1e-12

// apply scales one row.
func (n layerNorm) apply(row []float32) {
	var sum, squares float64
	for _, x := range row {
		sum += float64(x)
	}
	mean := sum / float64(len(row))
	for _, x := range row {
		squares += (float64(x) - mean) * (float64(x) - mean)
	}
	by := float32(1 / math.Sqrt(squares/float64(len(row))+tiny))
	for i, x := range row {
		row[i] = (x-float32(mean))*by*n.gain[i] + n.bias[i]
	}
}

func add(to, what []float32) {
	for i, x := range what {
		to[i] += x
	}
}

func relu(row []float32) {
	for i, x := range row {
		row[i] = max(x, 0)
	}
}

func scale(row []float32, by float32) {
	for i := range row {
		row[i] *= by
	}
}
