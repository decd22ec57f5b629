package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"
	"regexp"
	"strings"

	tg "github.com/go-telegram/bot"

	"huizhi/bot"
)

// largestFile is as much as Telegram gives a bot.
const largestFile = 20 << 20

// What may be wrong with a file.
var (
	ErrTooLarge = errors.New("telegram: the file is too large")
	errPath     = errors.New("telegram: the file's path is none")
)

// filePath is what a path of Telegram's looks like.
var filePath = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./-]{0,200}$`)

// Open reads a picture that a customer sent, as it comes. Whoever reads it closes
// it. One that is larger than Telegram gives is ErrTooLarge, also while it is read.
func (t *Telegram) Open(ctx context.Context, f bot.File) (io.ReadCloser, error) {
	info, err := t.api.GetFile(ctx, &tg.GetFileParams{FileID: string(f)})
	if err != nil && strings.Contains(err.Error(), "file is too big") || err == nil && info.FileSize > largestFile {
		return nil, ErrTooLarge
	}
	if err := verdict(err); err != nil {
		return nil, err
	}
	if !filePath.MatchString(info.FilePath) || path.Clean(info.FilePath) != info.FilePath || strings.Contains(info.FilePath, "..") {
		return nil, errPath
	}
	return t.download(ctx, info.FilePath)
}

func (t *Telegram) download(ctx context.Context, name string) (io.ReadCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.Server+"/file/bot"+string(t.Token)+"/"+name, nil)
	if err != nil {
		return nil, errPath
	}
	resp, err := t.files.Do(req)
	if err != nil {
		return nil, errUnreachable // the error has the address in it, and that the token
	}
	if resp.StatusCode != http.StatusOK {
		_ = resp.Body.Close()
		return nil, &serverError{resp.StatusCode}
	}
	return &file{resp.Body, largestFile}, nil
}

// file is a file being read, up to an end.
type file struct {
	io.ReadCloser
	left int64
}

// Read reads; ErrTooLarge if there is more than may be.
func (f *file) Read(p []byte) (int, error) {
	n, err := f.ReadCloser.Read(p)
	if f.left -= int64(n); f.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}
