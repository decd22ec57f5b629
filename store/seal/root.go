package seal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"hash/crc32"
)

// The header's layout is in the package comment. Later versions keep the
// magic, the version and the checksum where they are.
const (
	magic   = "huizhi key file"
	version = 1

	versionAt  = len(magic)
	databaseAt = versionAt + 1
	secretsAt  = databaseAt + 16
	checksumAt = secretsAt + 2*keySize + boxed
	headerSize = checksumAt + crc32.Size

	boxed = 12 + 16 // what sealing adds: nonce and tag
)

// root is what the header gives: every key but the subjects'.
type root struct {
	header   []byte
	database [16]byte
	wrap     cipher.AEAD // seals the header's secrets and the records
	store    cipher.AEAD // seals the values of Store
	names    []byte      // makes names
}

// newRoot makes the header of a new key file.
func newRoot(m Master) (*root, error) {
	header := make([]byte, secretsAt, headerSize)
	copy(header, magic)
	header[versionAt] = version
	rand.Read(header[databaseAt:])
	wrap, err := wrapping(m, [16]byte(header[databaseAt:]))
	if err != nil {
		return nil, err
	}
	secrets := make([]byte, 2*keySize)
	defer clear(secrets)
	rand.Read(secrets)
	header = wrap.Seal(header, nil, secrets, headerLabel(header))
	header = binary.BigEndian.AppendUint32(header, crc32.ChecksumIEEE(header))
	return readRoot(m, header)
}

// readRoot opens a header.
func readRoot(m Master, header []byte) (*root, error) {
	if err := checkHeader(header); err != nil {
		return nil, err
	}
	r := &root{header: header, database: [16]byte(header[databaseAt:])}
	var err error
	if r.wrap, err = wrapping(m, r.database); err != nil {
		return nil, err
	}
	secrets, err := r.wrap.Open(nil, nil, header[secretsAt:checksumAt], headerLabel(header[:secretsAt]))
	if err != nil {
		return nil, ErrWrongMaster
	}
	r.store, r.names = newCipher(secrets[:keySize]), secrets[keySize:]
	clear(secrets[:keySize])
	return r, nil
}

// checkHeader finds damage by accident; who damages on purpose is found out
// by the seal.
func checkHeader(header []byte) error {
	sum := binary.BigEndian.Uint32(header[checksumAt:])
	if !bytes.HasPrefix(header, []byte(magic)) || sum != crc32.ChecksumIEEE(header[:checksumAt]) {
		return DamageError{0}
	}
	if header[versionAt] != version {
		return ErrVersion
	}
	return nil
}

func headerLabel(open []byte) []byte { return frame([]byte("header"), open) }

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
