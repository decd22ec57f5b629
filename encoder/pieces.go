package encoder

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The ids that stand for no text of their own.
const (
	unknown = 0
	begin   = 1
	end     = 2
)

// space stands for a blank, and in front of every text.
const space = "▁"

// unknownPenalty is how much worse a character without a piece is than the worst
// piece (SentencePiece's own constant).
const unknownPenalty = 10

// piece is a bit of text that the table has a row for.
type piece struct {
	id    int32
	score float64 // natural logarithm of how likely it is
}

// pieces cuts texts.
type pieces struct {
	known   map[string]piece
	longest int     // bytes of the longest piece
	unknown float64 // the score of a character without a piece
}

// readPieces reads piece, tab, score, in the order of the ids.
func readPieces(data string) (*pieces, error) {
	p := &pieces{known: map[string]piece{}}
	worst, id := math.Inf(1), int32(0)
	for line := range strings.Lines(data) {
		text, number, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		score, err := strconv.ParseFloat(number, 64)
		if !ok || err != nil || math.IsNaN(score) || math.IsInf(score, 0) {
			return nil, fmt.Errorf("%w: line %d of the pieces", ErrDamaged, id+1)
		}
		if id > end {
			p.known[text] = piece{id, score}
			worst, p.longest = min(worst, score), max(p.longest, len(text))
		}
		id++
	}
	p.unknown = worst - unknownPenalty
	if len(p.known) != int(id)-end-1 || len(p.known) == 0 {
		return nil, fmt.Errorf("%w: %d different pieces in %d lines", ErrDamaged, len(p.known), id)
	}
	return p, nil
}

// plain brings a text into the one form in which it is cut; empty if there is
// nothing in it.
func plain(text string) string {
	text = norm.NFKC.String(strings.Map(visible, strings.ToValidUTF8(text, "")))
	return strings.Join(strings.Fields(text), " ")
}

// visible drops what has no width: it is no part of what was said.
func visible(r rune) rune {
	if 0x200B <= r && r <= 0x200F || r == 0x00AD || r == 0xFEFF {
		return -1
	}
	return r
}

// step is the best way to cut the text up to a place.
type step struct {
	score float64
	id    int32
	from  int
}

// cut returns the ids of a plain text: those of the pieces whose scores sum up
// highest, between begin and end. Of equal sums the one found first from the
// left counts.
func (p *pieces) cut(text string) []int32 {
	text = space + strings.ReplaceAll(text, " ", space)
	best := make([]step, len(text)+1)
	for i := range best {
		best[i].score = math.Inf(-1)
	}
	best[0].score = 0
	for at := range text {
		p.extend(best, text, at)
	}
	return trace(best)
}

// extend tries all pieces that begin at a place.
func (p *pieces) extend(best []step, text string, at int) {
	_, size := utf8.DecodeRuneInString(text[at:])
	alone := false
	for to := at; to < len(text) && to-at < p.longest; {
		_, n := utf8.DecodeRuneInString(text[to:])
		to += n
		if known, ok := p.known[text[at:to]]; ok {
			alone = alone || to == at+size
			best[to].improve(best[at].score+known.score, known.id, at)
		}
	}
	if !alone {
		best[at+size].improve(best[at].score+p.unknown, unknown, at)
	}
}

func (s *step) improve(score float64, id int32, from int) {
	if score > s.score {
		*s = step{score, id, from}
	}
}

// trace goes back the best way, and returns it from the beginning.
func trace(best []step) []int32 {
	n := 0
	for at := len(best) - 1; at > 0; at = best[at].from {
		n++
	}
	ids := make([]int32, n+2)
	ids[0], ids[n+1] = begin, end
	for at := len(best) - 1; at > 0; at = best[at].from {
		ids[n] = best[at].id
		n--
	}
	return ids
}
