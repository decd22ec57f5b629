package handoff

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// ID names a ticket.
type ID string

// NewID is the id of the ticket that the event with this key opens. The same
// key gives the same id, so opening twice is opening once.
func NewID(key string) ID {
	sum := sha256.Sum256([]byte(key))
	return ID(hex.EncodeToString(sum[:8]))
}

// spoken is the alphabet of Short: nothing in it is taken for something else
// when it is read out loud or copied by hand.
const spoken = "23456789BCDFGHJKMNPQRSTVWXYZ"

// Short is what a customer is told: 7K3M-QX2P. Of 10,000 tickets two are told
// alike once in 7,500 times (28^8 texts), so it is for finding a ticket, and
// ID is for knowing it.
func (id ID) Short() string {
	sum := sha256.Sum256([]byte(id))
	n := binary.BigEndian.Uint64(sum[:])
	out := []byte("0000-0000")
	for i := range out {
		if out[i] != '-' {
			out[i] = spoken[n%uint64(len(spoken))]
			n /= uint64(len(spoken))
		}
	}
	return string(out)
}
