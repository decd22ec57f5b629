package store_test

import (
	"errors"
	"os"
	"syscall"
	"testing"

	"huizhi/bot"
	"huizhi/store"
)

// The disk is full, and the kernel says so: the call fails, nothing can be done
// any more, and the store opens as it was before or after.
func TestAFullDisk(t *testing.T) {
	for name, write := range map[string]func(s *shop) error{
		"accept": func(s *shop) error { return s.accept(bot.Batch{Events: []bot.Incoming{text("n", ann, "x")}}) },
		"commit": func(s *shop) error { _, err := s.Commit(ctx, turn(bot.Queued{Seq: 1, From: ann}, "k")); return err },
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			s.says("k", ann, "x")
			var file *os.File
			s.must(s.Close())
			s.options = s.options.OpeningBy(func(path string, flag int, mode os.FileMode) (f *os.File, err error) {
				file, err = os.OpenFile(path, flag, mode)
				return file, err
			})
			s.open()
			s.must(fillUp(file))
			err := write(s)
			s.fails(err, store.ErrBroken)
			if !errors.Is(err, syscall.ENOSPC) && !errors.Is(err, syscall.EINVAL) {
				t.Error(err)
			}
			t.Log(err)
			s.brokenBy(store.ErrBroken)
			s.Close()
			s.options = s.options.OpeningBy(os.OpenFile)
			s.open()
			s.is(s.left(), "1/0/0")
			s.must(write(s))
			s.must(s.sweepAndCheck())
		})
	}
}

// fillUp makes all further writes to an open file fail.
func fillUp(f *os.File) error {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer full.Close()
	return syscall.Dup3(int(full.Fd()), int(f.Fd()), syscall.O_CLOEXEC)
}
