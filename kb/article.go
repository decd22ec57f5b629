package kb

import (
	"slices"
	"strings"
	"time"

	"huizhi/kb/place"
)

// ArticleID is an article's path below the knowledge folder, without ".md".
type ArticleID string

// Article is one file as its editor wrote it.
type Article struct {
	ID         ArticleID
	Title      string
	Variants   []string // 相似问: other ways to ask what the title asks
	Not        []string // 反例问: questions that must not find this article
	Scope      []place.Name
	Document   Document // what the prose is about; IDCard when not said
	Sources    []Source // in the order written
	Checked    time.Time
	ReviewBy   time.Time
	Confidence Confidence
	Statements []*Statement
	Passages   []Passage
	Golden     []Golden
	lines      map[string]int // front matter key → line
}

// Confidence is how sure the editor is of the whole article.
type Confidence string

// The grades of confidence. Below High an answer adds 以窗口核实为准.
const (
	High   Confidence = "high"
	Medium Confidence = "medium"
	Low    Confidence = "low"
)

// Seen says what we compared with: the original, a copy of it, or a seller's page.
type Seen string

// What was seen of a source.
const (
	Original Seen = "original"
	Copy     Seen = "copy"
	Seller   Seen = "seller"
)

// Source is where an article's facts come from. Date is as precise as known:
// 2023-03-31, 2023-03 or 2023. URL is empty when none is known; none is ever made up.
type Source struct {
	Key   string
	Body  string
	Title string
	Date  string
	URL   string
	Seen  Seen
}

// Statement is one value as stated by one article.
type Statement struct {
	Article *Article
	Line    int
	Scope   []place.Name
	Field   Field
	Item    string // the channel, paper or word; empty for single fields
	Guard   Conditions
	Value   Value
	Flatten bool // the editor means to flatten differences that wider places make
}

// Passage is one question and its answer out of an article's body.
type Passage struct {
	ID         PassageID
	Article    *Article
	Questions  []string    // the heading (or title) and its other wordings
	Utterances []Utterance // what customers said who meant it; it is found by them
	Lead       bool        // it answers the title
	Text       string
	Cases      string   // what the article's cases say, for finding; only where Lead
	Src        []string // keys of the article's sources; empty for all of them
	Line       int
}

// Utterance is something that a customer said, and where it is written down.
type Utterance struct {
	Text string
	File string
	Line int
}

// Sources lists the sources a passage rests on.
func (p *Passage) Sources() []Source {
	var out []Source
	for _, s := range p.Article.Sources {
		if len(p.Src) == 0 || slices.Contains(p.Src, s.Key) {
			out = append(out, s)
		}
	}
	return out
}

// Query asks for passages. Places narrows to passages whose scope contains one
// of them, or the whole country when it is empty.
type Query struct {
	Text     string
	Said     string // the same as the customer said it, for its meaning; Text if empty
	Focus    string // the part of Text that matters most; may be empty
	Places   []place.Name
	Document Document
}

// Match is a passage found. Score, Words and Focus are between 0 and 1.
type Match struct {
	Passage *Passage
	Score   float64 // how well it answers, all things considered
	Words   float64 // how much of the question its own questions cover
	Focus   float64 // the same for the query's focus; low when the focus says little
	Meaning Meaning // how near it is in meaning; zero where that is not known

	// How likely it is by the question's words, as a logarithm: 0 for the likeliest, which
	// is so far ahead of the next.
	Likely, LikelyMargin float64

	// How far it is ahead of the best of the others found, or of what any passage
	// scores, in Words and in Meaning.Texts; below zero where it is behind.
	WordsMargin, MeaningMargin float64
}

// Meaning tells how near a question is to a passage, in cosines; Texts is a
// little more where the passage has few texts.
type Meaning struct {
	Texts   float64 // to the three nearest of its questions and utterances, on average
	Centre  float64 // to the middle of them
	First   float64 // to its first sentence
	Nearest string  // the nearest of them
}

// tellCases gives the words of the cases to the passage that answers the title.
func (a *Article) tellCases() {
	i := slices.IndexFunc(a.Passages, func(p Passage) bool { return p.Lead })
	if i < 0 {
		return
	}
	var words []string
	for _, s := range a.Statements {
		words = append(words, s.Item, s.Value.Say, s.Value.Book, s.Value.Advice)
	}
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	a.Passages[i].Cases = strings.Join(words, "；")
}
