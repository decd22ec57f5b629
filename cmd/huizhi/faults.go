package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"

	"huizhi/phrases"
	"huizhi/store"
	"huizhi/store/seal"
)

// known is an error and the phrase that says what is wrong and what to do.
type known struct {
	is  error
	key string
}

// ofData are the faults of a data folder, the more telling first: a broken store
// wraps what broke it.
var ofData = []known{
	{is: store.ErrBusy, key: "data.busy"},
	{is: store.ErrNoKeys, key: "data.no_keys"},
	{is: store.ErrVanished, key: "data.vanished"},
	{is: store.ErrEmpty, key: "data.vanished"},
	{is: store.ErrForeignKeys, key: "data.foreign_keys"},
	{is: store.ErrOlderKeys, key: "data.older_keys"},
	{is: store.ErrNewer, key: "data.newer"},
	{is: seal.ErrVersion, key: "data.newer"},
	{is: seal.ErrWrongMaster, key: "data.wrong_key"},
	{is: seal.ErrMode, key: "data.key_mode"},
	{is: seal.ErrMaster, key: "data.bad_key_file"},
	{is: seal.ErrDamaged, key: "data.keys_damaged"},
	{is: store.ErrDamaged, key: "data.damaged"},
	{is: syscall.ENOSPC, key: "data.full"},
	{is: syscall.EDQUOT, key: "data.full"},
	{is: store.ErrMigration, key: "data.migration"},
	{is: syscall.EROFS, key: "data.read_only"},
	{is: fs.ErrPermission, key: "data.denied"},
	{is: syscall.EIO, key: "data.disk"},
}

// ofSystem are the faults that the system tells, in words.
var ofSystem = []known{
	{is: syscall.ENOSPC, key: "system.full"},
	{is: syscall.EDQUOT, key: "system.full"},
	{is: syscall.EROFS, key: "system.read_only"},
	{is: fs.ErrPermission, key: "system.denied"},
	{is: syscall.EIO, key: "system.disk"},
	{is: fs.ErrNotExist, key: "system.missing"},
	{is: syscall.EISDIR, key: "system.folder"},
	{is: syscall.ENOTDIR, key: "system.no_folder"},
}

// among is the phrase of the first that an error is; empty if it is none.
func among(list []known, err error) string {
	for _, k := range list {
		if errors.Is(err, k.is) {
			return k.key
		}
	}
	return ""
}

// dataError says what is wrong with the folder and what to do.
func dataError(dir string, err error) error {
	if key := among(ofData, err); key != "" {
		return fmt.Errorf("%s", phrases.Say(key, dir))
	}
	if errors.Is(err, store.ErrBroken) {
		return fmt.Errorf("%s", phrases.Say("data.broken", dir, reason(err)))
	}
	return fmt.Errorf("%s", phrases.Say("data.failed", dir, reason(err)))
}

// deskError says why a desk that ran has stopped: its data, or itself.
func deskError(dir string, err error) error {
	if among(ofData, err) != "" || errors.Is(err, store.ErrBroken) {
		return dataError(dir, err)
	}
	if errors.As(err, new(worded)) {
		return err
	}
	return fmt.Errorf("%s", phrases.Say("desk.failed", err))
}

// worded is an error that says to the operator what to do.
type worded string

func (w worded) Error() string { return string(w) }

// reason is an error of the system in words, without the path, which the
// sentence names.
func reason(err error) string {
	if key := among(ofSystem, err); key != "" {
		return phrases.Say(key)
	}
	if o := (*net.OpError)(nil); errors.As(err, &o) {
		return o.Err.Error()
	}
	if p := (*os.PathError)(nil); errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}
