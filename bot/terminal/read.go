package terminal

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"huizhi/bot"
	"huizhi/phrases"
)

// read says what a line means: a button of the last message by its number,
// pictures by their paths, a correction of the last text, or a text. id is what
// to call it, last what that text was called.
func read(line string, buttons []bot.Choice, id, last string) (e bot.Event, problem string) {
	text := strings.TrimSpace(line)
	if text == "" {
		return nil, ""
	}
	if n, err := strconv.Atoi(number(text)); err == nil && n >= 1 && n <= len(buttons) {
		return bot.Button{Data: buttons[n-1].Data, Label: buttons[n-1].Label}, ""
	}
	if fixed, ok := strings.CutPrefix(text, "/edit "); ok {
		return bot.Edited{Message: last, Text: fixed}, ""
	}
	if paths, caption := paths(text); len(paths) > 0 {
		return pictures(paths, caption, id)
	}
	return bot.Text{Message: id, Text: text}, ""
}

// extensions are those of pictures.
var extensions = []string{".jpg", ".jpeg", ".png", ".webp", ".heic", ".gif", ".bmp", ".tif", ".tiff"}

// number is a text as a number may be typed: 1, １, 1.
func number(text string) string {
	text = strings.TrimRight(text, ".。、)）")
	return strings.Map(func(r rune) rune {
		if '０' <= r && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}

// paths are the files that a line begins with, as dragged into a terminal, each
// perhaps in quotes, and what is said of them. A blank in a name makes the whole
// line one path.
func paths(line string) (files []string, caption string) {
	if whole := unquoted(line); isFile(whole) {
		return []string{whole}, ""
	}
	words := strings.Fields(line)
	for i, word := range words {
		path := unquoted(word)
		if !isFile(path) && !looksLikePicture(path) {
			return files, strings.Join(words[i:], " ")
		}
		files = append(files, path)
	}
	return files, ""
}

func unquoted(word string) string {
	word = strings.TrimPrefix(strings.Trim(word, `"'`), "file://")
	return strings.ReplaceAll(word, `\ `, " ")
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func looksLikePicture(path string) bool {
	return slices.Contains(extensions, strings.ToLower(filepath.Ext(path)))
}

// pictures is the event of sending files.
func pictures(paths []string, caption, message string) (bot.Event, string) {
	var files []bot.File
	for _, path := range paths {
		kind, err := sniff(path)
		if err != nil {
			return nil, phrases.Say("chat.no_file", path)
		}
		if !strings.HasPrefix(kind, "image/") && !looksLikePicture(path) {
			return bot.Unreadable{What: unreadable(path)}, ""
		}
		full, err := filepath.Abs(path)
		if err != nil {
			return nil, phrases.Say("chat.no_file", path)
		}
		files = append(files, bot.File(full))
	}
	return bot.Photo{Message: message, Files: files, Caption: caption}, ""
}

// unreadable tells what a file is that is no picture, by its name: what a phone would
// have sent as something of its own.
func unreadable(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".ogg", ".amr", ".m4a", ".mp3":
		return "voice"
	case ".mp4", ".mov":
		return "video"
	case ".vcf":
		return "contact"
	case ".kml", ".gpx":
		return "location"
	}
	return "file"
}

// sniff tells what a file holds by its first bytes.
func sniff(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 512)
	n, err := f.Read(head)
	if n == 0 && err != nil {
		return "", err
	}
	return http.DetectContentType(head[:n]), nil
}
