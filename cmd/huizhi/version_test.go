package main

import (
	"runtime/debug"
	"strings"
	"testing"
)

func TestBuilt(t *testing.T) {
	vcs := func(modified string) []debug.BuildSetting {
		return []debug.BuildSetting{
			{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "79e29b4c"},
			{Key: "vcs.time", Value: "2026-11-29T10:00:00Z"}, {Key: "vcs.modified", Value: modified},
		}
	}
	for name, row := range map[string]struct {
		info debug.BuildInfo
		want []string
		not  string
	}{
		"a release": {debug.BuildInfo{Main: debug.Module{Version: "v1.2.0"}, Settings: vcs("false")}, []string{"v1.2.0", "79e29b4c", "2026-11-29T10:00:00Z"}, "改动"},
		"changed":   {debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: vcs("true")}, []string{"没有版本号", "79e29b4c", "还有没提交的改动"}, "devel"},
		"no clone":  {debug.BuildInfo{}, []string{"没有版本号", "没有记下是哪个提交"}, "改动"},
	} {
		text := built(&row.info)
		for _, want := range append(row.want, "go1.") {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%s", name, want, text)
			}
		}
		if strings.Contains(text, row.not) {
			t.Errorf("%s says %q:\n%s", name, row.not, text)
		}
	}
}
