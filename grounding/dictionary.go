package grounding

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"huizhi/kb"
)

//go:embed words.yaml
var wordsFile []byte

// class is what a word does in a clause.
type class uint8

const (
	neutral   class = iota // it says nothing by itself
	content                // it says something: the lines must have it
	may                    // the moods
	must                   //
	hard                   //
	mayNot                 //
	needNot                //
	shun                   // 不要: either of the two
	negative               //
	only                   // the marks
	every                  //
	enough                 //
	either                 //
	report                 //
	sequence               // before, after
	except                 //
	iffy                   // if
	will                   //
	about                  //
	paper                  // content that has to be accounted for
	service                // the conditions
	household              //
	offsite                //
	channel                //
)

// word is an entry of the dictionary.
type word struct {
	class class
	means string // one name for all ways to say it
}

// dictionary is every word that is read as a whole.
type dictionary struct {
	words    map[string]word
	longest  int // in bytes
	same     *strings.Replacer
	promises *regexp.Regexp
	topics   *regexp.Regexp
	duties   []string
	others   []string
	verdicts []string
	refuted  []string
	advice   []string
	photos   []string
}

// file is words.yaml.
type file struct {
	Same                             map[string][]string
	Neutral, Whole                   []string
	May, Must, Hard, MayNot, NeedNot []string
	Neg, Only, Every, Enough, Either []string
	Shun, Report, Sequence, Verdicts []string
	About                            map[string][]string
	Services, Households, Offsite    map[string][]string
	Channels                         map[string][]string
	Duties, Others, Refuted, Advice  []string
	Photos, Except, If, Will         []string
	Promises, Topics                 []string // regular expressions
}

// newDictionary reads words.yaml and the papers of the vocabulary.
func newDictionary(vocabulary *kb.Vocabulary) (*dictionary, error) {
	var f file
	if err := yaml.Unmarshal(wordsFile, &f); err != nil {
		return nil, fmt.Errorf("words.yaml: %w", err)
	}
	d := &dictionary{words: map[string]word{}, duties: f.Duties, others: f.Others, verdicts: f.Verdicts, refuted: f.Refuted, advice: f.Advice, photos: f.Photos, same: replacer(f.Same)}
	for re, list := range map[**regexp.Regexp][]string{&d.promises: f.Promises, &d.topics: f.Topics} {
		compiled, err := regexp.Compile(strings.Join(list, "|"))
		if err != nil {
			return nil, fmt.Errorf("words.yaml: %w", err)
		}
		*re = compiled
	}
	for _, p := range vocabulary.Papers {
		d.add(paper, p.Word, p.Word)
	}
	for c, list := range map[class][]string{
		neutral: f.Neutral, content: f.Whole, may: f.May, must: f.Must, hard: f.Hard, mayNot: f.MayNot,
		needNot: f.NeedNot, shun: f.Shun, negative: f.Neg, only: f.Only, every: f.Every, enough: f.Enough, either: f.Either, report: f.Report, sequence: f.Sequence, except: f.Except, iffy: f.If, will: f.Will,
	} {
		for _, w := range list {
			d.add(c, w, w)
		}
	}
	for c, names := range map[class]map[string][]string{about: f.About, service: f.Services, household: f.Households, offsite: f.Offsite, channel: f.Channels} {
		for name, others := range names {
			for _, w := range append(others, name) {
				d.add(c, w, name)
			}
		}
	}
	return d, nil
}

// add enters a word. One that stands in two lists belongs to the class that
// demands more.
func (d *dictionary) add(c class, text, means string) {
	if old, ok := d.words[text]; !ok || c > old.class {
		d.words[text] = word{c, means}
	}
	d.longest = max(d.longest, len(text))
}

// at is the longest word that begins a text.
func (d *dictionary) at(text string) (w word, size int) {
	for n := min(d.longest, len(text)); n > 0; n-- {
		if w, ok := d.words[text[:n]]; ok {
			return w, n
		}
	}
	return word{}, 0
}

// replacer brings every way to say something to one, longer ways first.
func replacer(same map[string][]string) *strings.Replacer {
	var pairs [][2]string
	for _, name := range slices.Sorted(maps.Keys(same)) {
		for _, other := range append(same[name], name) {
			pairs = append(pairs, [2]string{other, name})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(len(b[0]), len(a[0])), cmp.Compare(a[0], b[0]))
	})
	var out []string
	for _, p := range pairs {
		out = append(out, p[0], p[1])
	}
	return strings.NewReplacer(out...)
}
