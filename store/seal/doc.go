// Package seal keeps what people tell us unreadable to who finds the files,
// and forgettable: erasing a person is destroying one key.
//
// There are three layers. The Master is the operator's, 32 bytes in a file or
// an environment variable. The key file, opened as Keys, holds one key per
// Subject (a customer, an applicant), each sealed under the master. A value is
// sealed under its subject's key and lies wherever the caller keeps it.
//
//	keys, err := seal.Open("huizhi.keys", master, accept)
//	err = keys.Add(customer)                          // durable on return
//	sealed, err := keys.Seal(customer, "order/17/draft", form)
//	plain, err := keys.Open(customer, "order/17/draft", sealed)
//	err = keys.Destroy(customer)                      // no copy of sealed opens again
//
// Values that belong to nobody in particular are sealed for Store, whose key
// is never destroyed. Names of buckets, keys and files that would hold a
// personal value are hidden by Name.
//
// # What it guards against
//
// Who has the database, its backups or the photos, but not the key file, reads
// nothing. Neither does who has all of them but not the master. Backups leave
// the key file out: so last week's database, put back beside today's key file,
// does not bring back who was erased since. The price is that a lost key file
// is everybody erased, and that a copy of it undoes erasing: where a copy must
// be, renew it after every Destroy and keep no older one.
//
// An older key file is the greatest danger: it does not know those who came
// later, and knows those who were erased. So the file counts: its Generation
// rises with every change. A database keeps the highest it has seen and asks
// AtLeast when it opens the file, before anything is done to it. Who was erased
// stays in the file as a tombstone: so "erased" and "unknown to this file" are
// never taken for each other, and nobody's values need be removed because a key
// is wanting.
//
// A sealed value says for whom, about what and in which database it was
// sealed. Moved to another place, it does not open; changed by one bit, it
// does not open. An older value put back in its own place does open: seal knows
// no order in time. Let about name the place exactly, bucket and key.
//
// # What it does not
//
// Who reads the memory of the running program reads all of it. The length of
// what was sealed shows. A Name is the same every time, so that it can be
// looked up: equal values show as equal, and who has the key file and the
// master can try out guesses. The disk may keep old blocks of a rewritten file
// (flash, snapshots, copies on write): Destroy overwrites what it can reach,
// and what is left is still sealed under the master.
//
// # The key file
//
// A header of 148 bytes and then records of 76, all sealed with AES-256-GCM
// under a key derived from the master and the database id:
//
//	15  "huizhi key file"
//	 1  version of the format: 2
//	16  database id, random
//	92  nonce, store key and name key sealed, tag
//	 4  CRC-32 of the above: tells damage from another's master
//	 8  base
//	 8  count: how many records the file was written with
//	 4  CRC-32 of the above
//
//	16  subject
//	60  nonce, the subject's key sealed, tag; of who was erased, 32 zeros sealed
//
// The generation is base and the number of records, added. Version, id, base
// and count are bound into the seal of the header. Version 1 ends after the
// first checksum: base and count are zero. It is read, and written anew as
// version 2 by the first Destroy; programs of then refuse version 2 with
// ErrVersion.
//
// Add appends records, in one write and one sync: the generation rises by one
// for each, and the header stays. What a crash leaves of it is cut off when the
// file is opened next: part of a record, zeros, and one last record that does
// not open. Nobody can have sealed anything with those, for Add had not
// returned. Any other record that does not open is damage, as is a file with
// fewer records than it was written with, and Open refuses. Destroy writes the
// file anew beside it, as ".new", and renames; the base rises by one. Overtake
// does the same with a base that is far ahead: it is for when the newest file
// is lost and an older one must do.
//
// One process at a time may have the file open. There is no lock here, because
// the lock of the database it belongs to is one already: take that first.
package seal
