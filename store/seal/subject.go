package seal

import (
	"crypto/rand"
	"encoding/hex"
)

// Subject is whom a value is about, and who can ask to be erased. It is
// random and says nothing about the person, so it may be logged.
type Subject [16]byte

// Store is the subject of what belongs to nobody in particular. It has a key
// from the start, and Destroy refuses it.
var Store Subject

// NewSubject returns a random one. It has no key until Keys.Add.
func NewSubject() (s Subject) {
	rand.Read(s[:])
	return s
}

// String returns 32 hex digits.
func (s Subject) String() string { return hex.EncodeToString(s[:]) }
