package tgtest

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// tags are the tags of Telegram's HTML, and the entities they make.
var tags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler", "tg-spoiler": "spoiler",
	"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

// htmlReader reads a text with tags. Places are bytes, lengths of what comes out
// UTF-16 units.
type htmlReader struct {
	text string
	at   int
	out  strings.Builder
	unit int
	open []openTag
	made []Entity
}

// openTag is a tag that was not closed yet.
type openTag struct {
	name     string
	argument string // an address, a language, expandable
	unit     int
}

// parseHTML reads Telegram's HTML, and refuses what Telegram refuses, in its
// words. Offsets in them are bytes.
func parseHTML(text string) (string, []Entity, *Refusal) {
	r := &htmlReader{text: text}
	for r.at < len(r.text) {
		if refusal := r.step(); refusal != nil {
			refusal.Description = "Bad Request: can't parse entities: " + strings.TrimPrefix(refusal.Description, "Bad Request: ")
			return "", nil, refusal
		}
	}
	if n := len(r.open); n > 0 {
		return "", nil, bad("can't parse entities: Can't find end tag corresponding to start tag %q", r.open[n-1].name)
	}
	return r.out.String(), r.made, nil
}

// step reads a tag or a character.
func (r *htmlReader) step() *Refusal {
	switch rest := r.text[r.at:]; {
	case strings.HasPrefix(rest, "</"):
		return r.close()
	case rest[0] == '<':
		return r.start()
	default:
		c, n := character(rest)
		r.out.WriteRune(c)
		r.unit += utf16.RuneLen(c)
		r.at += n
	}
	return nil
}

// character is the next character of a text and how many bytes stand for it.
// What is no entity of HTML that Telegram knows is text.
func character(text string) (rune, int) {
	if text[0] == '&' {
		name, _, ended := strings.Cut(text[1:min(len(text), 12)], ";")
		if c := escaped(name); ended && c != 0 {
			return c, len("&;") + len(name)
		}
	}
	return utf8.DecodeRuneInString(text)
}

// escaped is the character that a name stands for: lt, #60, #x3c. 0 is none.
func escaped(name string) rune {
	switch name {
	case "lt":
		return '<'
	case "gt":
		return '>'
	case "amp":
		return '&'
	case "quot":
		return '"'
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0
	}
	base := 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > 0x10ffff || utf16.RuneLen(rune(n)) < 0 {
		return 0
	}
	return rune(n)
}

// start reads the tag that begins here.
func (r *htmlReader) start() *Refusal {
	begin := r.at
	r.at++
	name := strings.ToLower(r.until(" \t\n>"))
	if r.at >= len(r.text) {
		return bad("Unclosed start tag at byte offset %d", begin)
	}
	if tags[name] == "" {
		return bad("Unsupported start tag %q at byte offset %d", name, begin)
	}
	tag := openTag{name: name, unit: r.unit}
	for r.skip(); r.at < len(r.text) && r.text[r.at] != '>'; r.skip() {
		if refusal := r.attribute(&tag, begin); refusal != nil {
			return refusal
		}
	}
	if r.at >= len(r.text) {
		return bad("Unclosed start tag %q at byte offset %d", name, begin)
	}
	r.at++
	if name == "span" && tag.argument != "tg-spoiler" {
		return bad("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin)
	}
	r.open = append(r.open, tag)
	return nil
}

// attribute reads one attribute into its tag.
func (r *htmlReader) attribute(tag *openTag, begin int) *Refusal {
	name := r.until(" \t\n=>/\"'")
	if name == "" {
		return bad("Empty attribute name in the tag %q at byte offset %d", tag.name, begin)
	}
	r.skip()
	if r.at >= len(r.text) || r.text[r.at] != '=' {
		tag.set(name, "")
		return nil
	}
	r.at++
	r.skip()
	value, refusal := r.value(tag.name, begin)
	tag.set(name, value)
	return refusal
}

// value reads what an attribute is: in quotes, or a word.
func (r *htmlReader) value(tag string, begin int) (string, *Refusal) {
	if r.at >= len(r.text) {
		return "", bad("Unclosed start tag %q at byte offset %d", tag, begin)
	}
	quote := r.text[r.at]
	if quote != '"' && quote != '\'' {
		at := r.at
		word := r.while(func(c byte) bool { return isAlnum(c) || c == '.' || c == '-' })
		if r.at < len(r.text) && !strings.ContainsRune(" \t\n>", rune(r.text[r.at])) {
			return "", bad("Unexpected end of name token at byte offset %d", at)
		}
		return strings.ToLower(word), nil
	}
	var out strings.Builder
	for r.at++; r.at < len(r.text) && r.text[r.at] != quote; {
		c, n := character(r.text[r.at:])
		out.WriteRune(c)
		r.at += n
	}
	if r.at >= len(r.text) {
		return "", bad("Unclosed start tag at byte offset %d", begin)
	}
	r.at++
	return out.String(), nil
}

// set keeps an attribute that means something to its tag.
func (t *openTag) set(name, value string) {
	switch t.name + " " + name {
	case "a href", "span class":
		t.argument = value
	case "code class":
		if language, ok := strings.CutPrefix(value, "language-"); ok {
			t.argument = language
		}
	case "blockquote expandable":
		t.argument = "expandable"
	}
}

// close reads the end tag that is here.
func (r *htmlReader) close() *Refusal {
	begin := r.at
	if len(r.open) == 0 {
		return bad("Unexpected end tag at byte offset %d", begin)
	}
	r.at += 2
	name := r.until(" \t\n>")
	r.skip()
	if r.at >= len(r.text) || r.text[r.at] != '>' {
		return bad("Unclosed end tag at byte offset %d", begin)
	}
	r.at++
	tag := r.open[len(r.open)-1]
	if name != "" && name != tag.name {
		return bad("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name)
	}
	r.open = r.open[:len(r.open)-1]
	r.make(tag)
	return nil
}

// make makes the entity of a tag that is closed here. Nothing in it, or a link
// to nowhere, is none; code within pre is its language.
func (r *htmlReader) make(tag openTag) {
	e := Entity{Type: tags[tag.name], Offset: tag.unit, Length: r.unit - tag.unit}
	if e.Length == 0 {
		return
	}
	switch tag.name {
	case "a":
		if e.URL = tag.argument; e.URL == "" {
			e.URL = r.out.String()[len(r.out.String())-r.bytes(e.Length):]
		}
		if !strings.Contains(e.URL, ".") && !strings.Contains(e.URL, "://") {
			return
		}
	case "blockquote":
		if tag.argument != "" {
			e.Type = "expandable_blockquote"
		}
	case "pre":
		if n := len(r.made); n > 0 && r.made[n-1].Type == "code" && r.made[n-1].Offset == e.Offset && r.made[n-1].Length == e.Length {
			e.Language, r.made = r.made[n-1].Language, r.made[:n-1]
		}
	case "code":
		e.Language = tag.argument
	}
	r.made = append(r.made, e)
}

// bytes is how long the last units of what was read are.
func (r *htmlReader) bytes(units int) int {
	all := utf16.Encode([]rune(r.out.String()))
	return len(string(utf16.Decode(all[len(all)-units:])))
}

// until reads up to one of some characters.
func (r *htmlReader) until(ends string) string {
	return r.while(func(c byte) bool { return strings.IndexByte(ends, c) < 0 })
}

// while reads as long as characters are such.
func (r *htmlReader) while(such func(byte) bool) string {
	begin := r.at
	for r.at < len(r.text) && such(r.text[r.at]) {
		r.at++
	}
	return r.text[begin:r.at]
}

// skip passes over blank space.
func (r *htmlReader) skip() { r.while(func(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }) }

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
