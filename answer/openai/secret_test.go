package openai

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// However they are printed, key and client keep the secret.
func TestTheKeyIsNeverShown(t *testing.T) {
	config := Config{BaseURL: "http://user:" + secret + "@127.0.0.1:1/v1", Key: secret, Model: "trial", Limits: quick()}
	client := New(config)
	config.BaseURL = ""
	_, err := client.Complete(t.Context(), prompt, nil)
	things := map[string]any{
		"key": config.Key, "config": config, "config pointer": &config, "config inside": struct{ C any }{config},
		"keys": []Key{config.Key}, "client": client, "error": err,
	}
	for name, thing := range things {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "% x"} {
			if s := fmt.Sprintf(verb, thing); shows(s) {
				t.Errorf("%s of %s: %s", verb, name, s)
			}
		}
		if s := logged(t, thing); shows(s) {
			t.Errorf("the log shows %s: %s", name, s)
		}
	}
}

// A client does not let fmt walk into what its other callers are changing.
func TestAClientNamesItsModel(t *testing.T) {
	client := New(Config{Model: "trial"})
	if s := fmt.Sprintf("%v %#v", client, client); s != "openai.Client(trial) openai.Client(trial)" {
		t.Error(s)
	}
}

func shows(s string) bool {
	hex := fmt.Sprintf("%x", secret)
	return strings.Contains(s, secret) || strings.Contains(strings.ToLower(strings.ReplaceAll(s, " ", "")), hex)
}

// logged is a thing in JSON and in both of slog's forms.
func logged(t *testing.T, thing any) string {
	t.Helper()
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("thing", "it", thing)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("thing", "it", thing)
	if err := json.NewEncoder(&out).Encode(thing); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTheKeyIsSent(t *testing.T) {
	client, server := play(t, "ok", quick())
	fails(t, client, 1, "")
	if got := server.Requests()[0].Header.Get("Authorization"); got != "Bearer "+secret {
		t.Error("the server was not told the key")
	}
}
