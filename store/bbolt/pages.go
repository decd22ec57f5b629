package bbolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"huizhi/store/kv"
)

// pages is a look at all the pages of a file that hang on its younger meta
// page. bbolt takes their word for everything: where an entry points, which page
// comes below which, which are free. Here each page must be what the one above
// says, come up once, and have its keys in order; a free one must not come up.
type pages struct {
	file     io.ReaderAt
	meta     meta
	met      []bool // by number
	problems []error
}

// mostProblems is how many are listed.
const mostProblems = 100

func look(f io.ReaderAt) (*pages, error) {
	m, found, err := readMeta(f)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fmt.Errorf("%w: both meta pages are bad", kv.ErrDamaged)
	}
	p := &pages{file: f, meta: m, met: make([]bool, m.pages)}
	p.tree(m.root, nil, nil)
	if m.free != noFreeList {
		p.freeList(m.free)
	}
	return p, nil
}

// noFreeList is what a meta page says where none is kept.
const noFreeList = ^uint64(0)

func (p *pages) problem(number uint64, what string) {
	if len(p.problems) < mostProblems {
		p.problems = append(p.problems, fmt.Errorf("page %d: %s", number, what))
	}
}

// tree goes through a page and what is below it. If it is below a branch, its
// first key is the one that the branch has for it, and all are before the next
// one, if there is one: bbolt finds the branch's entry by its page's first key.
func (p *pages) tree(number uint64, first, high []byte) {
	page := p.read(number)
	switch {
	case page == nil:
	case !page.holds():
		p.problem(number, "more entries than it has room for")
	case first != nil && page.count() == 0:
		p.problem(number, "without an entry")
	case page.sort() == leafPage:
		p.leaf(number, page, first, high)
	case page.sort() == branchPage && page.count() > 0:
		p.branch(number, page, first, high)
	default:
		p.problem(number, "neither leaf nor branch")
	}
}

// read reads a page; nil if it is not what it should be.
func (p *pages) read(number uint64) page {
	first := p.bytes(number, 1)
	switch {
	case first == nil:
		return nil
	case first.number() != number:
		p.problem(number, "does not bear its number")
		return nil
	case !p.meet(number, first.overflow()+1):
		return nil
	case first.overflow() == 0:
		return first
	}
	return p.bytes(number, first.overflow()+1)
}

// bytes reads n pages from one on.
func (p *pages) bytes(number, n uint64) page {
	if number < 2 || number >= p.meta.pages || n > p.meta.pages-number {
		p.problem(number, "there is no such page")
		return nil
	}
	content := make(page, n*uint64(p.meta.pageSize))
	if _, err := p.file.ReadAt(content, int64(number)*int64(p.meta.pageSize)); err != nil {
		p.problem(number, err.Error())
		return nil
	}
	return content
}

// meet notes that n pages have come up; false if one of them did before.
func (p *pages) meet(number, n uint64) bool {
	if n > p.meta.pages-number {
		p.problem(number, "goes on behind the end")
		return false
	}
	for i := number; i < number+n; i++ {
		if p.met[i] {
			p.problem(i, "comes up twice")
			return false
		}
		p.met[i] = true
	}
	return true
}

func (p *pages) branch(number uint64, page page, first, high []byte) {
	keys := order{first: first, high: high}
	for i := range page.count() {
		key, child, ok := page.branch(i)
		if !ok || !keys.next(key) {
			p.problem(number, "a key is not where it should be")
			return
		}
		end := high
		if i+1 < page.count() {
			end, _, _ = page.branch(i + 1)
		}
		p.tree(child, key, end)
	}
}

func (p *pages) leaf(number uint64, page page, first, high []byte) {
	keys := order{first: first, high: high}
	for i := range page.count() {
		flags, key, value, ok := page.leaf(i)
		switch {
		case !ok || !keys.next(key):
			p.problem(number, "a key is not where it should be")
			return
		case flags == bucketEntry:
			p.bucket(number, value)
		case flags != 0:
			p.problem(number, "an entry is of no known sort")
		}
	}
}

// order is how the keys of a page follow each other: none is empty, each comes
// behind the last, the first is a given one and all are before high, if these
// are given.
type order struct{ first, last, high []byte }

func (o *order) next(key []byte) bool {
	begins := o.last == nil && (o.first == nil || bytes.Equal(key, o.first))
	follows := o.last != nil && bytes.Compare(o.last, key) < 0
	o.last = key
	return len(key) > 0 && (begins || follows) && (o.high == nil || bytes.Compare(key, o.high) < 0)
}

// bucket goes through what an entry of a bucket leads to.
func (p *pages) bucket(number uint64, value []byte) {
	if len(value) < bucketHead {
		p.problem(number, "a bucket is too short")
		return
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		p.tree(root, nil, nil)
		return
	}
	inline := page(value[bucketHead:])
	if len(inline) < pageHead || inline.sort() != leafPage || !inline.holds() {
		p.problem(number, "a bucket in it is no leaf")
		return
	}
	p.leaf(number, inline, nil, nil)
}

// freeList comes last: what is free must not have come up.
func (p *pages) freeList(number uint64) {
	page := p.read(number)
	if page == nil {
		return
	}
	numbers, ok := page.free()
	if page.sort() != freePage || !ok {
		p.problem(number, "no list of free pages")
		return
	}
	for _, n := range numbers {
		if n < 2 || n >= p.meta.pages {
			p.problem(number, "a free page that is not there")
			return
		}
		p.meet(n, 1)
	}
}

// lost finds pages that are neither in use nor free.
func (p *pages) lost() {
	for n := uint64(2); n < p.meta.pages; n++ {
		if !p.met[n] {
			p.problem(n, "neither in use nor free")
		}
	}
}
