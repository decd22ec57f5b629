package encoder

import (
	_ "embed"
	"fmt"
	"hash/crc32"
	"math"
	"sync"
	"unicode"
)

// Size is how many numbers a vector has.
const Size = wide

// Vector is the meaning of a text, of length 1: the nearer two are, the more
// alike is what the texts mean. Near is their cosine.
type Vector [Size]float32

// Near is the cosine of the angle between two vectors, from -1 to 1.
func (v *Vector) Near(w *Vector) float32 {
	var sum float32
	for i, x := range v {
		sum += x * w[i]
	}
	return sum
}

// mostPieces is how many pieces are read at once, with begin and end.
const mostPieces = 128

// Encoder turns texts into vectors. It never changes, and any number of callers
// may use it at once.
type Encoder struct {
	pieces  *pieces
	network *network
	room    sync.Pool // of *scratch
	version string
}

// The weights as they were made (see train/), and what they must sum up to.
var (
	//go:embed encoder.safetensors
	weightsFile []byte
	//go:embed pieces.tsv
	piecesFile []byte
)

// checksum is the CRC-32 (Castagnoli) of both files, weights first.
const checksum = 0x2ad2c223

// Load reads the weights that are built in. It takes some 30 ms and 14 MB; one
// Encoder is enough for a process.
func Load() (*Encoder, error) {
	if sum := sum(weightsFile, piecesFile); sum != checksum {
		return nil, fmt.Errorf("%w: checksum %08x, want %08x", ErrDamaged, sum, checksum)
	}
	return Read(weightsFile, piecesFile)
}

// Read makes an Encoder of a file of weights and one of pieces. The error is
// ErrDamaged, and says what is not as it must be.
func Read(weights, pieces []byte) (*Encoder, error) {
	p, err := readPieces(string(pieces))
	if err != nil {
		return nil, err
	}
	n, err := readNetwork(weights, len(p.known)+end+1)
	if err != nil {
		return nil, err
	}
	e := &Encoder{pieces: p, network: n, version: fmt.Sprintf("%s/%08x", version, sum(weights, pieces))}
	e.room.New = func() any { return newScratch(mostPieces) }
	return e, nil
}

func sum(files ...[]byte) (crc uint32) {
	table := crc32.MakeTable(crc32.Castagnoli)
	for _, f := range files {
		crc = crc32.Update(crc, table, f)
	}
	return crc
}

// Version names the weights: vectors of different versions are not comparable.
func (e *Encoder) Version() string { return e.version }

// Encode gives the vector of a text. A text with more pieces than are read at
// once is cut between its clauses, and the vectors of the parts are averaged.
// ok is false where there is nothing to encode: no text, or not one piece that
// is known.
func (e *Encoder) Encode(text string) (v Vector, ok bool) {
	text = plain(text)
	ids := e.pieces.cut(text)
	if text == "" || !anyKnown(ids) {
		return Vector{}, false
	}
	if len(ids) <= mostPieces {
		return e.run(ids), true
	}
	var total Vector
	for _, ids := range e.pieces.split(text) {
		part := e.run(ids)
		add(total[:], part[:])
	}
	return total.unit()
}

func (e *Encoder) run(ids []int32) Vector {
	s := e.room.Get().(*scratch)
	defer e.room.Put(s)
	return e.network.run(ids, s)
}

// unit is a vector of the same direction and length 1; ok is false if it has none.
func (v Vector) unit() (Vector, bool) {
	length := math.Sqrt(float64(v.Near(&v)))
	if length == 0 {
		return Vector{}, false
	}
	scale(v[:], float32(1/length))
	return v, true
}

// anyKnown reports pieces besides begin, end and the blank in front.
func anyKnown(ids []int32) bool {
	for _, id := range ids[1 : len(ids)-1] {
		if id > blank {
			return true
		}
	}
	return false
}

// blank is the id of a piece that is nothing but space.
const blank = 3

// split cuts a long text into parts that can be read at once, where its clauses
// end. A clause that is too long itself is cut where it must be.
func (p *pieces) split(text string) (parts [][]int32) {
	part := []int32{begin}
	flush := func() {
		if len(part) > 1 && anyKnown(append(part, end)) {
			parts = append(parts, append(part, end))
		}
		part = []int32{begin}
	}
	for _, clause := range clauses(text) {
		ids := p.cut(clause)
		ids = ids[1 : len(ids)-1]
		if len(part)+len(ids)+1 > mostPieces {
			flush()
		}
		for len(ids) > mostPieces-2 {
			part = append(part, ids[:mostPieces-2]...)
			ids = ids[mostPieces-2:]
			flush()
		}
		part = append(part, ids...)
	}
	flush()
	return parts
}

// clauses cuts a text behind its punctuation.
func clauses(text string) (out []string) {
	start := 0
	for i, r := range text {
		if unicode.IsPunct(r) {
			behind := i + len(string(r))
			out, start = append(out, text[start:behind]), behind
		}
	}
	return append(out, text[start:])
}
