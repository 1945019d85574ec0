package powershell

import "strings"

// variable reads $name, $scope:name, ${name}, @name, $$, $? and $^.
func (l *lexer) variable() (Token, error) {
	rest := l.text[l.at:]
	n := variableLength(rest)
	if n == 0 {
		return Token{}, errorAt(l.at, "a $ or @ that begins nothing")
	}
	t := Token{Kind: TokenVar, Start: l.at, End: l.at + n, Text: rest[:n]}
	l.at = t.End
	if !strings.HasPrefix(rest, "${") && n < len(rest) && (rest[n] == ':' || rest[n] == '?') && !strings.HasPrefix(rest[n:], "::") {
		return t, errorAt(l.at, "a %c directly behind a variable, which PowerShell may take for a part of its name; write ${name}", rest[n])
	}
	return t, nil
}

// variableLength is how much of a text that begins with $ or @ is a variable.
func variableLength(s string) int {
	name := nameLength(s[1:], false)
	if name > 0 && len(s) > name+2 && s[name+1] == ':' && scopeLength(s[1:]) == name {
		if more := nameLength(s[name+2:], false); more > 0 {
			return name + 2 + more
		}
	}
	switch {
	case name > 0:
		return name + 1
	case s[0] == '@' || len(s) < 2:
		return 0
	case strings.IndexByte("$?^", s[1]) >= 0:
		return 2
	case s[1] == '{':
		n := 2 + nameLength(s[2:], true)
		if n > 2 && n < len(s) && s[n] == '}' {
			return n + 1
		}
	}
	return 0
}

// nameLength counts the bytes of a name, braced one of ${...}.
func nameLength(s string, braced bool) int {
	n := 0
	for n < len(s) && (letterOrDigit(s[n]) || s[n] == '_' || braced && strings.IndexByte(":()", s[n]) >= 0) {
		n++
	}
	return n
}

// scopeLength counts the letters that s begins with.
func scopeLength(s string) int {
	n := 0
	for n < len(s) && letterOrDigit(s[n]) && (s[n] < '0' || s[n] > '9') {
		n++
	}
	return n
}

// variable reads a variable that is no splat.
func (p *parser) variable() *Variable {
	if p.tok.Kind != TokenVar {
		p.fail(p.tok.Start, "a variable is missing before %q", p.text[p.tok.Start:p.tok.End])
	}
	v := newVariable(p.tok)
	if v.Splat {
		p.fail(v.Start, "%s gives the arguments of a command, and is nothing elsewhere; write $%s", p.tok.Text, v.Name)
	}
	p.advance()
	return v
}

func newVariable(t Token) *Variable {
	name := strings.TrimSuffix(strings.TrimPrefix(t.Text[1:], "{"), "}")
	v := &Variable{Span: Span{t.Start, t.End}, Name: name, Splat: t.Text[0] == '@'}
	if scope, rest, found := strings.Cut(name, ":"); found {
		v.Scope, v.Name = strings.ToLower(scope), rest
	}
	return v
}
