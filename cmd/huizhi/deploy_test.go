package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// deployed reads a file of those that operators run the desk with.
func deployed(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// composed is what we look at in a compose file.
type composed struct {
	Services map[string]struct {
		Build struct {
			Context, Dockerfile string
		}
		Environment map[string]string
		Grace       time.Duration `yaml:"stop_grace_period"`
		Secrets     []string
		Volumes     []string
	}
	Secrets map[string]struct{ File string }
	Volumes map[string]any
}

// compose is what a desk is composed of: on the page alone, or with more.
func compose(t *testing.T, more ...string) (c composed) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(deployed(t, "compose.yaml")), &c); err != nil {
		t.Fatal(err)
	}
	desk := c.Services["desk"]
	for _, name := range more {
		var part composed
		if err := yaml.Unmarshal([]byte(deployed(t, name)), &part); err != nil {
			t.Fatal(err)
		}
		maps.Copy(desk.Environment, part.Services["desk"].Environment)
		desk.Secrets = append(desk.Secrets, part.Services["desk"].Secrets...)
		maps.Copy(c.Secrets, part.Secrets)
	}
	c.Services["desk"] = desk
	return c
}

// A name that is no setting would do nothing, and nobody would be told.
func TestDeploymentsNameSettings(t *testing.T) {
	names := slices.Collect(maps.Keys(compose(t, "telegram.yaml").Services["desk"].Environment))
	for file, line := range map[string]string{
		"huizhi.service": `(?m)^Environment=(\w+)=`, "Dockerfile": `(?m)^ENV (\w+)=`, "compose.yaml": `\$\{(\w+)`, "telegram.yaml": `\$\{(\w+)`,
	} {
		found := regexp.MustCompile(line).FindAllStringSubmatch(deployed(t, file), -1)
		if len(found) == 0 {
			t.Errorf("%s sets nothing", file)
		}
		for _, m := range found {
			names = append(names, m[1])
		}
	}
	for _, name := range names {
		if !isSetting(strings.TrimSuffix(name, inFile)) {
			t.Errorf("%s is no setting", name)
		}
	}
}

// Who is told to stop is given the time to do it: to drain, and to end connections.
func TestDeploymentsGiveTimeToStop(t *testing.T) {
	const least = drainTime + 10*time.Second
	m := regexp.MustCompile(`(?m)^TimeoutStopSec=(\d+)$`).FindStringSubmatch(deployed(t, "huizhi.service"))
	if m == nil {
		t.Fatal("the unit does not say how long")
	}
	unit, err := time.ParseDuration(m[1] + "s")
	if err != nil {
		t.Fatal(err)
	}
	if grace := compose(t).Services["desk"].Grace; unit < least || grace < least {
		t.Errorf("%v and %v, want %v", unit, grace, least)
	}
}

// A desk on the page alone starts with its key, and no other file.
func TestDeploymentsNeedTheKeyAlone(t *testing.T) {
	if got := compose(t).Services["desk"].Secrets; !slices.Equal(got, []string{"key"}) {
		t.Errorf("the container needs %q", got)
	}
	if got := regexp.MustCompile(`(?m)^LoadCredential=.*`).FindAllString(deployed(t, "huizhi.service"), -1); !slices.Equal(got, []string{"LoadCredential=key:/etc/huizhi/key"}) {
		t.Errorf("the unit needs %q", got)
	}
	if all := deployed(t, "compose.yaml") + deployed(t, "huizhi.service"); regexp.MustCompile(`(?m)^[^#\n]*TELEGRAM`).MatchString(all) {
		t.Error("they name what only Telegram needs")
	}
}

// What the desk is told to read in its container is mounted there, and what it
// writes to is kept.
func TestComposeMountsWhatItNames(t *testing.T) {
	c := compose(t, "telegram.yaml")
	desk := c.Services["desk"]
	for name, value := range desk.Environment {
		if secret, ok := strings.CutPrefix(value, "/run/secrets/"); ok && (!slices.Contains(desk.Secrets, secret) || c.Secrets[secret].File == "") {
			t.Errorf("%s names %s, which is not mounted", name, value)
		}
	}
	image := deployed(t, "Dockerfile")
	for _, v := range desk.Volumes {
		volume, at, _ := strings.Cut(v, ":")
		if _, ok := c.Volumes[volume]; !ok || !strings.Contains(image, "--chown=65532:65532 /out"+at+" "+at+"\n") {
			t.Errorf("%s is no volume that the desk can write to", v)
		}
	}
	if _, err := os.Stat(filepath.Join("..", "..", "deploy", desk.Build.Context, desk.Build.Dockerfile)); err != nil {
		t.Error(err)
	}
}

// The secrets lie beside the compose file: neither the image nor Git gets them.
func TestSecretsStayOut(t *testing.T) {
	ignored, err := os.ReadFile("../../.gitignore")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/deploy/secrets", "/deploy/.env"} {
		for _, text := range []string{string(ignored), deployed(t, "Dockerfile.dockerignore")} {
			if !strings.Contains(text, "\n"+path) {
				t.Errorf("%s is not kept out", path)
			}
		}
	}
}

// The image asks with a command that there is.
func TestImageRunsCommands(t *testing.T) {
	for _, m := range regexp.MustCompile(`(?m)CMD \[(?:"/huizhi", )?"(\w+)"\]$`).FindAllStringSubmatch(deployed(t, "Dockerfile"), -1) {
		if root.below(m[1:]) < 0 {
			t.Errorf("there is no huizhi %s", m[1])
		}
	}
}
