package simulate

import "strings"

// parse takes the flags out of args. A status that is not 0 ends the command.
func (c *cmd) parse(flags map[string]string) int {
	p := flagParser{c: c, here: spec(flags[""] + " " + flags[c.flavour()])}
	all := ""
	for _, list := range flags {
		all += " " + list
	}
	p.anywhere = spec(all)
	c.set = map[string][]string{}
	return p.parse()
}

// A flagRow is what a flag is in the end, and whether it has a value.
type flagRow struct {
	name  string
	value bool
}

func spec(list string) map[string]flagRow {
	rows := map[string]flagRow{}
	for word := range strings.FieldsSeq(list) {
		flag, name, _ := strings.Cut(word, "=")
		flag, value := strings.CutSuffix(flag, ":")
		rows[flag] = flagRow{or(name, flag), value}
	}
	return rows
}

type flagParser struct {
	c              *cmd
	here, anywhere map[string]flagRow
	rest           []string
}

// parse follows getopt: GNU and busybox look for flags behind operands, too.
func (p *flagParser) parse() int {
	var operands []string
	p.rest = p.c.args
	for len(p.rest) > 0 {
		word := p.rest[0]
		p.rest = p.rest[1:]
		status := 0
		switch {
		case word == "--":
			operands = append(operands, p.rest...)
			p.rest = nil
		case strings.HasPrefix(word, "--"):
			status = p.long(word)
		case len(word) > 1 && word[0] == '-':
			status = p.short(word)
		case p.c.flavour() == "bsd":
			operands = append(append(operands, word), p.rest...)
			p.rest = nil
		default:
			operands = append(operands, word)
		}
		if status != 0 {
			return status
		}
	}
	p.c.args = operands
	return 0
}

func (p *flagParser) long(word string) int {
	name, value, has := strings.Cut(word, "=")
	row, ok := p.here[name]
	if !ok {
		return p.unknown(name)
	}
	if row.value && !has {
		return p.take(row.name, name)
	}
	p.c.set[row.name] = append(p.c.set[row.name], value)
	return 0
}

func (p *flagParser) short(word string) int {
	for i := 1; i < len(word); i++ {
		name := word[i : i+1]
		row, ok := p.here[name]
		if !ok {
			return p.unknown(name)
		}
		if !row.value {
			p.c.set[row.name] = append(p.c.set[row.name], "")
			continue
		}
		if i+1 < len(word) {
			p.c.set[row.name] = append(p.c.set[row.name], word[i+1:])
			return 0
		}
		return p.take(row.name, name)
	}
	return 0
}

// take makes the next word the value of a flag.
func (p *flagParser) take(name, as string) int {
	if len(p.rest) == 0 {
		p.c.errorf("option requires an argument -- %s", as)
		return 1
	}
	p.c.set[name] = append(p.c.set[name], p.rest[0])
	p.rest = p.rest[1:]
	return 0
}

func (p *flagParser) unknown(flag string) int {
	if _, elsewhere := p.anywhere[flag]; elsewhere {
		p.c.errorf("unrecognized option: %s", flag)
		return 1
	}
	return p.c.fatal("the simulator does not know %s with the flag %s", p.c.name, flag)
}
