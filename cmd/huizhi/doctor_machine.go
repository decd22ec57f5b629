package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"

	"huizhi/phrases"
	"huizhi/store"
)

// store is the data: whether it opens, and where the master key lies. Nothing of it
// is changed, and nothing new is made.
func (p *patient) store(context.Context) finding {
	if p.noDir != nil {
		return isWrong("doctor.store.nowhere").andWrong(p.noDir)
	}
	_, given, err := p.givenMaster()
	if err != nil {
		return isWrong("doctor.store.key").andWrong(err)
	}
	f := p.opened()
	if !given {
		f = f.and(doubtful, phrases.Say("doctor.store.beside", filepath.Join(p.dir, masterFile)))
	}
	return f
}

// opened is whether the store opens. Who holds it has opened it.
func (p *patient) opened() finding {
	if p.held() {
		return isSound("doctor.store.held", p.dir)
	}
	if !store.Exists(p.dir) {
		return isSound("doctor.store.new", p.dir)
	}
	master, err := p.master(p.dir)
	if err != nil {
		return isWrong("doctor.store.shut").andWrong(err)
	}
	db, err := store.OpenReading(p.dir, master, store.Options{Logger: quiet()})
	switch {
	case errors.Is(err, store.ErrMigration):
		return isDoubtful("doctor.store.older", p.dir).then("doctor.store.backup")
	case err != nil:
		return isWrong("doctor.store.shut").andWrong(dataError(p.dir, err))
	}
	defer db.Close()
	return isSound("doctor.store.good", p.dir)
}

// How much room there should be.
const (
	little    = 1 << 30
	tooLittle = 100 << 20
)

// disk is whether the data can be written, and grow.
func (p *patient) disk(context.Context) finding {
	if p.noDir != nil {
		return isWrong("doctor.store.nowhere").andWrong(p.noDir)
	}
	dir := standing(p.dir)
	if err := tryWriting(dir); err != nil {
		return isWrong("doctor.disk.unwritable", dir, reason(err)).then("doctor.disk.allow")
	}
	free, err := freeSpace(dir)
	if err != nil {
		return isDoubtful("doctor.disk.unknown", dir, reason(err))
	}
	return diskFinding(dir, free)
}

// standing is a folder, or the nearest above it that there is.
func standing(dir string) string {
	for {
		_, err := os.Stat(dir)
		up := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || up == dir {
			return dir
		}
		dir = up
	}
}

// tryWriting makes a file and takes it away.
func tryWriting(dir string) error {
	f, err := os.CreateTemp(dir, ".huizhi-doctor-")
	if err != nil {
		return err
	}
	_, err = f.WriteString("?")
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// diskFinding is of a disk with so many free bytes.
func diskFinding(dir string, free uint64) finding {
	switch mb := free >> 20; {
	case free < tooLittle:
		return isWrong("doctor.disk.free", dir, mb).then("doctor.disk.clear")
	case free < little:
		return isDoubtful("doctor.disk.free", dir, mb).then("doctor.disk.clear")
	default:
		return isSound("doctor.disk.free", dir, mb)
	}
}

// addresses is whether the desk can listen where it is to, unless one that runs
// does.
func (p *patient) addresses(ctx context.Context) finding {
	all := []string{p.config.ops}
	if p.config.telegram.webhook != "" {
		all = append(all, p.config.telegram.listen)
	}
	if p.config.web.listen != "" {
		all = append(all, p.config.web.listen)
	}
	names := strings.Join(all, phrases.Say("when.and"))
	if p.held() && says(ctx, p.config.ops, "/healthz") {
		if !says(ctx, p.config.ops, "/readyz") {
			return isDoubtful("doctor.addresses.unready").then("doctor.addresses.ask", p.config.ops)
		}
		return isSound("doctor.addresses.served", names)
	}
	f := isSound("doctor.addresses.free", names)
	for _, at := range all {
		if err := tryListening(at); err != nil {
			f = finding{f.grade, phrases.Say("doctor.addresses.taken"), f.todo}.and(wrong, phrases.Say("serve.listen", at, reason(err)))
		}
	}
	return f
}

func tryListening(at string) error {
	l, err := net.Listen("tcp", at)
	if err != nil {
		return err
	}
	return l.Close()
}
