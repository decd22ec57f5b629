package tgtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"unicode/utf8"
)

// settings are what the bot says of itself, by language; commands by scope and
// language.
type settings struct {
	commands    map[string][]Command
	description map[string]string
	short       map[string]string
}

// Command is a command of the bot's menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// Limits of what a bot may say of itself, characters.
const (
	mostCommands       = 100
	longestExplanation = 256
	longestDescription = 512
	longestShort       = 120
)

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

// meForm is what getMe tells.
type meForm struct {
	userForm
	JoinGroups   bool `json:"can_join_groups"`
	ReadAll      bool `json:"can_read_all_group_messages"`
	Inline       bool `json:"supports_inline_queries"`
	Business     bool `json:"can_connect_to_business"`
	WebApp       bool `json:"has_main_web_app"`
	Topics       bool `json:"has_topics_enabled"`
	UserTopics   bool `json:"allows_users_to_create_topics"`
	ManageBots   bool `json:"can_manage_bots"`
	JoinRequests bool `json:"supports_join_request_queries"`
}

// getMe is the method.
func (s *Server) getMe(*request) (any, *Refusal) {
	return meForm{userForm: s.me, JoinGroups: true, Topics: s.options.PrivateTopics}, nil
}

// scope is for whom commands are, as a key: its JSON, made the same each time.
func scope(q *request) string {
	var fields map[string]any
	if q.decode("scope", &fields) != nil || fields == nil || fields["type"] == "default" {
		return ""
	}
	raw, _ := json.Marshal(fields)
	return string(raw)
}

// commandsKey is where a list of commands is kept.
func commandsKey(scope, language string) string { return language + " " + scope }

// setMyCommands is the method.
func (s *Server) setMyCommands(q *request) (any, *Refusal) {
	var all []Command
	if err := q.decode("commands", &all); err != nil {
		return nil, bad("can't parse commands: %v", err)
	}
	if len(all) > mostCommands {
		return nil, bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range all {
		if !commandName.MatchString(c.Command) {
			return nil, bad("BOT_COMMAND_INVALID")
		}
		if n := utf8.RuneCountInString(c.Description); n < 1 || n > longestExplanation {
			return nil, bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	if s.settings.commands == nil {
		s.settings.commands = map[string][]Command{}
	}
	s.settings.commands[commandsKey(scope(q), q.text("language_code"))] = all
	return true, nil
}

// getMyCommands is the method.
func (s *Server) getMyCommands(q *request) (any, *Refusal) {
	all := s.settings.commands[commandsKey(scope(q), q.text("language_code"))]
	if all == nil {
		all = []Command{}
	}
	return all, nil
}

// deleteMyCommands is the method.
func (s *Server) deleteMyCommands(q *request) (any, *Refusal) {
	delete(s.settings.commands, commandsKey(scope(q), q.text("language_code")))
	return true, nil
}

// setMyDescription is the method.
func (s *Server) setMyDescription(q *request) (any, *Refusal) {
	return describe(&s.settings.description, q, "description", longestDescription)
}

// setMyShortDescription is the method.
func (s *Server) setMyShortDescription(q *request) (any, *Refusal) {
	return describe(&s.settings.short, q, "short_description", longestShort)
}

// describe keeps a text for a language.
func describe(in *map[string]string, q *request, parameter string, longest int) (any, *Refusal) {
	text := q.text(parameter)
	if utf8.RuneCountInString(text) > longest {
		return nil, bad("%s is too long", parameter)
	}
	if *in == nil {
		*in = map[string]string{}
	}
	(*in)[q.text("language_code")] = text
	return true, nil
}

// Commands are what was set for everybody, for a language; "" is for those
// without a list of their own.
func (s *Server) Commands(language string) []Command { return s.CommandsIn("", language) }

// CommandsIn are what was set for a scope, given as JSON: {"type":"chat","chat_id":-100}.
func (s *Server) CommandsIn(scopeJSON, language string) []Command {
	q := &request{values: map[string]string{"scope": scopeJSON}}
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.settings.commands[commandsKey(scope(q), language)])
}

// Description is what stands in an empty chat, for a language.
func (s *Server) Description(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.description[language]
}

// ShortDescription is what stands on the bot's page, for a language.
func (s *Server) ShortDescription(language string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.settings.short[language]
}
