package tgtest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // pictures that are sent may be PNG
	"net/http"
	"path"
	"strings"
)

// largestFile is how much a bot can download, bytes.
const largestFile = 20 << 20

// files are all files, by identifier and by path.
type files struct {
	byID   map[string]*file
	byPath map[string]*file
	made   map[image.Point][]byte
}

// file is a file that somebody sent.
type file struct {
	id, unique string
	path       string
	mime       string
	name       string // as whoever sent it calls it
	size64     int64  // bytes, as said
	width      int
	height     int
	data       []byte
}

// photoSize is a picture in one size, on the wire.
type photoSize struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
	Size   int64  `json:"file_size,omitempty"`
}

// fileForm is any other file, on the wire.
type fileForm struct {
	ID       string `json:"file_id"`
	Unique   string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	Mime     string `json:"mime_type,omitempty"`
	Size     int64  `json:"file_size,omitempty"`
	Type     string `json:"type,omitempty"`
	Emoji    string `json:"emoji,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Duration int    `json:"duration,omitempty"`

	Animated *bool `json:"is_animated,omitempty"` // of a sticker
	Video    *bool `json:"is_video,omitempty"`
}

func (f *file) size() photoSize { return photoSize{f.id, f.unique, f.width, f.height, f.size64} }

func (f *file) form() *fileForm {
	return &fileForm{ID: f.id, Unique: f.unique, Name: f.name, Mime: f.mime, Size: f.size64}
}

// keepFile keeps a file. The lock is held.
func (s *Server) keepFile(folder, extension, mime string, data []byte) *file {
	if s.files.byID == nil {
		s.files.byID, s.files.byPath, s.files.made = map[string]*file{}, map[string]*file{}, map[image.Point][]byte{}
	}
	n := len(s.files.byID) + 1
	f := &file{id: fmt.Sprintf("AgACAgIAAxkBAAI%08d", n), unique: fmt.Sprintf("AQAD%08d", n), path: fmt.Sprintf("%s/file_%d.%s", folder, n, extension), mime: mime, size64: int64(len(data)), data: data}
	if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		f.width, f.height = config.Width, config.Height
	}
	s.files.byID[f.id], s.files.byPath[f.path] = f, f
	return f
}

// newFile keeps a file that is no picture.
func (s *Server) newFile(folder, extension, mime string, data []byte) *fileForm {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.keepFile(folder, extension, mime, data).form()
}

// extension is how a file's name ends.
func extension(name string) string {
	if end := strings.TrimPrefix(path.Ext(name), "."); end != "" {
		return end
	}
	return "bin"
}

// picture is a made-up picture in the sizes that Telegram makes, the smallest
// first.
func (s *Server) picture() []photoSize {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []photoSize
	for _, size := range []image.Point{{90, 67}, {320, 240}, {800, 600}} {
		out = append(out, s.keepFile("photos", "jpg", "image/jpeg", s.grey(size)).size())
	}
	return out
}

// grey is a grey JPEG. Each size is made once.
func (s *Server) grey(size image.Point) []byte {
	if s.files.made[size] == nil {
		var out bytes.Buffer
		picture := image.NewGray(image.Rectangle{Max: size})
		for x := range size.X {
			picture.SetGray(x, x%size.Y, color.Gray{Y: 200})
		}
		_ = jpeg.Encode(&out, picture, nil)
		if s.files.made == nil {
			s.files.made = map[image.Point][]byte{}
		}
		s.files.made[size] = out.Bytes()
	}
	return s.files.made[size]
}

// sent is the file that a call sends: a new one, or one that is known.
func (s *Server) sent(q *request, parameter, folder string) (*file, *Refusal) {
	if u, ok := q.uploads[parameter]; ok {
		f := s.keepFile(folder, extension(u.name), u.mime, u.data)
		f.name = u.name
		if parameter == "photo" && f.width == 0 {
			return nil, bad("IMAGE_PROCESS_FAILED")
		}
		return f, nil
	}
	f := s.files.byID[q.text(parameter)]
	if f == nil {
		return nil, bad("wrong file identifier/HTTP URL specified")
	}
	return f, nil
}

// getFile is the method.
func (s *Server) getFile(q *request) (any, *Refusal) {
	f := s.files.byID[q.text("file_id")]
	if f == nil {
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	}
	if f.size64 > largestFile {
		return nil, bad("file is too big")
	}
	return map[string]any{"file_id": f.id, "file_unique_id": f.unique, "file_size": f.size64, "file_path": f.path}, nil
}

// SetFileSize has a file said to be so many bytes long.
func (s *Server) SetFileSize(id string, size int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files.byID[id].size64 = size
}

// SetFilePath has getFile say that a file is elsewhere: see HostilePaths.
func (s *Server) SetFilePath(id, path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files.byID[id].path = path
}

// SetFileData changes what a file holds, and nothing that is said of it.
func (s *Server) SetFileData(id string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files.byID[id].data = data
}

// HostilePaths are file paths that no bot should follow.
func (s *Server) HostilePaths() []string {
	return []string{
		"../../etc/passwd", "/etc/passwd", "photos/../../../etc/passwd", "photos/%2e%2e/%2e%2e/secret", `..\..\secret`,
		"http://127.0.0.1:1/file.jpg", "//127.0.0.1:1/file.jpg", s.URL() + "/bot" + s.Token() + "/getMe",
		"../../bot" + s.Token() + "/deleteWebhook?drop_pending_updates=true", "photos/file.jpg?x=" + s.Token(), "photos/a\nb.jpg", "",
	}
}

// serveFile sends a file.
func (s *Server) serveFile(w http.ResponseWriter, name string) {
	s.mu.Lock()
	f := s.files.byPath[name]
	s.mu.Unlock()
	if f == nil {
		send(w, reply(nil, &Refusal{Code: 404, Description: "Not Found"}))
		return
	}
	s.mu.Lock()
	data := f.data
	s.mu.Unlock()
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data)
}
