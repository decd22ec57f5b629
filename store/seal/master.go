package seal

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
)

const keySize = 32

// Master is the operator's key, from which the key of a key file is derived.
// However it is printed, logged or marshalled, it shows as ***; only Encode
// tells. The zero Master is none: Create and Open refuse it with ErrMaster.
type Master struct {
	// A function, because fmt calls no methods on the unexported fields of a
	// caller's struct: it would print bytes, and under %s even what a pointer
	// points to.
	key func() [keySize]byte
}

func master(key [keySize]byte) Master {
	return Master{func() [keySize]byte { return key }}
}

// NewMaster returns a random one.
func NewMaster() Master {
	var key [keySize]byte
	rand.Read(key[:])
	return master(key)
}

// ParseMaster reads 64 hex digits, or 32 bytes in base64, of either alphabet,
// padded or not. Blanks around it do not matter. The error, ErrMaster, does
// not repeat the text.
func ParseMaster(text string) (Master, error) {
	text = strings.TrimSpace(text)
	decode := base64.RawStdEncoding.Strict().DecodeString
	switch {
	case len(text) == hex.EncodedLen(keySize):
		decode = hex.DecodeString
	case strings.ContainsAny(text, "-_"):
		decode = base64.RawURLEncoding.Strict().DecodeString
	}
	key, err := decode(unpadded(text))
	if err != nil || len(key) != keySize {
		return Master{}, ErrMaster
	}
	return master([keySize]byte(key)), nil
}

// unpadded drops the one = that base64 of 32 bytes ends in.
func unpadded(text string) string {
	if len(text) == base64.StdEncoding.EncodedLen(keySize) {
		return strings.TrimSuffix(text, "=")
	}
	return text
}

// Encode returns the key as ParseMaster reads it: 64 hex digits, to be kept.
func (m Master) Encode() string {
	if m.key == nil {
		return ""
	}
	key := m.key()
	return hex.EncodeToString(key[:])
}

// derive returns the key that wraps a database's keys, so that the master
// itself never seals anything.
func (m Master) derive(database [16]byte) ([]byte, error) {
	if m.key == nil {
		return nil, ErrMaster
	}
	key := m.key()
	return hkdf.Key(sha256.New, key[:], database[:], "huizhi/seal key file 1", keySize)
}

const masked = "***"

func (m Master) String() string               { return masked }
func (m Master) GoString() string             { return masked }
func (m Master) Format(w fmt.State, _ rune)   { fmt.Fprint(w, masked) }
func (m Master) LogValue() slog.Value         { return slog.StringValue(masked) }
func (m Master) MarshalText() ([]byte, error) { return []byte(masked), nil }
func (m Master) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// Secret is a secret that follows from the key, 64 hex digits: the same for the same
// purpose as long as the key is. It tells nothing of the key or of other secrets.
func (m Master) Secret(purpose string) (string, error) {
	if m.key == nil {
		return "", ErrMaster
	}
	key := m.key()
	secret, err := hkdf.Key(sha256.New, key[:], nil, "huizhi/secret/"+purpose, keySize)
	return hex.EncodeToString(secret), err
}
