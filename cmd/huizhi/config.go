package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"huizhi/handoff"
	"huizhi/kb"
	"huizhi/phrases"
)

// config is what flags and environment decide. A flag wins over HUIZHI_<NAME>,
// which wins over the file named by HUIZHI_<NAME>_FILE; that is how secrets
// come in without standing in a process list. It is checked before anything opens.
type config struct {
	kb    string // folder of articles; empty for the built-in ones
	plain bool   // no colours, and no cursor that moves

	json    bool // ask
	explain bool

	model  model // ask, chat, eval asks
	asking bool  // the environment may name a model

	place, service, household string // kb show, kb coverage
	age                       int
	all                       bool

	corpus, queries, out string // eval retrieval, kb vectors, train
	labels, report       string // train
	questions            string // eval asks, hostile, failures
	min                  float64
	minTap, maxWrong     float64 // eval wordings
	texts                string  // eval hostile
	number               int     // eval hostile, failures
	mode, listen         string  // eval model
	record, replay       string  // eval asks, contact, messages: folder of a cassette

	data     string // folder of what must survive; empty for the one at home
	older    bool   // check, restore: an older key file does
	damaged  bool   // restore: a backup of damaged records does
	replace  bool   // backup: the one that is there goes
	customer string // chat
	chatting bool
	burst    time.Duration
	hours    handoff.Hours // when agents are there

	telegram telegramConfig // serve, doctor
	web      webConfig      // serve
	ops      string         // serve: the private address
	log      string         // serve: text or json
}

// serveBurst is how long a customer in a chat is given to go on before we reply.
const serveBurst = 1200 * time.Millisecond

// longestBurst is how long a chat may wait for further lines.
const longestBurst = 30 * time.Second

// unknownAge is the age when none is given.
const unknownAge = -1

// withoutArticles are the commands that read no articles.
var withoutArticles = []string{"kb.new", "health", "check", "backup", "restore", "erase"}

// flags declares the flags of a command.
func (c *config) flags(fs *flag.FlagSet, command string) {
	text := func(key string) string { return phrases.Say("flag." + key) }
	if !slices.Contains(withoutArticles, command) {
		fs.StringVar(&c.kb, "kb", "", text("kb"))
	}
	switch command {
	case "ask":
		fs.BoolVar(&c.json, "json", false, text("json"))
		fs.BoolVar(&c.explain, "explain", false, text("explain"))
		c.model.flags(fs, text("model"))
		c.asking = true
	case "chat":
		fs.BoolVar(&c.explain, "explain", false, text("explain"))
		fs.StringVar(&c.data, "data", "", text("data"))
		fs.StringVar(&c.customer, "as", "me", text("as"))
		c.chatting = true
		fs.DurationVar(&c.burst, "burst", 0, text("burst"))
		c.model.flags(fs, text("model"))
		c.asking = true
	case "serve":
		fs.StringVar(&c.data, "data", "", text("data"))
		fs.DurationVar(&c.burst, "burst", serveBurst, text("burst"))
		c.model.flags(fs, text("model"))
		c.asking, c.telegram.wanted = true, true
	case "doctor":
		fs.StringVar(&c.data, "data", "", text("data"))
		c.model.flags(fs, text("model"))
		c.asking, c.telegram.wanted = true, true
	case "check":
		fs.StringVar(&c.data, "data", "", text("data"))
		fs.BoolVar(&c.older, "accept-older-keys", false, text("older"))
	case "restore":
		fs.StringVar(&c.data, "data", "", text("data"))
		fs.BoolVar(&c.older, "accept-older-keys", false, text("older"))
		fs.BoolVar(&c.damaged, "accept-damaged", false, text("damaged"))
	case "backup":
		fs.StringVar(&c.data, "data", "", text("data"))
		fs.BoolVar(&c.replace, "replace", false, text("replace"))
	case "erase", "misses":
		fs.StringVar(&c.data, "data", "", text("data"))
	case "eval.asks":
		fs.StringVar(&c.questions, "questions", "", text("eval_asks"))
		fs.Float64Var(&c.min, "min", 100, text("eval_min"))
		c.model.flags(fs, text("model_only"))
		c.cassette(fs)
	case "eval.contact":
		c.model.flags(fs, text("model_only"))
		c.cassette(fs)
	case "eval.wordings":
		fs.BoolVar(&c.all, "v", false, text("wordings_all"))
		fs.Float64Var(&c.min, "min", 0, text("wordings_min"))
		fs.Float64Var(&c.minTap, "min-tap", 0, text("wordings_tap"))
		fs.Float64Var(&c.maxWrong, "max-wrong", 100, text("wordings_wrong"))
	case "eval.messages":
		fs.BoolVar(&c.all, "v", false, text("messages_all"))
		c.cassette(fs)
	case "eval.hostile":
		fs.StringVar(&c.questions, "questions", "", text("eval_asks"))
		fs.IntVar(&c.number, "n", 50, text("eval_number"))
		fs.StringVar(&c.texts, "texts", "", text("eval_texts"))
	case "eval.failures":
		fs.StringVar(&c.questions, "questions", "", text("eval_asks"))
		fs.IntVar(&c.number, "n", 20, text("eval_number"))
	case "eval.model":
		fs.StringVar(&c.mode, "mode", "sensible", text("eval_mode"))
		fs.StringVar(&c.listen, "listen", "127.0.0.1:11435", text("eval_listen"))
	case "eval.telegram":
		fs.StringVar(&c.listen, "listen", "127.0.0.1:8088", text("eval_listen"))
	case "eval.retrieval":
		fs.StringVar(&c.corpus, "corpus", "", text("eval_corpus"))
		fs.StringVar(&c.queries, "queries", "", text("eval_queries"))
		fs.StringVar(&c.out, "out", "", text("eval_out"))
	case "kb.show":
		fs.StringVar(&c.place, "place", "", text("place"))
		fs.StringVar(&c.service, "service", "", text("service"))
		fs.StringVar(&c.household, "household", "", text("household"))
		fs.IntVar(&c.age, "age", unknownAge, text("age"))
	case "train":
		fs.StringVar(&c.labels, "labels", "eval/labels", text("train_labels"))
		fs.StringVar(&c.questions, "questions", "eval/asks.jsonl", text("eval_asks"))
		fs.StringVar(&c.out, "out", "", text("train_out"))
		fs.StringVar(&c.report, "report", "", text("train_report"))
	case "kb.vectors":
		fs.StringVar(&c.out, "out", "", text("vectors_out"))
	case "kb.coverage":
		fs.StringVar(&c.place, "place", "广东", text("coverage_place"))
		fs.BoolVar(&c.all, "all", false, text("coverage_all"))
	}
}

// complete fills in the environment and checks the whole. All that is wrong is told
// at once.
func (c *config) complete(s surroundings) error {
	var hours string
	wrong := []error{
		s.fill(named{&c.kb, "HUIZHI_KB"}, named{&c.data, "HUIZHI_DATA"}, named{&hours, "HUIZHI_HOURS"}),
		c.serving(s),
	}
	for _, name := range []*string{&c.kb, &c.data, &c.corpus, &c.queries, &c.out, &c.questions, &c.texts, &c.labels, &c.report} {
		*name = s.at(*name)
	}
	var err error
	c.hours, err = readHours(hours)
	c.plain = s.getenv("NO_COLOR") != "" || s.getenv("TERM") == "dumb"
	return errors.Join(append(wrong, err, c.model.complete(s, c.asking), c.check())...)
}

// check refuses what cannot be right.
func (c *config) check() error {
	if c.burst < 0 || c.burst > longestBurst {
		return usageError(phrases.Say("usage.burst", longestBurst))
	}
	if c.customer == "" && c.chatting {
		return usageError(phrases.Say("usage.as"))
	}
	if c.age < unknownAge || c.age > kb.MaxAge {
		return usageError(phrases.Say("usage.age", kb.MaxAge))
	}
	if c.kb == "" {
		return nil
	}
	if info, err := os.Stat(c.kb); err != nil || !info.IsDir() {
		return fmt.Errorf("%s", phrases.Say("config.kb", c.kb))
	}
	return nil
}

// serving fills in what only a desk that serves looks at.
func (c *config) serving(s surroundings) error {
	if !c.telegram.wanted {
		return nil
	}
	err := s.fill(named{&c.ops, "HUIZHI_LISTEN"}, named{&c.log, "HUIZHI_LOG"})
	c.ops, c.log = cmp.Or(c.ops, operateListen), cmp.Or(c.log, logText)
	if c.log != logText && c.log != logJSON {
		err = errors.Join(err, fmt.Errorf("%s", phrases.Say("config.log")))
	}
	return errors.Join(err, c.telegram.complete(s), c.web.complete(s))
}
