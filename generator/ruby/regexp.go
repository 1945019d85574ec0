package ruby

import "strings"

// A pattern reads a regular expression, so that one that Ruby cannot compile,
// which it says when it parses the file, is refused here too. Rare things that
// Ruby would take are left out: back references, sets within sets, {, flags in
// the middle, and what counts differently with the flag x.
type pattern struct {
	l       *lexer
	at, end int
	depth   int
}

func (p *pattern) fail(what string) { p.l.fail(p.at, "a regular expression with %s", what) }

func (p *pattern) next() byte {
	if p.at < p.end {
		return p.l.text[p.at]
	}
	return 0
}

func (p *pattern) take(s string) bool {
	if strings.HasPrefix(p.l.text[p.at:p.end], s) {
		p.at += len(s)
		return true
	}
	return false
}

// alternatives reads up to the end or to the ) that closes a group.
func (p *pattern) alternatives() {
	if p.depth++; p.depth > 100 {
		p.fail("brackets inside each other, too deep")
	}
	for p.at < p.end && p.next() != ')' {
		if !p.take("|") && p.atom() {
			p.repeat()
		}
	}
	p.depth--
}

// atom reads what matches, and says whether it can be repeated.
func (p *pattern) atom() bool {
	switch c := p.next(); {
	case p.take("("):
		return p.group()
	case p.take("["):
		p.set()
		return true
	case c == '\\':
		return p.escape(`bBAzZ`)
	case strings.IndexByte("*+?{", c) >= 0:
		p.fail("nothing before a " + string(c))
	case c == ']':
		p.fail("a ] too many")
	case c == '^' || c == '$':
		p.at++
		return false
	}
	p.at++
	return true
}

// lookarounds are the groups that match no text; what stands in the last two
// must be of a fixed length, which only plain characters surely are.
var lookarounds = []string{"?=", "?!", "?<=", "?<!"}

func (p *pattern) group() bool {
	repeats := true
	open := p.at
	for _, sign := range lookarounds {
		if repeats && p.take(sign) {
			repeats = false
		}
	}
	behind := !repeats && p.l.text[open+1] == '<'
	if repeats && !p.take("?:") && p.take("?<") {
		end := p.l.name(p.at)
		if end == p.at || !letter(p.next()) || end >= p.end || p.l.text[end] != '>' {
			p.fail("an odd name of a group")
		}
		p.at = end + 1
	}
	if p.next() == '?' {
		p.fail("a (? that begins no plain group")
	}
	from := p.at
	p.alternatives()
	if behind && strings.ContainsAny(p.l.text[from:p.at], "*+?{|(") {
		p.fail("more than plain characters in a look-behind")
	}
	if !p.take(")") {
		p.fail("a ( too many")
	}
	return repeats
}

// escape reads a backslash and what it stands for, and says whether it can be
// repeated, as the anchors cannot.
func (p *pattern) escape(anchors string) bool {
	p.at++
	c := p.next()
	switch {
	case strings.IndexByte(anchors, c) >= 0 && c != 0:
		p.at++
		return false
	case strings.IndexByte("dDwWsShHntrfve", c) < 0 && (letter(c) && c != '_' || '0' <= c && c <= '9' || c >= 0x80 || c < ' '):
		p.fail("an escape that formulae do not need")
	}
	p.at++
	return true
}

// set reads [ ] behind its [.
func (p *pattern) set() {
	p.take("^")
	for first := true; ; first = false {
		switch {
		case p.next() == ']' && first:
			p.fail("an empty [ ]")
		case p.take("]"):
			return
		case strings.HasPrefix(p.l.text[p.at:p.end], "&&"):
			p.fail("a && in [ ]")
		}
		low, single := p.member()
		if p.next() != '-' || p.at+1 < p.end && p.l.text[p.at+1] == ']' {
			continue
		}
		p.at++
		if high, ok := p.member(); !ok || !single || high < low || p.next() == '-' {
			p.fail("an odd range in [ ]")
		}
	}
}

// classes are the sets with names, as [:alpha:].
var classes = strings.Fields("alnum alpha blank cntrl digit graph lower print punct space upper xdigit word ascii")

// member reads one character of a [ ]; single is false for what stands for
// several.
func (p *pattern) member() (c byte, single bool) {
	c = p.next()
	switch {
	case p.at >= p.end || c >= 0x80:
		p.fail("a [ ] without its end, or with more than ASCII")
	case c == '[':
		for _, name := range classes {
			if p.take("[:" + name + ":]") {
				return 0, false
			}
		}
		p.fail("a [ inside [ ]")
	case c == '\\':
		p.escape("")
		c = p.l.text[p.at-1]
		return c, !letter(c)
	}
	p.at++
	return c, true
}

// repeat reads * + ? or {n,m}, and the ? behind it that makes it lazy.
func (p *pattern) repeat() {
	switch {
	case p.take("*") || p.take("+") || p.take("?"):
	case p.take("{"):
		low, okLow := p.count()
		high, okHigh := low, okLow
		if p.take(",") {
			if high, okHigh = p.count(); !okHigh {
				high = low
			}
		}
		if !okLow || high < low || !p.take("}") {
			p.fail("an odd { }")
		}
	default:
		return
	}
	p.take("?")
	if c := p.next(); strings.IndexByte("*+?{", c) >= 0 && c != 0 {
		p.fail("a " + string(c) + " behind another")
	}
}

// count reads a number of up to four digits.
func (p *pattern) count() (n int, ok bool) {
	for from := p.at; '0' <= p.next() && p.next() <= '9' && p.at < from+4; p.at++ {
		n, ok = 10*n+int(p.next()-'0'), true
	}
	return n, ok
}
