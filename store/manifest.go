package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Manifest says what a backup is. It lies beside it.
type Manifest struct {
	Database string    `json:"database"` // its id
	Schema   int       `json:"schema"`
	Made     time.Time `json:"made"`
	Size     int64     `json:"size"`
	SHA256   string    `json:"sha256"`
	Damaged  bool      `json:"damaged,omitempty"` // some records were, when it was made
}

// backupDir is the folder of a backup.
type backupDir string

func (d backupDir) database() string { return filepath.Join(string(d), "huizhi.db") }
func (d backupDir) manifest() string { return filepath.Join(string(d), "manifest.json") }

// part is the database while it is not known yet whether it will do.
func (d backupDir) part() string { return d.database() + ".part" }

// discard removes what will not do.
func (d backupDir) discard() { os.Remove(d.part()) }

// ready makes the folder, and refuses one with something else in it. If there is
// a backup, it says of when.
func (d backupDir) ready() (old *Manifest, err error) {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, err
	}
	if err := d.ours(); err != nil {
		return nil, err
	}
	if database, err := there(d.database()); err != nil || !database {
		return nil, err
	}
	m, err := d.read()
	if err != nil {
		return nil, ErrNotBackup
	}
	return &m, nil
}

// ours refuses a folder with files that are not of a backup.
func (d backupDir) ours() error {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return err
	}
	for _, e := range entries {
		switch e.Name() {
		case "huizhi.db", "manifest.json", "huizhi.db.part", "manifest.json.part":
		default:
			return ErrNotBackup
		}
	}
	return nil
}

// read reads the manifest.
func (d backupDir) read() (m Manifest, err error) {
	text, err := os.ReadFile(d.manifest())
	if errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("%w: it has no manifest", ErrBackupDamaged)
	}
	if err != nil {
		return m, err
	}
	if json.Unmarshal(text, &m) != nil {
		return m, fmt.Errorf("%w: its manifest cannot be read", ErrBackupDamaged)
	}
	return m, nil
}

// publish gives what was written its names, the manifest last.
func (d backupDir) publish(m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(d.manifest()+".part", append(text, '\n')); err != nil {
		return err
	}
	for _, path := range []string{d.database(), d.manifest()} {
		if err := os.Rename(path+".part", path); err != nil {
			return err
		}
	}
	return syncDir(string(d))
}

// writeSynced makes a file of what fill writes, durable but for its name.
func writeSynced(path string, fill func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(f), f.Sync(), f.Close()); err != nil {
		os.Remove(path)
		return err
	}
	return nil
}
