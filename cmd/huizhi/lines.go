package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
)

// maxLine is the longest line read, in bytes.
const maxLine = 1 << 20

var errLongLine = errors.New("line too long")

// line is one line read, or why it could not be.
type line struct {
	text []byte
	err  error // nil or errLongLine
}

// lines reads lines until the input or ctx ends.
func lines(ctx context.Context, in io.Reader) iter.Seq[line] { return each(ctx, reading(ctx, in)) }

// reading reads lines in a goroutine of its own: an interrupt does not have to
// wait for the next key.
func reading(ctx context.Context, in io.Reader) <-chan line {
	read := make(chan line)
	go func() {
		defer close(read)
		r := bufio.NewReaderSize(in, 64<<10)
		for {
			text, err := readLine(r)
			if err != nil && !errors.Is(err, errLongLine) {
				return
			}
			select {
			case read <- line{text, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return read
}

// each yields what is read until that or ctx ends.
func each(ctx context.Context, read <-chan line) iter.Seq[line] {
	return func(yield func(line) bool) {
		for {
			select {
			case <-ctx.Done():
				return
			case l, ok := <-read:
				if !ok || !yield(l) {
					return
				}
			}
		}
	}
}

// readLine reads one line without its end. A line over maxLine is skipped
// whole and reported; the next one is read as usual.
func readLine(r *bufio.Reader) ([]byte, error) {
	var text []byte
	long := false
	for {
		part, err := r.ReadSlice('\n')
		if len(text)+len(part) > maxLine {
			long, text = true, nil
		}
		if !long {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && len(text) == 0 && !long:
			return nil, err
		case long:
			return nil, errLongLine
		}
		return text, nil
	}
}
