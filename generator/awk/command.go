package awk

import (
	"fmt"
	"strings"
)

// Command is awk as a command: args are what stands behind its name. Of c, Vars
// and Args come from there. Options are -v, -F and --; any other is an error.
func Command(args []string, c Config) (status int, err error) {
	c.Vars, c.Args = nil, nil
	for len(args) > 0 && strings.HasPrefix(args[0], "-") && args[0] != "-" {
		if args[0] == "--" {
			args = args[1:]
			break
		}
		if args, err = option(args, &c); err != nil {
			return 2, err
		}
	}
	if len(args) == 0 {
		return 2, fmt.Errorf("awk: no program")
	}
	p, err := Parse(args[0])
	if err != nil {
		return 2, fmt.Errorf("awk: %w", err)
	}
	c.Args = args[1:]
	status, err = p.Run(c)
	if err != nil {
		err = fmt.Errorf("awk: %w", err)
	}
	return status, err
}

// option reads an option and returns the arguments behind it.
func option(args []string, c *Config) ([]string, error) {
	letter, v, rest := args[0][:2], args[0][2:], args[1:]
	if v == "" {
		if len(rest) == 0 {
			return nil, fmt.Errorf("awk: %s without its value", letter)
		}
		v, rest = rest[0], rest[1:]
	}
	switch {
	case letter == "-v" && isOperand(v):
		c.Vars = append(c.Vars, v)
	case letter == "-F" && v != "" && v != "t":
		c.Vars = append(c.Vars, "FS="+v)
	default:
		return nil, fmt.Errorf("awk: the option %s %s is not supported; have -v name=value, -F separator", letter, v)
	}
	return rest, nil
}
