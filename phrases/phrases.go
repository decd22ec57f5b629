// Package phrases holds every sentence that a customer, an agent or an editor
// reads, in one catalogue: zh-Hans.yaml. Code names a phrase by its key and
// hands over the arguments; it never holds the words. A test reads the whole
// program's source and fails when a key is missing, unused, or called with the
// wrong number of arguments.
package phrases

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed zh-Hans.yaml
var source []byte

// catalogue is read once, on first use, and never changes.
var catalogue = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	if err := yaml.Unmarshal(source, &out); err != nil {
		panic(fmt.Sprintf("phrases: zh-Hans.yaml: %v", err))
	}
	return out
})

// Say returns the phrase with its arguments filled in. An unknown key comes
// back as itself, so that a slip is visible and harms nobody.
func Say(key string, args ...any) string {
	text, ok := catalogue()[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// Keys lists the catalogue, sorted.
func Keys() []string { return slices.Sorted(maps.Keys(catalogue())) }

// All lists the phrases, in the order of their keys, with their verbs as they stand.
func All() (out []string) {
	for _, key := range Keys() {
		out = append(out, catalogue()[key])
	}
	return out
}

// verb is a formatting verb with its argument's number, if it has one.
var verb = regexp.MustCompile(`%(?:\[(\d)\])?[sdv]`)

// Arguments counts the arguments a phrase takes; ok is false for no such key.
func Arguments(key string) (n int, ok bool) {
	text, ok := catalogue()[key]
	for _, m := range verb.FindAllStringSubmatch(strings.ReplaceAll(text, "%%", ""), -1) {
		if at, err := strconv.Atoi(m[1]); err == nil {
			n = max(n, at)
		} else {
			n++
		}
	}
	return n, ok
}
