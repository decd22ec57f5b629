package seal

import (
	"bytes"
	"crypto/cipher"
	"encoding/binary"
	"hash/crc32"
)

// The header's layout is in the package comment. Later versions keep the
// magic, the version and the first checksum where they are, so that earlier
// ones can tell a later version from damage.
const (
	magic   = "huizhi key file"
	version = 2

	versionAt  = len(magic)
	databaseAt = versionAt + 1
	secretsAt  = databaseAt + 16
	checksumAt = secretsAt + 2*keySize + boxed
	firstSize  = checksumAt + crc32.Size // all there was in version 1

	baseAt      = firstSize
	countAt     = baseAt + 8
	checksum2At = countAt + 8
	headerSize  = checksum2At + crc32.Size

	boxed = 12 + 16 // what sealing adds: nonce and tag
)

// header is the head of a key file, of either version.
type header []byte

// newHeader is the head of a file that is written with so many records.
func newHeader(wrap cipher.AEAD, database [16]byte, secrets []byte, base uint64, count int) header {
	h := make(header, secretsAt, headerSize)
	copy(h, magic)
	h[versionAt] = version
	copy(h[databaseAt:], database[:])
	counts := binary.BigEndian.AppendUint64(nil, base)
	counts = binary.BigEndian.AppendUint64(counts, uint64(count))
	h = wrap.Seal(h, nil, secrets, headerLabel(h, counts))
	h = append(summed(h), counts...)
	return summed(h)
}

func summed(h header) header { return binary.BigEndian.AppendUint32(h, crc32.ChecksumIEEE(h)) }

// cutHeader takes the header off a file. It finds damage by accident; who
// damages on purpose is found out by the seal.
func cutHeader(file []byte) (h header, records []byte, err error) {
	if len(file) < firstSize {
		return nil, nil, DamageError{int64(len(file))}
	}
	h = file[:firstSize:firstSize]
	if !bytes.HasPrefix(h, []byte(magic)) || !h.sound(checksumAt) {
		return nil, nil, DamageError{0}
	}
	switch {
	case h[versionAt] < 1, h[versionAt] > version:
		return nil, nil, ErrVersion
	case !h.counts():
		return h, file[firstSize:], nil
	case len(file) < headerSize:
		return nil, nil, DamageError{int64(len(file))}
	}
	h = file[:headerSize:headerSize]
	if !h.sound(checksum2At) {
		return nil, nil, DamageError{0}
	}
	return h, file[headerSize:], nil
}

// sound reports whether the checksum at a place is that of all before it.
func (h header) sound(at int) bool {
	return binary.BigEndian.Uint32(h[at:]) == crc32.ChecksumIEEE(h[:at])
}

func (h header) database() [16]byte { return [16]byte(h[databaseAt:]) }

// counts reports whether the header has base and count. In version 1 both are
// as good as zero.
func (h header) counts() bool { return h[versionAt] > 1 }

// base is what the number of records is added to for the generation.
func (h header) base() uint64 {
	if !h.counts() {
		return 0
	}
	return binary.BigEndian.Uint64(h[baseAt:])
}

// count is how many records the file was written with. They were there before
// it got its name, so no crash can have left fewer.
func (h header) count() uint64 {
	if !h.counts() {
		return 0
	}
	return binary.BigEndian.Uint64(h[countAt:])
}

// secrets opens the store key and the name key, and says whether it could.
func (h header) secrets(wrap cipher.AEAD) ([]byte, bool) {
	counts := []byte(nil)
	if h.counts() {
		counts = h[baseAt:checksum2At]
	}
	secrets, err := wrap.Open(nil, nil, h[secretsAt:checksumAt], headerLabel(h[:secretsAt], counts))
	return secrets, err == nil
}

func headerLabel(open, counts []byte) []byte {
	if counts == nil {
		return frame([]byte("header"), open)
	}
	return frame([]byte("header"), open, counts)
}
