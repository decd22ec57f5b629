package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
)

// root is what the header gives: every key but the subjects'.
type root struct {
	database [16]byte
	wrap     cipher.AEAD // seals the header's secrets and the records
	store    cipher.AEAD // seals the values of Store
	names    []byte      // makes names
}

// newRoot makes the header of a new key file.
func newRoot(m Master) (*root, header, error) {
	var database [16]byte
	rand.Read(database[:])
	wrap, err := wrapping(m, database)
	if err != nil {
		return nil, nil, err
	}
	secrets := make([]byte, 2*keySize)
	defer clear(secrets)
	rand.Read(secrets)
	h := newHeader(wrap, database, secrets, 0, 0)
	r, err := readRoot(m, h)
	return r, h, err
}

// readRoot opens a header.
func readRoot(m Master, h header) (*root, error) {
	r := &root{database: h.database()}
	var err error
	if r.wrap, err = wrapping(m, r.database); err != nil {
		return nil, err
	}
	secrets, ok := h.secrets(r.wrap)
	if !ok {
		return nil, ErrWrongMaster
	}
	r.store, r.names = newCipher(secrets[:keySize]), secrets[keySize:]
	clear(secrets[:keySize])
	return r, nil
}

// reheaded is a header with the secrets of another.
func (r *root) reheaded(h header, base uint64, count int) (header, error) {
	secrets, ok := h.secrets(r.wrap)
	if !ok { // readRoot opened it: the memory went bad
		return nil, DamageError{0}
	}
	defer clear(secrets)
	return newHeader(r.wrap, r.database, secrets, base, count), nil
}

func wrapping(m Master, database [16]byte) (cipher.AEAD, error) {
	key, err := m.derive(database)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	return newCipher(key), nil
}

// newCipher seals with a random nonce, put in front. A random nonce of 96 bits
// is good for four billion values under one key. It panics if key has not
// keySize bytes.
func newCipher(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return aead
}
