package encoder

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// ErrDamaged: a file of the encoder is not as it was made, or was made for
// another network.
var ErrDamaged = errors.New("encoder: damaged or foreign weights")

// version is what the weights must say they are.
const version = "huizhi-encoder-1"

// tensor is one entry of the header of a safetensors file.
type tensor struct {
	DType   string   `json:"dtype"`
	Shape   []int    `json:"shape"`
	Offsets [2]int64 `json:"data_offsets"`
}

// file is a safetensors file, opened: eight bytes with the length of a JSON
// header, the header, and the tensors one after the other.
type file struct {
	tensors map[string]tensor
	data    []byte
	err     error // the first that something was not as wanted
}

// largestHeader is more than any header of ours.
const largestHeader = 1 << 20

// open reads the header.
func open(data []byte) (*file, error) {
	if len(data) < 8 {
		return nil, fmt.Errorf("%w: %d bytes", ErrDamaged, len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	if n > largestHeader || int(n) > len(data)-8 {
		return nil, fmt.Errorf("%w: a header of %d bytes", ErrDamaged, n)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(data[8:8+n], &entries); err != nil {
		return nil, fmt.Errorf("%w: header: %w", ErrDamaged, err)
	}
	f := &file{tensors: map[string]tensor{}, data: data[8+n:]}
	for name, entry := range entries {
		if err := f.enter(name, entry); err != nil {
			return nil, fmt.Errorf("%w: header: %s: %w", ErrDamaged, name, err)
		}
	}
	return f, nil
}

// enter reads one entry.
func (f *file) enter(name string, entry json.RawMessage) error {
	if name != "__metadata__" {
		var t tensor
		err := json.Unmarshal(entry, &t)
		f.tensors[name] = t
		return err
	}
	var meta struct{ Version string }
	if err := json.Unmarshal(entry, &meta); err != nil {
		return err
	}
	if meta.Version != version {
		return fmt.Errorf("version %q, want %q", meta.Version, version)
	}
	return nil
}

// width is how many bytes a number of a type takes.
var width = map[string]int{"F32": 4, "F16": 2, "I8": 1}

// raw is the bytes of a tensor that must have this type and shape.
func (f *file) raw(name, dtype string, shape ...int) []byte {
	t, ok := f.tensors[name]
	size := int64(width[dtype])
	for _, n := range shape {
		size *= int64(n)
	}
	from, to := t.Offsets[0], t.Offsets[1]
	if !ok || t.DType != dtype || fmt.Sprint(t.Shape) != fmt.Sprint(shape) || from < 0 || to-from != size || to > int64(len(f.data)) {
		f.fail(name, "%s %v wanted, %s %v at %d to %d found", dtype, shape, t.DType, t.Shape, from, to)
		return nil
	}
	return f.data[from:to]
}

func (f *file) fail(name, format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf("%w: %s: %s", ErrDamaged, name, fmt.Sprintf(format, args...))
	}
}

// vector reads numbers of four bytes.
func (f *file) vector(name string, n int) []float32 {
	raw := f.raw(name, "F32", n)
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return f.finite(name, out)
}

// matrix reads numbers of two bytes, a row for each input.
func (f *file) matrix(name string, in, out int) matrix {
	raw := f.raw(name, "F16", in, out)
	data := make([]float32, len(raw)/2)
	for i := range data {
		data[i] = half(binary.LittleEndian.Uint16(raw[2*i:]))
	}
	return matrix{in, out, f.finite(name, data)}
}

// finite refuses what would make every vector useless.
func (f *file) finite(name string, data []float32) []float32 {
	for i, x := range data {
		if x-x != 0 { // an infinity, or not a number
			f.fail(name, "number %d is %v", i, x)
			break
		}
	}
	return data
}

// half is a number of two bytes (IEEE 754 binary16).
func half(bits uint16) float32 {
	sign, exponent, fraction := uint32(bits>>15)<<31, uint32(bits>>10)&0x1f, uint32(bits)&0x3ff
	switch {
	case exponent == 0x1f:
		return math.Float32frombits(sign | 0xff<<23 | fraction<<13)
	case exponent != 0:
		return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
	}
	small := float32(fraction) / (1 << 24) // denormal
	if sign != 0 {
		small = -small
	}
	return small
}
