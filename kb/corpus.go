package kb

import (
	"cmp"
	"fmt"
	"io/fs"
	"iter"
	"slices"

	"huizhi/kb/place"
)

// Corpus is the whole knowledge, checked and read-only. One answer uses one
// Corpus from understanding to sources.
type Corpus struct {
	Words    *Vocabulary
	Places   *place.Gazetteer
	Synonyms []Synonym
	articles []*Article // by ID
	stated   map[place.Name]map[Field][]*Statement
	all      Conditions
	passages map[PassageID]*Passage
	moved    moved
	wordings wordings
}

// Load reads every article in the folder, and in those below it. Hidden files are
// not read and links are followed. The corpus is usable only when the problems
// hold no error (see Errors); the order of files does not matter.
func Load(fsys fs.FS, words *Vocabulary, places *place.Gazetteer) (*Corpus, []Problem, error) {
	c := &Corpus{Words: words, Places: places, stated: map[place.Name]map[Field][]*Statement{}, passages: map[PassageID]*Passage{}, all: words.everything()}
	files, err := openFolder(fsys)
	if err != nil {
		return nil, nil, fmt.Errorf("read articles: %w", err)
	}
	problems, err := c.readAll(files)
	if err != nil {
		return nil, nil, fmt.Errorf("read articles: %w", err)
	}
	if c.Synonyms, err = synonyms(fsys); err != nil {
		return nil, nil, err
	}
	var ps []Problem
	if c.moved, ps, err = readMoved(fsys); err != nil {
		return nil, nil, fmt.Errorf("read articles: %w", err)
	}
	problems = append(problems, ps...)
	c.arrange()
	ps, err = c.hearAll(fsys, files.utterances)
	return c, sortProblems(append(problems, ps...)), err
}

// readAll reads the articles of a folder.
func (c *Corpus) readAll(files folder) ([]Problem, error) {
	problems := files.problems
	for _, file := range files.articles {
		data, err := fs.ReadFile(files.fsys, file)
		if err != nil {
			return nil, err
		}
		a, ps := readArticle(file, data, c.Words, c.Places)
		c.articles = append(c.articles, a)
		problems = append(problems, ps...)
	}
	return problems, nil
}

// arrange fixes the order of everything by what the files say, not by how
// they were found.
func (c *Corpus) arrange() {
	slices.SortFunc(c.articles, func(a, b *Article) int { return cmp.Compare(a.ID, b.ID) })
	for _, a := range c.articles {
		a.tellCases()
		for i := range a.Passages {
			c.passages[a.Passages[i].ID] = &a.Passages[i]
		}
		for _, s := range a.Statements {
			s.Scope = a.Scope
			for _, name := range a.Scope {
				if c.stated[name] == nil {
					c.stated[name] = map[Field][]*Statement{}
				}
				c.stated[name][s.Field] = append(c.stated[name][s.Field], s)
			}
		}
	}
	c.wordings = newWordings(c)
}

// Articles lists all articles by ID.
func (c *Corpus) Articles() []*Article { return c.articles }

// Article finds an article by its name.
func (c *Corpus) Article(id ArticleID) (*Article, bool) {
	i, ok := slices.BinarySearchFunc(c.articles, id, func(a *Article, id ArticleID) int { return cmp.Compare(a.ID, id) })
	if !ok {
		return nil, false
	}
	return c.articles[i], true
}

// Passages lists all passages in the articles' order.
func (c *Corpus) Passages() iter.Seq[*Passage] {
	return func(yield func(*Passage) bool) {
		for _, a := range c.articles {
			for i := range a.Passages {
				if !yield(&a.Passages[i]) {
					return
				}
			}
		}
	}
}

// PlacesWith lists the places that state something for a field, widest first
// in code order; for these a customer's unknown place can make a difference.
func (c *Corpus) PlacesWith(f Field) []place.Name {
	var out []place.Name
	for p := range c.Places.Places() {
		if len(c.stated[p.Name][f]) > 0 {
			out = append(out, p.Name)
		}
	}
	return out
}

// statements returns what is stated at exactly one place.
func (c *Corpus) statements(at place.Name, f Field, item string) []*Statement {
	var out []*Statement
	for _, s := range c.stated[at][f] {
		if s.Item == item {
			out = append(out, s)
		}
	}
	return out
}

// About reports whether any article is about exactly this place.
func (c *Corpus) About(name place.Name) bool { return c.stated[name] != nil }
