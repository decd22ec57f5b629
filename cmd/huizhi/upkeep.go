package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huizhi/phrases"
	"huizhi/store"
)

// job is upkeep of an open store.
type job struct {
	run  func(ctx context.Context, d *data, args []string, out io.Writer) error
	open func(*call) (*data, error) // where nobody holds it
}

// jobs are what whoever holds the store does for other commands.
var jobs = map[string]job{
	"check": {checkJob, openToRead}, "backup": {backupJob, openToRead}, "misses": {missesJob, openToRead},
	"erase": {eraseJob, openData},
}

// upkeep runs a job where the store is open, or opens it.
func upkeep(ctx context.Context, c *call, name string, args ...string) error {
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	answered, err := askHolder(ctx, dir, name, args, c.out)
	if answered {
		return err
	}
	if !store.Exists(dir) {
		return fmt.Errorf("%s", phrases.Say("data.none", dir))
	}
	d, err := jobs[name].open(c)
	if err != nil {
		return err
	}
	defer d.Close()
	return jobs[name].run(ctx, d, args, c.out)
}

// check looks at every record.
func check(ctx context.Context, c *call) error { return upkeep(ctx, c, "check") }

func checkJob(ctx context.Context, d *data, _ []string, out io.Writer) error {
	r, err := d.Check(ctx)
	if err != nil {
		return dataError(d.dir, err)
	}
	for _, name := range slices.Sorted(maps.Keys(r.Records)) {
		if r.Records[name] > 0 {
			fmt.Fprintln(out, phrases.Say("check.count", phrases.Say("check."+name), r.Records[name]))
		}
	}
	fmt.Fprintln(out, phrases.Say("check.customers", r.Customers))
	if r.Erased > 0 {
		fmt.Fprintln(out, phrases.Say("check.erased", r.Erased, r.Orphans))
	}
	for _, l := range r.Lost {
		fmt.Fprintln(out, phrases.Say("check.lost", l.Customer, l.Records))
	}
	if !r.Oldest.IsZero() {
		fmt.Fprintln(out, phrases.Say("check.oldest", r.Oldest.Local().Format(time.DateTime)))
	}
	return verdict(r, out)
}

// verdict says whether all is sound, and if not what to do. Customers who are
// lost are told by themselves: a backup is no help there.
func verdict(r store.Report, out io.Writer) error {
	damaged := r.Damage()
	for _, p := range damaged {
		fmt.Fprintln(out, found(p))
	}
	var say []string
	if len(damaged) > 0 {
		say = append(say, phrases.Say("check.unsound", len(damaged)))
	}
	if len(r.Lost) > 0 {
		say = append(say, phrases.Say("check.keyless", len(r.Lost)))
	}
	if len(say) > 0 {
		return errors.New(strings.Join(say, "\n"))
	}
	fmt.Fprintln(out, phrases.Say("check.sound"))
	return nil
}

// found says what is damaged: a record of some sort, or the file.
func found(problem error) string {
	record, ok := errors.AsType[store.DamageError](problem)
	if !ok {
		return phrases.Say("check.bad_file", problem)
	}
	return phrases.Say("check.bad", phrases.Say("check."+record.Bucket), fmt.Sprintf("%x", record.Key))
}

// backup copies the store into a folder.
func backup(ctx context.Context, c *call) error {
	if len(c.args) != 1 {
		return usageError(phrases.Say("usage.backup"))
	}
	dir, err := filepath.Abs(c.at(c.args[0])) // the holder may stand in another folder
	if err != nil {
		return err
	}
	args := []string{dir}
	if c.config.replace {
		args = append(args, replacing)
	}
	return upkeep(ctx, c, "backup", args...)
}

// replacing tells the holder that the backup that is there is to go.
const replacing = "replace"

func backupJob(ctx context.Context, d *data, args []string, out io.Writer) error {
	m, err := d.Backup(ctx, args[0], slices.Contains(args[1:], replacing))
	if err != nil {
		return backupError(d.dir, args[0], err)
	}
	if m.Damaged {
		return fmt.Errorf("%s", phrases.Say("backup.damaged", args[0], m.Size>>10))
	}
	fmt.Fprintln(out, phrases.Say("backup.done", args[0], m.Size>>10))
	return nil
}

// backupError says why there is no new backup.
func backupError(dir, to string, err error) error {
	taken, isTaken := errors.AsType[store.TakenError](err)
	switch {
	case isTaken:
		return fmt.Errorf("%s", phrases.Say("backup.taken", to, taken.There.Made.Local().Format(time.DateTime), taken.There.Size>>10))
	case errors.Is(err, store.ErrNotBackup):
		return fmt.Errorf("%s", phrases.Say("backup.not_empty", to))
	case errors.Is(err, store.ErrKeepsBackup):
		return fmt.Errorf("%s", phrases.Say("backup.kept", to))
	case errors.Is(err, store.ErrDamaged):
		return dataError(dir, err)
	}
	return fmt.Errorf("%s", phrases.Say("backup.failed", to, reason(err)))
}

// restore puts a backup in the place of the store, which nobody may hold.
func restore(ctx context.Context, c *call) error {
	if len(c.args) != 1 {
		return usageError(phrases.Say("usage.restore"))
	}
	dir, err := c.dataDir()
	if err != nil {
		return err
	}
	if !store.Exists(dir) {
		return dataError(dir, store.ErrNoKeys)
	}
	master, err := c.master(dir)
	if err != nil {
		return err
	}
	r, err := store.Restore(ctx, c.at(c.args[0]), dir, master, c.storeOptions())
	if errors.Is(err, store.ErrOfDamaged) {
		return fmt.Errorf("%s", phrases.Say("restore.of_damaged", c.args[0], r.Made.Local().Format(time.DateTime)))
	}
	if errors.Is(err, store.ErrNotBackup) || errors.Is(err, store.ErrBackupDamaged) || errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s", phrases.Say("restore.not_backup", c.args[0]))
	}
	if err != nil {
		return dataError(dir, err)
	}
	d := r.Dropped
	fmt.Fprintln(c.out, phrases.Say("restore.done", r.Made.Local().Format(time.DateTime), d.Events+d.Tasks+d.Wakes+d.Deliveries, r.Swept.Records))
	if r.Damaged {
		fmt.Fprintln(c.out, phrases.Say("restore.damaged"))
	}
	if r.Lost > 0 {
		fmt.Fprintln(c.out, phrases.Say("restore.lost", r.Lost))
	}
	if r.Before != "" {
		fmt.Fprintln(c.out, phrases.Say("restore.before", r.Before))
	}
	return nil
}

// erase forgets a customer for good.
func erase(ctx context.Context, c *call) error {
	if len(c.args) != 1 {
		return usageError(phrases.Say("usage.erase"))
	}
	return upkeep(ctx, c, "erase", c.args[0])
}

func eraseJob(ctx context.Context, d *data, args []string, out io.Writer) error {
	e, err := d.Erase(ctx, args[0])
	if errors.Is(err, store.ErrUnknownCustomer) || errors.Is(err, store.ErrSeveral) {
		return fmt.Errorf("%s", phrases.Say("erase.unknown", args[0]))
	}
	if err != nil {
		return dataError(d.dir, err)
	}
	fmt.Fprintln(out, phrases.Say("erase.done", e.Records))
	return nil
}
