package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"huizhi/phrases"
)

// command is one node of the tree: it runs, has commands below it, or both. Its
// help texts are the phrases "help.<name>" (one line) and "help.<name>.long".
type command struct {
	name string // words joined with a dot, as in the phrase keys
	args string // phrase key of what follows the flags
	run  func(ctx context.Context, c *call) error
	sub  []command
	bare bool // looks at no setting: it works whatever is set
	wary bool // runs even if a setting is wrong, and tells that itself
}

// root is every subcommand there is.
var root = command{name: "huizhi", sub: []command{
	{name: "ask", args: "help.args.question", run: ask},
	{name: "chat", run: chat},
	{name: "serve", run: serve},
	{name: "doctor", run: doctor, wary: true},
	{name: "health", run: health},
	{name: "settings", run: reference, bare: true},
	{name: "misses", run: misses},
	{name: "check", run: check},
	{name: "backup", args: "help.args.folder", run: backup},
	{name: "restore", args: "help.args.folder", run: restore},
	{name: "erase", args: "help.args.customer", run: erase},
	{name: "eval", run: evalGolden, sub: []command{
		{name: "eval.asks", run: evalAsks},
		{name: "eval.wordings", args: "help.args.file", run: evalWordings},
		{name: "eval.contact", args: "help.args.files", run: evalContact},
		{name: "eval.messages", args: "help.args.files", run: evalMessages},
		{name: "eval.readers", args: "help.args.files", run: evalReaders},
		{name: "eval.retrieval", run: evalRetrieval},
		{name: "eval.model", run: evalModel},
		{name: "eval.telegram", run: evalTelegram},
		{name: "eval.hostile", run: evalHostile},
		{name: "eval.failures", run: evalFailures},
	}},
	{name: "train", run: train},
	{name: "kb", sub: []command{
		{name: "kb.lint", run: kbLint},
		{name: "kb.coverage", run: kbCoverage},
		{name: "kb.new", run: kbNew},
		{name: "kb.list", run: kbList},
		{name: "kb.show", run: kbShow},
		{name: "kb.vectors", run: kbVectors},
	}},
	{name: "version", run: version, bare: true},
}}

// call is one run of a command.
type call struct {
	surroundings
	config config
	args   []string
	flags  []string // those that were given, "-data"
	misset error    // what is wrong with the settings, for a command that is wary
}

// usageError is a command line that was not understood.
type usageError string

func (e usageError) Error() string { return string(e) }

// errSilent ends a command whose failure has already been told.
var errSilent = errors.New("failed")

// dispatch walks down the tree and runs what it arrives at.
func dispatch(ctx context.Context, cmd command, path string, c *call, args []string) error {
	if cmd.run != nil && cmd.below(args) < 0 {
		return runCommand(ctx, cmd, path, c, args)
	}
	if len(args) == 0 || isHelp(args[0]) && len(args) == 1 {
		fmt.Fprint(c.out, overview(cmd, path))
		return nil
	}
	if isHelp(args[0]) {
		args = append(args[1:], "-h") // help ask is ask -h
	}
	i := cmd.below(args)
	if i < 0 {
		return usageError(phrases.Say("usage.no_command", path, args[0], path))
	}
	return dispatch(ctx, cmd.sub[i], path+" "+args[0], c, args[1:])
}

// below is the number of the command below that the first argument names, or -1.
func (c command) below(args []string) int {
	return slices.IndexFunc(c.sub, func(s command) bool { return len(args) > 0 && s.word() == args[0] })
}

// word is the last word of a command's name: what is typed.
func (c command) word() string { return c.name[strings.LastIndex(c.name, ".")+1:] }

func isHelp(arg string) bool { return slices.Contains([]string{"-h", "-help", "--help", "help"}, arg) }

// runCommand reads flags and environment, checks them, and runs.
func runCommand(ctx context.Context, cmd command, path string, c *call, args []string) error {
	flags := flag.NewFlagSet(path, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	if !cmd.bare {
		c.config.flags(flags, cmd.name)
	}
	err := c.parse(flags, args)
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(c.out, manual(cmd, path, flags))
		return nil
	}
	if err != nil {
		return usageError(phrases.Say("usage.flags", err, path))
	}
	if len(c.args) > 0 && cmd.args == "" {
		return usageError(phrases.Say("usage.extra", path, c.args[0], path))
	}
	flags.Visit(func(f *flag.Flag) { c.flags = append(c.flags, "-"+f.Name) })
	if !cmd.bare {
		c.misset = c.config.complete(c.surroundings)
	}
	if c.misset != nil && !cmd.wary {
		return c.misset
	}
	return cmd.run(ctx, c)
}

// parse reads flags wherever they stand: before or after what they are for.
func (c *call) parse(flags *flag.FlagSet, args []string) error {
	for {
		if err := flags.Parse(args); err != nil || flags.NArg() == 0 {
			return err
		}
		c.args, args = append(c.args, flags.Arg(0)), flags.Args()[1:]
	}
}

// overview lists the commands below a node.
func overview(cmd command, path string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n%s", phrases.Say("help."+cmd.name), phrases.Say("help.usage", path), listed(cmd))
	fmt.Fprintf(&b, "\n%s\n%s\n", phrases.Say("help.more", path), phrases.Say("help.status"))
	return b.String()
}

// listed is a line for each command below a node.
func listed(cmd command) string {
	var b strings.Builder
	for _, s := range cmd.sub {
		fmt.Fprintf(&b, "  %-10s %s\n", s.word(), phrases.Say("help."+s.name))
	}
	return b.String()
}

// manual is the help of one command.
func manual(cmd command, path string, flags *flag.FlagSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s", phrases.Say("help."+cmd.name), phrases.Say("help.form", path))
	if cmd.args != "" {
		fmt.Fprintf(&b, " %s", phrases.Say(cmd.args))
	}
	fmt.Fprintf(&b, "\n\n%s\n", phrases.Say("help."+cmd.name+".long"))
	if !cmd.bare {
		fmt.Fprintln(&b, phrases.Say("help.flags"))
	}
	flags.VisitAll(func(f *flag.Flag) { fmt.Fprintf(&b, "  -%-12s %s\n", f.Name, f.Usage) })
	if len(cmd.sub) > 0 {
		fmt.Fprintf(&b, "\n%s", phrases.Say("help.below"))
		b.WriteString(listed(cmd))
	}
	return b.String()
}
