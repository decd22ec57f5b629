package seal

import "crypto/cipher"

// warmest is how many ciphers are kept made. At about a kilobyte each, memory
// stays flat however many subjects are at work.
const warmest = 4096

// ring is the subjects' keys in memory: the records as they lie in the file,
// still sealed, and the ciphers of those used lately.
type ring struct {
	records []byte
	at      map[Subject]int // where in records
	warm    map[Subject]cipher.AEAD
}

func newRing(records []byte) *ring {
	g := &ring{
		records: records,
		at:      make(map[Subject]int, len(records)/recordSize),
		warm:    map[Subject]cipher.AEAD{},
	}
	g.index(0)
	return g
}

// index notes where the records are, from one on.
func (g *ring) index(from int) {
	for at := from; at < len(g.records); at += recordSize {
		g.at[Subject(g.records[at:])] = at
	}
}

// readRing opens every record once. It takes some 30 ms for 100,000, and damage
// is found at the start, not on the day the person writes again.
func readRing(r *root, records []byte) (*ring, error) {
	g := newRing(records)
	for at := 0; at < len(records); at += recordSize {
		record := records[at : at+recordSize]
		twice := g.at[Subject(record)] != at
		if twice || !r.opens(record) {
			return nil, DamageError{int64(headerSize + at)}
		}
	}
	return g, nil
}

func (g *ring) has(s Subject) bool {
	_, ok := g.at[s]
	return ok
}

func (g *ring) record(s Subject) []byte { return g.records[g.at[s]:][:recordSize] }

// cipher returns what seals the values of s.
func (g *ring) cipher(r *root, s Subject) (cipher.AEAD, error) {
	if aead, ok := g.warm[s]; ok {
		return aead, nil
	}
	if !g.has(s) {
		return nil, ErrNoKey
	}
	aead, ok := r.cipher(g.record(s))
	if !ok { // readRing opened it: the memory went bad
		return nil, DamageError{int64(headerSize + g.at[s])}
	}
	if len(g.warm) >= warmest {
		clear(g.warm)
	}
	g.warm[s] = aead
	return aead, nil
}

func (g *ring) add(records []byte) {
	from := len(g.records)
	g.grow(len(records))
	g.records = append(g.records, records...)
	g.index(from)
}

// grow makes room for n more bytes. It is not left to append, which would
// leave copies of keys behind in memory.
func (g *ring) grow(n int) {
	if len(g.records)+n <= cap(g.records) {
		return
	}
	grown := make([]byte, len(g.records), len(g.records)+len(g.records)/4+n)
	copy(grown, g.records)
	clear(g.records)
	g.records = grown
}

// without returns a copy that lacks some subjects and has nothing warm.
func (g *ring) without(gone map[Subject]bool) *ring {
	rest := make([]byte, 0, len(g.records))
	for at := 0; at < len(g.records); at += recordSize {
		record := g.records[at : at+recordSize]
		if !gone[Subject(record)] {
			rest = append(rest, record...)
		}
	}
	return newRing(rest)
}

// forget overwrites the keys. Warm ciphers cannot be overwritten, only let go.
func (g *ring) forget() {
	clear(g.records)
	clear(g.warm)
}
