package main

import "slices"

// setting is an environment variable that Huizhi looks at. Each may be said by a
// file too, which NAME_FILE names. What it means is the phrase "setting.<name>".
type setting struct {
	name     string
	standard string   // the value when it is not set; empty if "setting.<name>.unset" says what happens then
	example  string   // a value; of a secret, the path of a file that holds it
	commands []string // those that go by it; none for all that read articles
	secret   bool
}

// The commands that go by the same settings.
var (
	talkCommands       = []string{"chat", "serve"}
	dataCommands       = []string{"chat", "serve", "doctor", "misses", "check", "backup", "restore", "erase"} // the data
	modelCommands      = []string{"ask", "chat", "serve", "doctor"}                                           // a model, if one is set
	namedModelCommands = append(slices.Clip(modelCommands), "eval.asks", "eval.contact")                      // a model, if one is named
	deskCommands       = []string{"serve", "doctor"}
)

// settings are all that there are. docs/configuration.md is written from them.
var settings = []setting{
	{name: "HUIZHI_DATA", example: "/var/lib/huizhi", commands: dataCommands},
	{name: "HUIZHI_KEY", example: "/etc/huizhi/key", commands: dataCommands, secret: true},
	{name: "HUIZHI_KB", example: "/srv/huizhi/articles"},
	{name: "HUIZHI_HOURS", example: "mon-fri 09:00-18:00, sat 09:00-12:00", commands: talkCommands},

	{name: "HUIZHI_MODEL", example: "qwen3", commands: modelCommands},
	{name: "OPENAI_MODEL", example: "qwen3", commands: modelCommands},
	{name: "OPENAI_BASE_URL", example: "http://127.0.0.1:11434/v1", commands: namedModelCommands},
	{name: "OPENAI_API_KEY", example: "/etc/huizhi/model-key", commands: namedModelCommands, secret: true},
	{name: "HUIZHI_WORDING", standard: wordingOn, example: wordingOff, commands: namedModelCommands},

	{name: "TELEGRAM_BOT_TOKEN", example: "/etc/huizhi/token", commands: deskCommands, secret: true},
	{name: "TELEGRAM_API_URL", example: "http://127.0.0.1:8081", commands: deskCommands},
	{name: "HUIZHI_WEBHOOK", example: "https://desk.example/telegram", commands: deskCommands},
	{name: "HUIZHI_WEBHOOK_LISTEN", standard: hookListen, example: "127.0.0.1:9443", commands: deskCommands},
	{name: "HUIZHI_TELEGRAM_BUDGET", standard: "30/1s 3/3s 20/1m", example: "20/1s 2/3s 15/1m", commands: deskCommands},
	{name: "HUIZHI_ALERTS", example: "-1001234567890", commands: deskCommands},

	{name: "HUIZHI_WEB", standard: "127.0.0.1:8080", example: "off", commands: deskCommands},
	{name: "HUIZHI_WEB_URL", example: "https://desk.example", commands: deskCommands},
	{name: "HUIZHI_WEB_CERT", example: "/etc/huizhi/cert.pem", commands: deskCommands},
	{name: "HUIZHI_WEB_CERT_KEY", example: "/etc/huizhi/cert-key.pem", commands: deskCommands},
	{name: "HUIZHI_WEB_PROXIES", example: "127.0.0.1/32", commands: deskCommands},
	{name: "HUIZHI_WEB_ORIGINS", example: "https://shop.example", commands: deskCommands},

	{name: "HUIZHI_LISTEN", standard: operateListen, example: "10.0.0.5:9464", commands: append(slices.Clip(deskCommands), "health")},
	{name: "HUIZHI_LOG", standard: logText, example: logJSON, commands: deskCommands},
}

// inFile is the end of a variable that names a file.
const inFile = "_FILE"

func isSetting(name string) bool {
	return slices.ContainsFunc(settings, func(s setting) bool { return s.name == name })
}

// given are the settings that an environment holds, by the variable that says
// them.
func given(getenv func(string) string) (names []string) {
	for _, s := range settings {
		switch {
		case getenv(s.name) != "":
			names = append(names, s.name)
		case getenv(s.name+inFile) != "":
			names = append(names, s.name+inFile)
		}
	}
	return names
}
