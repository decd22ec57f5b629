package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"huizhi/phrases"
)

// version prints which program this is: what to name when something is wrong.
func version(_ context.Context, c *call) error {
	_, err := fmt.Fprint(c.out, built(build()))
	return err
}

// build is what the Go tool says of this program; nothing if it does not.
func build() *debug.BuildInfo {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info
	}
	return &debug.BuildInfo{}
}

// built is what a build knows of itself, a line each. The Go tool knows the
// revision only where it builds in a clone.
func built(info *debug.BuildInfo) string {
	name := info.Main.Version
	if name == "" || name == "(devel)" {
		name = phrases.Say("version.unnamed")
	}
	lines := []string{
		phrases.Say("version.name", name),
		revision(info.Settings),
		phrases.Say("version.go", runtime.Version(), runtime.GOOS, runtime.GOARCH),
	}
	return strings.Join(lines, "\n") + "\n"
}

// revision is what was built: the commit, its time, and whether there was more.
func revision(settings []debug.BuildSetting) string {
	said := map[string]string{}
	for _, s := range settings {
		said[s.Key] = s.Value
	}
	switch {
	case said["vcs.revision"] == "":
		return phrases.Say("version.no_revision")
	case said["vcs.modified"] == "true":
		return phrases.Say("version.changed", said["vcs.revision"], said["vcs.time"])
	}
	return phrases.Say("version.revision", said["vcs.revision"], said["vcs.time"])
}

// asksVersion reports whether arguments are the flag that other programs have
// for it.
func asksVersion(args []string) bool {
	return len(args) == 1 && slices.Contains([]string{"-version", "--version"}, args[0])
}
