//go:build windows || plan9 || solaris || aix || android

package bbolt

import "os"

// unlock does nothing: here the lock ends with the file, or with the program.
func unlock(*os.File) {}
