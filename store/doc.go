// Package store keeps what must survive, and can forget a person. It implements
// bot.Store. Its records are in a kv.Engine: Open has them in one file of bbolt's,
// OpenOn takes any other.
//
// # The folder
//
//	huizhi.db      the database
//	subjects.key   the key file (package seal): a key for each customer, applicant and member of staff; never in a backup
//	opened         a marker: where it is and the database is not, something is lost
//
// # The map
//
// A name is an HMAC by the key file: it finds an address or a key again and
// does not show it. Numbers are eight bytes, given by the bucket; a day is four.
//
//	meta           database → its id, which the key file has too
//	               schema → how many migrations it has had *
//	               generation → the highest of the key file that it has seen *
//	addresses      address name → the address; several may be one customer's
//	people         subject → who is no customer: an applicant or staff; open: of
//	               which customer they are an applicant
//	journal        address name, number → an event that waits for its turn; open: its rank
//	parked         the same → an event that broke its turn, and why; open: the day.
//	               Or, by the task's key, a task that nobody knew how to run; or, by its
//	               own, what came that no event could be made of, which is the store's
//	               own where nobody knows whose it is
//	conversations  address name → the conversation; open: how many turns it has had
//	tasks          task name, number → a task that was begun
//	wakes          address name, half a name → what wakes the address; open: when
//	due            when, address name, half a name → nothing: wakes by time
//	deliveries     address name, number → a message on its way; open: the day
//	sent           day, address name, half a name → what the channel called a message
//	keys           day, name → nothing: an event that was seen
//	feedback       number → a line for editors
//	objects        ticket/id → how it stands, and its address; open: its status
//	lines          ticket/id/, number → what happened to it, an event each
//	moves          ticket/id/, name → nothing: a key that moved it; open: the number
//	               of its line, and of that in feed
//	feed           number → nothing: all lines in order; open: the key of one
//	tickets        what schema 3 had instead of these, where it could not be read
//	ticketlog      when it was moved
//	cursors        follower → how far it has read *
//	leases         what → who may do it, and until when *
//
// A value is a record: whose it is (16 bytes), a length and so many open bytes,
// and the rest, sealed with the key of whose it is. What is marked with * is
// the store's own; in keys nothing is sealed, and meta/database is in clear.
// A seal is good for one bucket, one key and these open bytes, so that a record
// changed or put elsewhere does not open. The number at the end of a key is left
// out of this: it is known only when all is sealed. So records of one address
// and one bucket can change places, and a whole file can be an older one.
//
// In clear are: names, numbers, days, the times of wakes, the ranks of events,
// ticket ids and statuses, followers, what leases are for, whose applicant
// somebody is, and how long everything is. What is in keys tells how much was
// heard on a day.
//
// # How long
//
// What waits goes when it is done: journal, tasks, wakes, due, deliveries. keys
// and sent go by whole days, today and the seven before are kept, and so
// does parked; a message that nobody is there for goes after thirty, if it says
// its day. The rest stays until its customer is erased. Erase destroys the key
// first: then nothing can be read any more, here or in a backup. The records go
// after, and what others' turns have on its way to them, and Sweep finds what is
// left of them: the key file says who was
// erased.
//
// A record of somebody without a key is as good as not there. Whoever writes
// again after that is somebody new. But where nothing says that they were
// erased, they are lost, and no record is removed for that: Check names them,
// and Erase is for when there is no hope left.
//
// # The database and its key file
//
// They are two files, and one of them can be put back without the other. The
// key file counts generations, and the database remembers the highest, in the
// transaction that first needs it. What opens, before anything is changed:
//
//	the key file is the newer   yes: the database is a backup, or a crash came between.
//	                            Who was erased since stays erased
//	they are equal              yes
//	the key file is the older   no: ErrOlderKeys. It does not know the last who came,
//	                            and knows who was erased
//	its end is spoilt           no, if the database has seen that end; otherwise it is
//	                            what a crash left
//	it is another's, or damaged no
//
// A database that has seen no generation, of an earlier program, wants a key or
// a tombstone for everybody of whom it has records. With
// Options.AcceptOlderKeys an older key file does, and becomes the newest.
//
// # One writer
//
// All changes go to one goroutine, the committer (commit.go), which puts those
// that wait into one transaction. They were encoded and sealed before. Each
// looks whether there is anything to do before it writes: one that has nothing
// to do hurts no other. Any other error breaks the store (ErrBroken): nobody
// knows then what is on disk, and the way out is to open it again. An engine
// that finds its file damaged breaks it too, whoever was reading.
//
// Keys of new customers are on disk before the transaction that uses them, and
// keys of the erased are off it before the transaction that remembers that. A
// key that was never used does no harm.
//
// # A tour
//
//	kv/ bbolt/ memory/ storetest/     what keeps the records, and what it must do
//	seal/                             the key file, and sealing
//	record.go kinds.go walk.go put.go how a record lies in a bucket, and which there are
//	open.go home.go create.go file.go keyfile.go generation.go   opening, and who may
//	commit.go                         the one writer
//	people.go roles.go                who is at an address, and who is no customer
//	accept.go arrival.go seen.go load.go turn.go finish.go       an event on its way
//	sent.go alarm.go ring.go lease.go deliveries, wakes, and who does what
//	object.go move.go tickets.go follow.go                       the log
//	backlog.go feedback.go            what is left to do, and what editors read
//	erase.go sweep.go kept.go unreadable.go   forgetting
//	migrate.go recode.go relog.go     what earlier programs wrote
//	check.go backup.go manifest.go restore.go                    for operators
package store
