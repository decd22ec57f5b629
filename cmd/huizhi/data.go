package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"huizhi/phrases"
	"huizhi/store"
	"huizhi/store/seal"
)

// data is the folder that holds what must survive, opened.
type data struct {
	*store.DB
	dir    string
	master seal.Master
	holder string // as whom this run holds what only one may have
}

// The files of ours beside the store's own.
const (
	masterFile  = "master.key"
	controlFile = "control.sock"
)

// openData opens the folder of the configuration, and makes it if it is new.
func openData(c *call) (*data, error) { return c.openWith(store.Open) }

// openToRead opens a folder of which nothing is to be changed: one that cannot be
// written to will do.
func openToRead(c *call) (*data, error) {
	return c.openWith(func(dir string, m seal.Master, o store.Options) (*store.DB, error) {
		db, err := store.Open(dir, m, o)
		if unwritable(err) && !o.AcceptOlderKeys {
			return store.OpenReading(dir, m, o)
		}
		return db, err
	})
}

// unwritable reports whether the system refused to write, or to open at all.
func unwritable(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

func (c *call) openWith(open func(string, seal.Master, store.Options) (*store.DB, error)) (*data, error) {
	dir, err := c.dataDir()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("%s", phrases.Say("data.no_dir", dir, reason(err)))
	}
	master, err := c.master(dir)
	if err != nil {
		return nil, err
	}
	db, err := open(dir, master, c.storeOptions())
	if err != nil {
		return nil, dataError(dir, err)
	}
	return &data{db, dir, master, rand.Text()}, nil
}

func (c *call) storeOptions() store.Options {
	return store.Options{Logger: c.logger(), AcceptOlderKeys: c.config.older, AcceptDamaged: c.config.damaged}
}

// dataDir is the folder, which need not be there.
func (c *call) dataDir() (string, error) {
	if c.config.data != "" {
		return c.config.data, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("%s", phrases.Say("data.no_home"))
	}
	return filepath.Join(home, ".huizhi"), nil
}

// master is the key from the environment, or the one in the folder, which is
// made with a warning: whoever has the folder has it too.
func (c *call) master(dir string) (seal.Master, error) {
	if m, given, err := c.givenMaster(); given || err != nil {
		return m, err
	}
	path := filepath.Join(dir, masterFile)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) && store.Exists(dir) {
		return seal.Master{}, fmt.Errorf("%s", phrases.Say("data.key_lost", dir))
	}
	m, created, err := seal.LoadOrCreateMaster(path)
	if err != nil {
		return m, dataError(dir, err)
	}
	if created {
		fmt.Fprintln(c.errs, phrases.Say("data.key_created", path))
	}
	return m, nil
}

// givenMaster is the key from the environment, if there is one.
func (c *call) givenMaster() (m seal.Master, given bool, err error) {
	text, err := c.setting("HUIZHI_KEY")
	if err != nil || text == "" {
		return m, false, err
	}
	if m, err = seal.ParseMaster(text); err != nil {
		return m, true, fmt.Errorf("%s", phrases.Say("data.bad_key"))
	}
	return m, true, nil
}

// sweepEvery is how often what is past its time is removed.
const sweepEvery = time.Hour

// keep does what an open store needs: upkeep that other commands ask for, and
// sweeping.
func (d *data) keep(ctx context.Context, errs io.Writer) error {
	return together(ctx, func(ctx context.Context) error { return serveUpkeep(ctx, d, errs) }, d.sweep)
}

// sweep removes what is past its time, now and then.
func (d *data) sweep(ctx context.Context) error {
	for {
		if _, err := d.Sweep(ctx, time.Now()); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(sweepEvery):
		}
	}
}
