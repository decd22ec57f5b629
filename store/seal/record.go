package seal

import (
	"bytes"
	"crypto/cipher"
	"crypto/rand"
)

const recordSize = 16 + keySize + boxed

// tombstone is the key of who was erased: none. It seals nothing.
var tombstone [keySize]byte

// newRecord makes a key for s, and appends it to records as the file keeps it.
func (r *root) newRecord(records []byte, s Subject) []byte {
	var key [keySize]byte
	defer clear(key[:])
	rand.Read(key[:])
	return r.record(records, s, key)
}

// record appends the record of a subject and a key to records.
func (r *root) record(records []byte, s Subject, key [keySize]byte) []byte {
	defer clear(key[:])
	return r.wrap.Seal(append(records, s[:]...), nil, key[:], r.recordLabel(s))
}

// unwrap appends a record's key to buf, and says whether it could.
func (r *root) unwrap(buf, record []byte) ([]byte, bool) {
	s := Subject(record)
	key, err := r.wrap.Open(buf, nil, record[len(s):], r.recordLabel(s))
	return key, err == nil
}

// cipher returns what seals the values of a record's subject; false if the
// record does not open, or is a tombstone.
func (r *root) cipher(record []byte) (cipher.AEAD, bool) {
	var buf [keySize]byte
	defer clear(buf[:])
	key, ok := r.unwrap(buf[:0], record)
	if !ok || zeros(key) {
		return nil, false
	}
	return newCipher(key), true
}

func (r *root) recordLabel(s Subject) []byte { return frame([]byte("record"), r.database[:], s[:]) }

// whole returns how much of records an Add that returned can have written:
// without part of a record, zeros, and one record that does not open, at the
// end.
func (r *root) whole(records []byte) int {
	size := len(records) - len(records)%recordSize
	for size > 0 && zeros(records[size-recordSize:size]) {
		size -= recordSize
	}
	if size > 0 {
		if _, ok := r.look(records[size-recordSize : size]); !ok {
			size -= recordSize
		}
	}
	return size
}

// look opens a record, and says whether it could, and whether it is a tombstone.
func (r *root) look(record []byte) (erased, ok bool) {
	var buf [keySize]byte
	defer clear(buf[:])
	key, ok := r.unwrap(buf[:0], record)
	return ok && zeros(key), ok
}

func zeros(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }
