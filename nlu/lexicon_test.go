package nlu

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"huizhi/kb/place"
)

// sections are the word lists of lexicon.yaml by name, as they stand.
func sections(t *testing.T) (f file, lists map[string]branches) {
	t.Helper()
	if err := yaml.Unmarshal(lexiconFile, &f); err != nil {
		t.Fatal(err)
	}
	lists = maps.Clone(f.Cues)
	for name, list := range f.Aspects {
		lists["aspects/"+string(name)] = list
	}
	for name, list := range f.Intents {
		lists["intents/"+string(name)] = list
	}
	for name, list := range f.Households {
		lists["households/"+name] = list
	}
	for name, list := range f.Implies {
		lists["implies/"+string(name)] = list
	}
	for _, a := range f.Ages {
		lists["ages"] = append(lists["ages"], a.Words...) // the first that matches counts
	}
	return f, lists
}

func TestLexiconSaysNothingTwice(t *testing.T) {
	_, lists := sections(t)
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		seen := map[string]bool{}
		for _, line := range lists[name] {
			if seen[line] {
				t.Errorf("lexicon.yaml: %s: %s stands there twice", name, line)
			}
			seen[line] = true
		}
	}
}

// Each line is whole by itself: joined with others, half of a group would
// take its neighbours in.
func TestLexiconLinesCompile(t *testing.T) {
	_, lists := sections(t)
	for _, name := range slices.Sorted(maps.Keys(lists)) {
		for _, line := range lists[name] {
			if _, err := regexp.Compile(line); err != nil {
				t.Errorf("lexicon.yaml: %s: %v", name, err)
			}
		}
	}
}

// cueNamed is how Go names a cue.
var cueNamed = regexp.MustCompile(`(?:cues\[|[sS]ays\(|OfApplicant\()"(\w+)"`)

// A cue that only one of the two names is a slip: looking it up gives nil.
func TestCuesAreThoseThatGoNames(t *testing.T) {
	f, _ := sections(t)
	named := map[string]bool{}
	files, err := filepath.Glob("*.go")
	readers, err2 := filepath.Glob("../answer/*.go")
	if err != nil || err2 != nil || len(files) == 0 || len(readers) == 0 {
		t.Fatal(files, readers, err, err2)
	}
	for _, name := range slices.Concat(files, readers) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, m := range cueNamed.FindAllStringSubmatch(string(text), -1) {
			named[m[1]] = true
			if len(f.Cues[m[1]]) == 0 {
				t.Errorf("%s: lexicon.yaml has no %s", name, m[1])
			}
		}
	}
	for _, cue := range slices.Sorted(maps.Keys(f.Cues)) {
		if !named[cue] {
			t.Errorf("lexicon.yaml: nobody asks for %s", cue)
		}
	}
}

// The other sections are looked up by constants of Go.
func TestLexiconNamesWhatGoKnows(t *testing.T) {
	f, _ := sections(t)
	places := newTestLanguage(t).places
	same(t, "aspects", slices.Collect(maps.Keys(f.Aspects)), aspectOrder)
	same(t, "intents", slices.Collect(maps.Keys(f.Intents)), intents)
	var known []string
	for _, h := range households {
		known = append(known, h.word)
	}
	same(t, "households", slices.Collect(maps.Keys(f.Households)), known)
	for _, name := range slices.Sorted(maps.Keys(f.Implies)) {
		if _, ok := places.Place(place.Name(name)); !ok {
			t.Errorf("lexicon.yaml: implies: there is no %s", name)
		}
	}
}

// same compares two lists without their order.
func same[T ~string](t *testing.T, what string, yaml, code []T) {
	t.Helper()
	yaml, code = slices.Sorted(slices.Values(yaml)), slices.Sorted(slices.Values(code))
	if !slices.Equal(yaml, code) {
		t.Errorf("lexicon.yaml: %s are %q, Go knows %q", what, yaml, code)
	}
}
