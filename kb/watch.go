package kb

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"time"
)

// Fingerprint sums up the names, sizes and times of all files of a file system.
type Fingerprint uint64

// Watch calls changed whenever the files below the root of fsys are no longer
// those of the last look; since is the look that was taken before they were
// read. It returns when ctx ends. It looks rather than subscribes: a few
// hundred files cost nothing, and every editor's way of saving and every file
// system is seen alike.
func Watch(ctx context.Context, fsys fs.FS, since Fingerprint, every time.Duration, changed func()) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if now := Look(fsys); now != since {
				since = now
				changed()
			}
		}
	}
}

// Look takes the fingerprint of fsys: of every file that Load would see, so that
// an editor's lock or swap file is no change, and a link that leads elsewhere now
// is one. What cannot be read is part of it.
func Look(fsys fs.FS) Fingerprint {
	h := fnv.New64a()
	err := walk(fsys, func(file string, info fs.FileInfo, err error) error {
		if err != nil {
			fmt.Fprintln(h, file, err)
			return nil
		}
		fmt.Fprintln(h, file, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	fmt.Fprintln(h, err)
	return Fingerprint(h.Sum64())
}
