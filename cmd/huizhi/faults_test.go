package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"huizhi/store"
)

// Each fault says what is wrong and what to do, and no two of them the same.
func TestEachFaultSaysWhatToDo(t *testing.T) {
	broken := func(err error) error { return fmt.Errorf("bot: accept: %w: %w", store.ErrBroken, err) }
	at := func(err error) error { return &os.PathError{Op: "write", Path: "/data/huizhi.db", Err: err} }
	said := map[string]string{}
	for _, row := range []struct {
		name     string
		err      error
		what, do string
	}{
		{"full", broken(at(syscall.ENOSPC)), "磁盘满了", "腾出空间"},
		{"read only", broken(at(syscall.EROFS)), "只读", "检查磁盘"},
		{"no permission", at(syscall.EACCES), "没有权限", "用户运行"},
		{"disk gives errors", broken(at(syscall.EIO)), "读写出错", "restore"},
		{"broken by something else", broken(errors.New("file too large")), "没能写进去（.*file too large", "huizhi check"},
		{"damaged", broken(store.ErrDamaged), "坏了", "restore"},
		{"busy", store.ErrBusy, "另一个", "关掉"},
		{"not of the data", errors.New("bot: a channel went away"), "不是数据的问题", "告诉维护的人"},
	} {
		text := deskError("/data", row.err).Error()
		what, detail, _ := strings.Cut(row.what, ".*")
		if !strings.Contains(text, what) || !strings.Contains(text, detail) || !strings.Contains(text, row.do) {
			t.Errorf("%s: %s", row.name, text)
		}
		if other, ok := said[text]; ok {
			t.Errorf("%s and %s say the same: %s", row.name, other, text)
		}
		said[text] = row.name
	}
}

// What the system says is said in words.
func TestReason(t *testing.T) {
	for err, want := range map[error]string{
		&os.PathError{Op: "open", Path: "/x", Err: syscall.ENOENT}: "不存在",
		&os.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}: "没有权限",
		&os.PathError{Op: "open", Path: "/x", Err: syscall.EISDIR}: "是个目录",
		&os.PathError{Op: "open", Path: "/x", Err: syscall.ENOSPC}: "磁盘满了",
		&os.PathError{Op: "open", Path: "/x", Err: syscall.EMFILE}: "too many open files",
		fmt.Errorf("wrapped: %w", fs.ErrNotExist):                  "不存在",
	} {
		if got := reason(err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}
