package seal

import "encoding/binary"

// frame puts parts one after the other, each after its length, so that no two
// lists of parts give the same bytes.
func frame[T string | []byte](parts ...T) []byte {
	size := 0
	for _, p := range parts {
		size += 8 + len(p)
	}
	framed := make([]byte, 0, size)
	for _, p := range parts {
		framed = binary.BigEndian.AppendUint64(framed, uint64(len(p)))
		framed = append(framed, p...)
	}
	return framed
}
