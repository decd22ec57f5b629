package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"huizhi/store/seal"
)

// name stands for an address or a key in the keys of buckets, and does not
// show it.
type name = [16]byte

// record is how anything about a person lies in a bucket: whose it is, what
// can be read without a key (at most 255 bytes), and the rest, sealed.
type record struct {
	subject seal.Subject
	open    []byte
	sealed  []byte
}

// bytes is the record as it lies in the bucket.
func (r record) bytes() []byte {
	return slices.Concat(r.subject[:], []byte{byte(len(r.open))}, r.open, r.sealed)
}

// parse reads a record; false if it is none. The record shares the bytes.
func parse(value []byte) (r record, ok bool) {
	const head = len(r.subject) + 1
	if len(value) < head || len(value) < head+int(value[head-1]) {
		return record{}, false
	}
	n := head + int(value[head-1])
	return record{seal.Subject(value), value[head:n:n], value[n:]}, true
}

// kind is one sort of record: its bucket, and how much of the key is bound into
// the seal. The rest of a key is a number that is given only when it is
// written; by then everything is sealed.
type kind[T any] struct {
	bucket string
	bound  int
}

// whole binds all of a key.
const whole = 1 << 10

// about is what a value is sealed with: moved to another key, or with other
// open bytes, it does not open.
func (k kind[T]) about(key, open []byte) string {
	return fmt.Sprintf("%s/%x/%x", k.bucket, key[:min(k.bound, len(key))], open)
}

// seal makes the value for a key.
func (k kind[T]) seal(keys *seal.Keys, s seal.Subject, key, open []byte, v T) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("store: %s: %w", k.bucket, err)
	}
	return k.sealPlain(keys, s, key, open, plain)
}

// sealPlain does the second half of seal, for what was marshalled before.
func (k kind[T]) sealPlain(keys *seal.Keys, s seal.Subject, key, open, plain []byte) ([]byte, error) {
	sealed, err := keys.Seal(s, k.about(key, open), plain)
	if err != nil {
		return nil, gone(err)
	}
	return record{s, open, sealed}.bytes(), nil
}

// errGone says that a record's subject has no key: they are erased, or lost.
var errGone = errors.New("store: no key")

func gone(err error) error {
	if errors.Is(err, seal.ErrNoKey) {
		return errGone
	}
	return wrapped(err)
}

// open reads the value of a key: errGone if its subject has no key, ErrDamaged
// if it is not what was sealed.
func (k kind[T]) open(keys *seal.Keys, key, value []byte) (v T, err error) {
	_, plain, err := k.openPlain(keys, key, value)
	if err == nil && json.Unmarshal(plain, &v) != nil {
		err = damaged(k.bucket, key)
	}
	return v, err
}

// openPlain does the first half of open.
func (k kind[T]) openPlain(keys *seal.Keys, key, value []byte) (r record, plain []byte, err error) {
	r, ok := parse(value)
	if !ok {
		return r, nil, damaged(k.bucket, key)
	}
	plain, err = keys.Open(r.subject, k.about(key, r.open), r.sealed)
	if errors.Is(err, seal.ErrSealed) {
		return r, nil, damaged(k.bucket, key)
	}
	return r, plain, gone(err)
}

// openOurs reads the value of a key that is about nobody.
func (k kind[T]) openOurs(keys *seal.Keys, key, value []byte) (v T, err error) {
	v, err = k.open(keys, key, value)
	if errors.Is(err, errGone) {
		err = damaged(k.bucket, key)
	}
	return v, err
}

// join makes the key of a bucket of its parts.
func join(parts ...[]byte) []byte { return slices.Concat(parts...) }

// numbered is a key that ends in a number.
func numbered(key []byte, n uint64) []byte {
	return binary.BigEndian.AppendUint64(slices.Clip(key), n)
}

// number is what a numbered key ends in; zero if it is too short for one.
func number(key []byte) uint64 {
	if len(key) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(key[len(key)-8:])
}
