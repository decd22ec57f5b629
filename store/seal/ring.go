package seal

import (
	"crypto/cipher"
	"maps"
	"slices"
)

// warmest is how many ciphers are kept made. At about a kilobyte each, memory
// stays flat however many subjects are at work.
const warmest = 4096

// ring is the key file in memory: the header and the records as they lie in
// the file, still sealed, and the ciphers of those used lately.
type ring struct {
	header  header
	records []byte
	at      map[Subject]int  // where in records
	erased  map[Subject]bool // whose record is a tombstone
	warm    map[Subject]cipher.AEAD
}

func newRing(h header, records []byte) *ring {
	g := &ring{
		header:  h,
		records: records,
		at:      make(map[Subject]int, len(records)/recordSize),
		erased:  map[Subject]bool{},
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
func readRing(r *root, h header, records []byte) (*ring, error) {
	g := newRing(h, records)
	if uint64(g.count()) < h.count() {
		return nil, DamageError{g.end()}
	}
	for at := 0; at < len(records); at += recordSize {
		record := records[at : at+recordSize]
		erased, ok := r.look(record)
		twice := g.at[Subject(record)] != at
		if twice || !ok {
			return nil, DamageError{g.place(at)}
		}
		if erased {
			g.erased[Subject(record)] = true
		}
	}
	return g, nil
}

func (g *ring) has(s Subject) bool {
	_, ok := g.at[s]
	return ok && !g.erased[s]
}

// count is how many records there are, tombstones among them.
func (g *ring) count() int { return len(g.records) / recordSize }

// generation rises by one with every key that is added, and with every file
// that is written anew.
func (g *ring) generation() uint64 { return g.header.base() + uint64(g.count()) }

// place is where in the file a record is; end is where the last one ends.
func (g *ring) place(at int) int64 { return int64(len(g.header) + at) }
func (g *ring) end() int64         { return g.place(len(g.records)) }

func (g *ring) record(s Subject) []byte { return g.records[g.at[s]:][:recordSize] }

// cipher returns what seals the values of s.
func (g *ring) cipher(r *root, s Subject) (cipher.AEAD, error) {
	if aead, ok := g.warm[s]; ok {
		return aead, nil
	}
	switch {
	case g.erased[s]:
		return nil, ErrErased
	case !g.has(s):
		return nil, ErrNoKey
	}
	aead, ok := r.cipher(g.record(s))
	if !ok { // readRing opened it: the memory went bad
		return nil, DamageError{g.place(g.at[s])}
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

// burying returns a copy in which some subjects have tombstones, and which has
// nothing warm. A subject that has no record gets one: that it was erased must
// be known, too.
func (g *ring) burying(r *root, gone []Subject) (*ring, error) {
	records := slices.Grow([]byte(nil), len(g.records)+len(gone)*recordSize)
	records = append(records, g.records...)
	for _, s := range gone {
		if at, ok := g.at[s]; ok {
			r.record(records[:at], s, tombstone) // in the old one's place: they are of one size
		} else {
			records = r.record(records, s, tombstone)
		}
	}
	return g.rewritten(r, g.header.base()+1, records, gone)
}

// rewritten returns a copy for a file that is written anew.
func (g *ring) rewritten(r *root, base uint64, records []byte, gone []Subject) (*ring, error) {
	h, err := r.reheaded(g.header, base, len(records)/recordSize)
	if err != nil {
		return nil, err
	}
	rest := newRing(h, records)
	maps.Copy(rest.erased, g.erased)
	for _, s := range gone {
		rest.erased[s] = true
	}
	return rest, nil
}

// forget overwrites the keys. Warm ciphers cannot be overwritten, only let go.
func (g *ring) forget() {
	clear(g.records)
	clear(g.warm)
}
