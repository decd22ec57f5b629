//go:build !windows && !plan9 && !solaris && !aix && !android

package bbolt

import (
	"os"
	"syscall"
)

// unlock gives up the lock of a file. To close it is not enough while the file
// is mapped.
func unlock(f *os.File) { _ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }
