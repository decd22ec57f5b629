package kb

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"time"
)

// Watch calls changed whenever a file below the root of fsys has come, gone or
// changed since the last look. It returns when ctx ends. It looks rather than
// subscribes: a few hundred files cost nothing, and every editor's way of
// saving and every file system is seen alike.
func Watch(ctx context.Context, fsys fs.FS, every time.Duration, changed func()) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	last := fingerprint(fsys)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if now := fingerprint(fsys); now != last {
				last = now
				changed()
			}
		}
	}
}

// fingerprint sums up names, sizes and times of all files.
func fingerprint(fsys fs.FS) uint64 {
	h := fnv.New64a()
	_ = fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			fmt.Fprintln(h, path, err)
			return nil
		}
		info, err := d.Info()
		if err != nil {
			fmt.Fprintln(h, path, err)
			return nil
		}
		fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	return h.Sum64()
}
