package lint

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// fieldMark stands before each element in the value of an array.
const fieldMark = "\x1e"

// longest is how long a value of unknown parts gets before it is one symbol.
const longest = 512

// A fixedWord is a word that is the same in every run, or is not.
type fixedWord struct {
	text  value
	known bool
}

// word is the value of a word that is not split.
func (f *shFlow) word(w *syntax.Word, st *flowState) value {
	if w == nil {
		return ""
	}
	fixed, seen := f.fixed[w]
	if !seen {
		if text, ok := literal(w); ok && !strings.HasPrefix(text, "~") {
			fixed = fixedWord{text, true}
		}
		f.fixed[w] = fixed
	}
	if fixed.known {
		return fixed.text
	}
	v := f.concat(w.Parts, st, false)
	if len(v) > longest && !isConst(v) {
		return f.derived("long", f.unknown(offset(w), "..."))
	}
	return v
}

// concat puts the values of parts together.
func (f *shFlow) concat(parts []syntax.WordPart, st *flowState, quoted bool) value {
	if len(parts) == 1 {
		return f.part(parts[0], st, quoted, true)
	}
	from := len(f.text) // behind it is the text of the words around this one
	for i, part := range parts {
		v := f.part(part, st, quoted, i == 0)
		f.text = append(f.text, v...)
	}
	v := f.values[f.internText(f.text[from:])]
	f.text = f.text[:from]
	return v
}

func (f *shFlow) part(part syntax.WordPart, st *flowState, quoted, first bool) value {
	switch part := part.(type) {
	case *syntax.Lit:
		if quoted {
			return unescapedInQuotes(part.Value)
		}
		if rest, ok := strings.CutPrefix(part.Value, "~"); ok && first && (rest == "" || rest[0] == '/') {
			return f.env("HOME") + unescaped(rest)
		}
		return unescaped(part.Value)
	case *syntax.SglQuoted:
		return part.Value
	case *syntax.DblQuoted:
		return f.concat(part.Parts, st, true)
	case *syntax.ParamExp:
		return f.param(part, st)
	case *syntax.CmdSubst:
		return f.subst(part, st)
	case *syntax.ProcSubst:
		return f.symbol("process "+strconv.Itoa(offset(part)), symbol{name: "<(...)", temp: true, other: true})
	}
	return f.unknown(offset(part), "...")
}

func (f *shFlow) subst(node *syntax.CmdSubst, st *flowState) value {
	for i := len(st.subs) - 1; i >= 0; i-- {
		if st.subs[i].node == node {
			return st.subs[i].value
		}
	}
	return f.unknown(offset(node), "$(...)")
}

// param is the value of an expansion.
func (f *shFlow) param(p *syntax.ParamExp, st *flowState) value {
	if p.Param == nil || p.Excl || p.IsSet || p.Flags != nil {
		return f.unknown(offset(p), f.s.textOf(p))
	}
	name := p.Param.Value
	v := f.parameter(name, st, offset(p))
	switch {
	case p.Length:
		return f.length(name, v)
	case p.Exp != nil:
		return f.expansion(p, name, v, st)
	case v == unset:
		v = f.env(name)
	}
	switch {
	case p.Slice != nil && p.Slice.Length != nil && f.hashOf(v) != nil && shorter(f.s.textOf(p.Slice.Length)):
		return f.unknown(offset(p), "a part of the digest")
	case p.Repl != nil || p.Slice != nil || len(p.Modifiers) > 0:
		return f.derived(f.s.textOf(p), v)
	case p.Index == nil && strings.HasPrefix(v, fieldMark):
		first, _, _ := strings.Cut(v[1:], fieldMark)
		return first
	case p.Index != nil && strings.HasPrefix(v, fieldMark):
		return strings.ReplaceAll(v[1:], fieldMark, " ")
	}
	return v
}

// parameter is what the name stands for, unset if the script has not set it.
func (f *shFlow) parameter(name string, st *flowState, at int) value {
	switch name {
	case "?":
		return st.status
	case "$":
		return f.symbol("pid", symbol{name: "$$", other: true, temp: true})
	case "RANDOM", "SRANDOM", "EPOCHSECONDS":
		return f.symbol(name, symbol{name: "$" + name, other: true, temp: true})
	case "#":
		f.asks(asksArgs)
		if st.open {
			return f.unknown(at, "$#")
		}
		return strconv.Itoa(len(st.args))
	case "@", "*":
		f.asks(asksArgs)
		if st.open {
			return f.unknown(at, "$@")
		}
		return strings.Join(st.args, " ")
	case "PWD":
		return st.cwd
	}
	if name[0] < '0' || name[0] > '9' {
		return f.get(st, name)
	}
	f.asks(asksArgs)
	n, _ := strconv.Atoi(name)
	switch {
	case n == 0:
		return f.unknown(0, "$0")
	case n <= len(st.args):
		return st.args[n-1]
	case st.open:
		return f.unknown(0, "$"+name)
	}
	return unset
}

func (f *shFlow) length(name string, v value) value {
	if isConst(v) {
		return strconv.Itoa(utf8.RuneCountInString(v))
	}
	return f.symbol("size "+name, symbol{name: "${#" + name + "}", size: name, other: true})
}

// expansion is ${name:-word}, ${name%pattern} and the like.
func (f *shFlow) expansion(p *syntax.ParamExp, name string, v value, st *flowState) value {
	orNull := false
	switch p.Exp.Op {
	case syntax.AlternateUnsetOrNull, syntax.DefaultUnsetOrNull, syntax.ErrorUnsetOrNull, syntax.AssignUnsetOrNull:
		orNull = true
	}
	switch p.Exp.Op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		return f.orElse(name, v, f.word(p.Exp.Word, st), orNull)
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		v = f.orElse(name, v, f.word(p.Exp.Word, st), orNull)
		f.set(st, name, v)
		return v
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		return f.ifSet(name, v, f.word(p.Exp.Word, st), orNull)
	}
	if v == unset {
		v = f.env(name)
	}
	switch p.Exp.Op {
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		return f.notEmpty(v)
	case syntax.RemSmallPrefix, syntax.RemLargePrefix, syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		return f.trimmed(p, v, st)
	}
	return f.derived(f.s.textOf(p), v)
}

func (f *shFlow) orElse(name string, v, word value, orNull bool) value {
	switch {
	case v == unset:
		if word == "" {
			return f.either(f.env(name), "")
		}
		return f.either(f.notEmpty(f.env(name)), word)
	case v == "" && orNull:
		return word
	case orNull && f.mayBeEmpty(v):
		return f.either(f.notEmpty(v), word)
	}
	return v
}

func (f *shFlow) ifSet(name string, v, word value, orNull bool) value {
	switch {
	case v == unset || orNull && v != "" && f.mayBeEmpty(v):
		return f.either("", word)
	case orNull && v == "":
		return ""
	}
	return word
}

// trimmed takes a pattern off an end of v.
func (f *shFlow) trimmed(p *syntax.ParamExp, v value, st *flowState) value {
	pattern := "?*"
	if text, ok := plainPattern(p.Exp.Word); ok {
		pattern = text
	}
	op := p.Exp.Op
	if s := f.only(v); s != nil && len(s.alts) > 0 {
		digest := f.hashOf(v) != nil
		all := make([]value, len(s.alts))
		for i, alt := range s.alts {
			// Like a digest, what may be in its place stays as it is.
			if all[i] = alt; !digest || isConst(alt) || f.hashOf(alt) != nil {
				all[i] = f.trimmedOne(op, pattern, alt, p)
			}
		}
		return f.choice(all)
	}
	return f.trimmedOne(op, pattern, v, p)
}

func (f *shFlow) trimmedOne(op syntax.ParExpOperator, pattern string, v value, p *syntax.ParamExp) value {
	suffix := op == syntax.RemSmallSuffix || op == syntax.RemLargeSuffix
	i := -1
	switch {
	case !strings.ContainsAny(pattern, `*?[\`) && suffix && (isConst(v) || isConst(lastPart(v)) && len(lastPart(v)) >= len(pattern)):
		return strings.TrimSuffix(v, pattern)
	case !strings.ContainsAny(pattern, `*?[\`) && isConst(v):
		return strings.TrimPrefix(v, pattern)
	case pattern == "*/" && op == syntax.RemLargePrefix:
		if i = strings.LastIndexByte(v, '/'); i >= 0 {
			return v[i+1:]
		}
	case pattern == "/*" && op == syntax.RemSmallSuffix:
		if i = strings.LastIndexByte(v, '/'); i >= 0 {
			return v[:i]
		}
	case isConst(v) && v == "":
		return ""
	}
	return f.derived(f.s.textOf(p), v)
}

// lastPart is the fixed text at the end of v.
func lastPart(v value) string {
	for i := len(v); i > 0; {
		r, n := utf8.DecodeLastRuneInString(v[:i])
		if r >= firstSymbol {
			return v[i:]
		}
		i -= n
	}
	return v
}

// plainPattern is the text of a pattern that has no expansion.
func plainPattern(w *syntax.Word) (string, bool) {
	if w == nil {
		return "", true
	}
	var b strings.Builder
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			b.WriteString(part.Value)
		case *syntax.SglQuoted:
			b.WriteString(regexp.QuoteMeta(part.Value))
		default:
			return "", false
		}
	}
	return b.String(), true
}

var optionName = regexp.MustCompile(`(?i)opt|flag|arg|extra|auth|proxy|progress|quiet|silent|verb|retry|header|curl|wget`)

// fields adds the values of a word that the shell splits to all; open tells that
// more may come of it than is known.
func (f *shFlow) fields(all []value, w *syntax.Word, st *flowState) (_ []value, open bool) {
	if len(w.Parts) == 1 {
		switch part := w.Parts[0].(type) {
		case *syntax.ParamExp:
			return f.splitParam(all, part, st)
		case *syntax.CmdSubst:
			v := f.subst(part, st)
			if isConst(v) && f.s.dialect != dialect.Zsh {
				return append(all, strings.Fields(v)...), false
			}
			return append(all, v), false
		case *syntax.DblQuoted:
			if len(part.Parts) == 1 {
				if p, ok := part.Parts[0].(*syntax.ParamExp); ok && p.Param != nil && !p.Length {
					return f.quotedParam(all, p, w, st)
				}
			}
		}
	}
	return append(all, f.word(w, st)), false
}

// quotedParam adds "$@", "${array[@]}" or one field.
func (f *shFlow) quotedParam(all []value, p *syntax.ParamExp, w *syntax.Word, st *flowState) ([]value, bool) {
	if p.Param.Value == "@" {
		f.asks(asksArgs)
		return append(all, st.args...), st.open
	}
	if p.Index != nil {
		if v := f.get(st, p.Param.Value); strings.HasPrefix(v, fieldMark) {
			return append(all, strings.Split(v[1:], fieldMark)...), false
		} else if v == "" {
			return all, false
		}
		return append(all, f.word(w, st)), true
	}
	return append(all, f.word(w, st)), false
}

func (f *shFlow) splitParam(all []value, p *syntax.ParamExp, st *flowState) ([]value, bool) {
	if p.Param != nil && !p.Length && (p.Param.Value == "@" || p.Param.Value == "*") {
		f.asks(asksArgs)
		return append(all, st.args...), st.open
	}
	if p.Param != nil && p.Index != nil {
		if v := f.get(st, p.Param.Value); strings.HasPrefix(v, fieldMark) {
			return append(all, strings.Split(v[1:], fieldMark)...), false
		}
	}
	v := f.param(p, st)
	if isConst(v) && f.s.dialect != dialect.Zsh {
		return append(all, strings.Fields(v)...), false
	}
	return append(all, v), p.Param != nil && !isConst(v) && optionName.MatchString(p.Param.Value)
}
