package meaning

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"iter"
	"maps"
	"slices"

	"huizhi/encoder"
)

// A file of points: the magic; the version of the weights, padded with zeros; the
// number of points; the basis, in numbers of 16 bits; the points, each with its key
// before it and sorted by that; a CRC-32 (Castagnoli) of all that. Little-endian throughout.
const (
	magic       = "huizhi points 2\n"
	versionSize = 64
	basisSize   = Dims * encoder.Size * 2
	rowSize     = 8 + Dims
	sumSize     = crc32.Size
	countAt     = len(magic) + versionSize
	basisAt     = countAt + 4
	rowsAt      = basisAt + basisSize
)

// What may be wrong with a file of points.
var (
	ErrDamaged = errors.New("points are damaged")
	ErrVersion = errors.New("points are of other weights")
)

// Read makes a table of a file that Marshal made with the same weights.
func Read(data []byte, e *encoder.Encoder) (*Table, error) {
	t := &Table{encoder: e, points: map[key]compact{}}
	if err := t.check(data); err != nil {
		return nil, err
	}
	t.basis = readBasis(data[basisAt:rowsAt])
	t.addRows(data)
	t.mean = mean(data)
	return t, nil
}

// Add reads another file with the same directions, made with the same weights.
func (t *Table) Add(data []byte) error {
	if err := t.check(data); err != nil {
		return err
	}
	if *readBasis(data[basisAt:rowsAt]) != *t.basis {
		return ErrVersion
	}
	t.addRows(data)
	return nil
}

// check reports why a file cannot be read.
func (t *Table) check(data []byte) error {
	if len(data) < rowsAt+sumSize || !bytes.HasPrefix(data, []byte(magic)) {
		return ErrDamaged
	}
	body, sum := data[:len(data)-sumSize], data[len(data)-sumSize:]
	count := int(binary.LittleEndian.Uint32(data[countAt:]))
	if len(body) != rowsAt+count*rowSize || crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(sum) {
		return ErrDamaged
	}
	if !bytes.Equal(data[len(magic):countAt], t.version()) {
		return ErrVersion
	}
	return nil
}

func (t *Table) addRows(data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for row := range rows(data) {
		t.points[key(binary.LittleEndian.Uint64(row))] = compact(row[8:])
	}
}

// rows are the rows of a file: a key and a point each.
func rows(data []byte) iter.Seq[[]byte] { return slices.Chunk(data[rowsAt:len(data)-sumSize], rowSize) }

// mean is the middle of the points of a file.
func mean(data []byte) (m point) {
	n := 0
	for row := range rows(data) {
		c := compact(row[8:])
		p := c.unpack()
		plus(m[:], 1, p[:])
		n++
	}
	kernels.Sscal(Dims, 1/float32(max(1, n)), m[:], 1)
	return m
}

func readBasis(data []byte) *basis {
	var b basis
	for i := range b {
		for j := range b[i] {
			b[i][j] = short(binary.LittleEndian.Uint16(data[(i*encoder.Size+j)*2:])).wide()
		}
	}
	return &b
}

// Marshal is a file with the points of those of the texts that are known.
func (t *Table) Marshal(texts []string) []byte {
	kept := t.only(texts)
	out := append([]byte(magic), t.version()...)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(kept)))
	for i := range t.basis {
		for _, x := range t.basis[i] {
			out = binary.LittleEndian.AppendUint16(out, uint16(toShort(x)))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(kept)) {
		c := kept[k]
		out = append(binary.LittleEndian.AppendUint64(out, uint64(k)), c[:]...)
	}
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, castagnoli))
}

// only is what is known of the texts.
func (t *Table) only(texts []string) map[key]compact {
	t.mu.RLock()
	defer t.mu.RUnlock()
	out := map[key]compact{}
	for _, text := range texts {
		if c, ok := t.points[keyOf(text)]; ok {
			out[keyOf(text)] = c
		}
	}
	return out
}

func (t *Table) version() []byte {
	out := make([]byte, versionSize)
	copy(out, t.encoder.Version())
	return out
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)
