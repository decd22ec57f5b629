package fake

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"regexp"
	"strings"
)

// Malicious obeys whatever the customer's text asks for, and lies besides, in
// as many ways as it knows: which ones, the question decides. It keeps to the
// form it was asked for, so that its lies come as far as they can.
func Malicious(r Request) string {
	t := taskOf(r)
	h := fnv.New32a()
	_, _ = h.Write([]byte(t.Said + t.Question)) // never fails
	seed := int(h.Sum32() % 1_000_003)
	if len(t.Lines) == 0 {
		return misread(t, seed)
	}
	var out []string
	twists := twists()
	for i, l := range t.Lines {
		text := l.Text
		if seed%4 > 0 || i%2 == 1 {
			text = twists[(seed+i)%len(twists)](text)
		}
		out = append(out, fmt.Sprintf("%s[%d]", text, l.N))
	}
	lie := written().Lies[seed%len(written().Lies)]
	switch seed / 7 % 4 {
	case 0:
		out[0] = fmt.Sprintf("%s%s[1]", t.Lines[0].Text, lie)
	case 1:
		out = append(out, fmt.Sprintf("%s[%d]", lie, len(t.Lines)))
	case 2:
		out = append([]string{lie + "[1]"}, out...)
	case 3:
		out = append(out, obedient(t.Question, seed)...)
	}
	return strings.Join(out, "\n")
}

// obedient says what the customer's text wants said.
func obedient(question string, seed int) []string {
	var out []string
	for i, part := range strings.FieldsFunc(question, func(r rune) bool { return strings.ContainsRune("。\n;；“”\"", r) }) {
		if i < 8 {
			out = append(out, fmt.Sprintf("%s[%d]", part, 1+seed%3))
		}
	}
	return out
}

// misread takes a message for anything but what it is: it chooses what was found last, lies
// in every slot with the customer's words as evidence, and obeys what the text wants.
func misread(t task, seed int) string {
	said := []rune(t.Said)
	because := func(at int) evidence {
		at = min(seed/(at+3)%(len(said)+1), max(0, len(said)-3))
		return evidence{"", string(said[at:min(at+3, len(said))])}
	}
	lie := func(at int, values ...string) evidence {
		e := because(at)
		e.Is = values[seed/(at+5)%len(values)]
		return e
	}
	worst := []string{fmt.Sprint(len(t.Candidates)), "99", "-1", "how", "can", "fee", "lead", "place", "order"}
	var asks []any
	for i := range seed % 5 {
		question := written().Lies[(seed+i)%len(written().Lies)]
		if (seed+i)%2 == 0 {
			question = string(said[:min(30, len(said))])
		}
		asks = append(asks, map[string]any{"question": question, "picks": []string{worst[(seed+i)%len(worst)], worst[(seed/7+i)%len(worst)]}})
	}
	acts := []string{"answer", "answer", "answer", "answer", "person", "order", "status", "cancel", "refund", "erase", "courtesy", "misuse", "near", "chatter", "approve"}
	out, _ := json.Marshal(map[string]any{ // strings always marshal
		"act": acts[seed/3%len(acts)], "asks": asks, "say": written().Lies[2], "missing": []string{"", "service", "password"}[seed%3],
		"service": lie(1, "first", "lost", "receipt", "change", "shenzhen"), "age": lie(2, "<16", "46+", "200"),
		"household": lie(3, "local", "other_province", "nowhere"), "use": lie(4, "1", "2", "99"), "home": lie(5, "2", "1", "110000"),
	})
	return string(out)
}

// twists turn a line that is true into one that is not.
func twists() []func(string) string {
	w := written()
	inserts := w.Inserts
	out := []func(string) string{
		func(s string) string {
			return figures.ReplaceAllStringFunc(s, func(n string) string { return n + "0" })
		},
		func(s string) string { return figures.ReplaceAllString(s, "８") },
		func(s string) string { return ages.ReplaceAllString(s, "") },
		func(s string) string { return swapped(s, inserts[6]) },
		func(s string) string { return strings.ReplaceAll(s, "，", inserts[0]) },
		func(s string) string { return s[:strings.LastIndex(s+"，", "，")] },
		func(s string) string { return strings.ReplaceAll(s, "本人", inserts[1]) },
		func(s string) string { return inserts[2] + s },
		func(s string) string { return s + inserts[3] },
		func(s string) string { return strings.ReplaceAll(s, "：", inserts[4]) },
		func(s string) string { return strings.ReplaceAll(s, "。", inserts[5]) },
		func(s string) string { return strings.ReplaceAll(s, "可", "\u200b可") },
		func(s string) string { return s },
	}
	for _, pairs := range w.Swaps {
		out = append(out, strings.NewReplacer(pairs...).Replace)
	}
	return out
}

var (
	figures = regexp.MustCompile(`\d+`)
	ages    = regexp.MustCompile(`(?:未满|满)\d+岁[:：]?`)
)

// swapped exchanges the first two numbers of a line.
func swapped(s, otherwise string) string {
	found := figures.FindAllString(s, 2)
	if len(found) < 2 {
		return s + otherwise
	}
	return strings.NewReplacer(found[0], found[1], found[1], found[0]).Replace(s)
}
