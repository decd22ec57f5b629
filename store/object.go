package store

import (
	"encoding/binary"
	"errors"

	"huizhi/bot"
	"huizhi/store/kv"
	"huizhi/store/seal"
)

// life is a sort of object that moves, one event after the other: a ticket, later
// an order. Each has a header, which is written anew with each event, and a line
// for each event, which never is: however long it lives, a move costs the same.
type life[S, E any] struct {
	name    string          // begins its keys
	headers kind[header[S]] // by "name/id"
	lines   kind[E]         // by "name/id/", number
	born    func(id string) S
	apply   func(S, E) (S, error)
	stands  func(S) (status string, version int)
	signed  func(e E, customer string) E // what the first event learns of who it is for
}

// header is how an object stands, and who hears of it.
type header[S any] struct {
	State S           `json:"state"`
	From  bot.Address `json:"from"`
}

// motion is an event for one object.
type motion[E any] struct {
	id    string
	key   bot.Key
	from  bot.Address
	seen  int // the version; 0 for any
	event E
}

// moved is the line that an event became.
type moved[E any] struct {
	feed   uint64 // its place among all lines
	number int
	id     string
	from   bot.Address
	event  E
}

// empty is sealed where all is said in the open: so it cannot be changed.
type empty struct{}

// key is where the header of an object is kept.
func (l *life[S, E]) key(id string) []byte { return []byte(l.name + "/" + id) }

// line is where the nth line of an object is kept.
func (l *life[S, E]) line(id string, n int) []byte { return numbered(l.key(id+"/"), uint64(n)) }

// moveKey is where it is kept that a key moved an object.
func (l *life[S, E]) moveKey(db *DB, m motion[E]) []byte {
	name := db.keys.Name("move", string(m.key))
	return join(l.key(m.id+"/"), name[:])
}

// move applies an event. A key that moved the object before is a refusal without
// an error, with what came of it then. It seals inside of the transaction, because
// what it seals is what it finds there.
func (l *life[S, E]) move(db *DB, tx kv.Tx, m motion[E]) (out moved[E], err error) {
	p, h, err := l.find(db, tx, m)
	if err != nil {
		return out, err
	}
	if out, ok, err := l.repeated(db, tx, h, m); ok || err != nil {
		return out, refusalOf(err)
	}
	_, version := l.stands(h.State)
	if m.seen != 0 && m.seen != version {
		return out, refuse(&bot.OutdatedError{Seen: m.seen, Version: version})
	}
	if version == 0 {
		m.event = l.signed(m.event, codeOf(p.subject))
	}
	if h.State, err = l.apply(h.State, m.event); err != nil {
		return out, refuse(err)
	}
	return l.write(db, tx, p, h, m)
}

// refusalOf refuses where one record cannot be read: the others can.
func refusalOf(err error) error {
	if err == nil || errors.Is(err, errGone) || errors.Is(err, ErrDamaged) {
		return refuse(stale(err))
	}
	return err
}

// find reads the header of an object and finds who will seal it; a new one is for
// who is at the address.
func (l *life[S, E]) find(db *DB, tx kv.Tx, m motion[E]) (*sealer, header[S], error) {
	key := l.key(m.id)
	value := tx.Bucket(l.headers.bucket).Get(key)
	if value == nil {
		s, ok := db.whose(tx, db.nameOf(m.from))
		if !ok {
			return nil, header[S]{}, refuse(bot.ErrStale)
		}
		return db.sealer(s), header[S]{l.born(m.id), m.from}, nil
	}
	h, err := l.headers.open(db.keys, key, value)
	if err != nil {
		return nil, h, refusalOf(err)
	}
	r, _ := parse(value)
	return db.sealer(r.subject), h, nil
}

// repeated is what came of a key that moved the object before, however long ago.
// Of what an earlier program did, only that it did it is known, for a week.
func (l *life[S, E]) repeated(db *DB, tx kv.Tx, h header[S], m motion[E]) (out moved[E], ok bool, err error) {
	key := l.moveKey(db, m)
	value := tx.Bucket(moves.bucket).Get(key)
	if value == nil {
		return out, db.known(tx, db.keys.Name("move", string(m.key))), nil
	}
	r, _, err := moves.openPlain(db.keys, key, value)
	if err == nil && len(r.open) != 16 {
		err = damaged(moves.bucket, key)
	}
	if err != nil {
		return out, false, err
	}
	n := int(binary.BigEndian.Uint64(r.open))
	out, err = l.read(db, tx, m.id, n)
	out.feed, out.from = binary.BigEndian.Uint64(r.open[8:]), h.From
	return out, true, err
}

// read reads the nth line of an object.
func (l *life[S, E]) read(db *DB, tx kv.Tx, id string, n int) (out moved[E], err error) {
	key := l.line(id, n)
	e, err := l.lines.open(db.keys, key, tx.Bucket(l.lines.bucket).Get(key))
	return moved[E]{number: n, id: id, event: e}, err
}

// write keeps the header, the line, where it stands among all lines, and the key.
func (l *life[S, E]) write(db *DB, tx kv.Tx, p *sealer, h header[S], m motion[E]) (moved[E], error) {
	status, n := l.stands(h.State)
	key, line := l.key(m.id), l.line(m.id, n)
	out := moved[E]{number: n, id: m.id, from: h.From, event: m.event}
	puts := []put{
		{l.headers.bucket, key, sealed(p, l.headers, key, []byte(status), h), false},
		{l.lines.bucket, line, sealed(p, l.lines, line, nil, m.event), false},
		{feed.bucket, nil, sealed(p, feed, nil, line, empty{}), true},
	}
	if p.err != nil {
		return out, p.err
	}
	for _, w := range puts {
		got, err := w.write(tx)
		if err != nil {
			return out, err
		}
		out.feed = got // the feed is the last, and the only one that gives a number
	}
	at := join(binary.BigEndian.AppendUint64(nil, uint64(n)), binary.BigEndian.AppendUint64(nil, out.feed))
	by := l.moveKey(db, m)
	_, err := put{moves.bucket, by, sealed(p, moves, by, at, empty{}), false}.write(tx)
	return out, errors.Join(p.err, err)
}

// after reads the lines of an object behind the nth, at most so many. What cannot
// be read is left out and logged.
func (l *life[S, E]) after(db *DB, tx kv.Tx, id string, n, most int) (out []moved[E]) {
	for key := range from(tx, l.lines.bucket, l.line(id, n+1)) {
		of, n, ok := l.place(key)
		if !ok || of != id || len(out) == most {
			return out
		}
		m, err := l.read(db, tx, id, n)
		if err != nil {
			db.leaveOut(err)
			continue
		}
		out = append(out, m)
	}
	return out
}

// place says which line of which object a key of a line is; false if it is one of
// another life.
func (l *life[S, E]) place(key []byte) (id string, n int, ok bool) {
	head := len(l.name) + 1
	if len(key) < head+1+8 || string(key[:head]) != l.name+"/" {
		return "", 0, false
	}
	return string(key[head : len(key)-9]), int(number(key)), true
}

// sealer seals for one person.
func (db *DB) sealer(s seal.Subject) *sealer { return &sealer{keys: db.keys, subject: s} }
