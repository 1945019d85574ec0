package escape

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// shLanguage is sh, bash or zsh, parsed by mvdan.cc/sh.
type shLanguage struct {
	variant syntax.LangVariant
	rules   []rule[shPlace]
}

func (l shLanguage) table() []Rule { return rulesOf(l.rules) }

func (l shLanguage) without(id string) language {
	return shLanguage{l.variant, withoutRule(l.rules, id)}
}

func (l shLanguage) parse(text string) (*syntax.File, error) {
	if i := strings.IndexAny(text, "\x00\r"); i >= 0 && l.has("sh/control") {
		return nil, &textError{Offset: i, ID: "sh/control", What: "a NUL or a carriage return, which shells read in different ways"}
	}
	file, err := syntax.NewParser(syntax.Variant(l.variant), syntax.KeepComments(true)).Parse(strings.NewReader(text), "")
	if err == nil {
		return file, nil
	}
	te := &textError{What: err.Error()}
	switch err := err.(type) {
	case syntax.ParseError:
		te.Offset, te.What = int(err.Pos.Offset()), err.Text
	case syntax.LangError:
		te.Offset, te.What = int(err.Pos.Offset()), err.Feature+" is not a feature of "+l.variant.String()
	}
	return nil, te
}

func (l shLanguage) analyse(sk *skeleton) (*analysis, error) {
	file, err := l.parse(sk.text)
	if err != nil {
		return nil, err
	}
	s := &shScript{lang: l, sk: sk, file: file}
	if !sk.draft {
		if err := s.agreed(); err != nil {
			return nil, err
		}
	}
	s.collect()
	places := s.places()
	a := &analysis{decisions: make([]decision, 0, len(sk.marks))}
	if !sk.draft {
		s.flow(places)
		a.units, a.canons = s.units()
	}
	for i := range sk.marks {
		if places[i] == nil {
			places[i] = &shPlace{}
		}
		d := decide(l.rules, *places[i], places[i].String())
		if d.rule.ID == "sh/reached" {
			d.found += ", which gets to " + places[i].reach
		}
		a.decisions = append(a.decisions, d)
	}
	return a, nil
}

// A shScript is a parsed skeleton and the facts about the whole of it that the
// rules ask for.
type shScript struct {
	lang      shLanguage
	sk        *skeleton
	file      *syntax.File
	functions map[string]bool // the script's own, with names that hold no value
	aliases   map[string]bool
	integers  map[string]bool     // declared with typeset -i and the like
	arrays    map[string]bool     // declared or used as such
	literals  map[string][]string // the fixed texts that variables are assigned
	written   map[string]bool     // the last parts of the names of files it makes
	globbing  bool                // zsh with GLOB_SUBST, in which what a variable holds is a pattern
	pending   []unit              // from each << to the end of its line
}

// collect finds what is declared anywhere: a shell script means the same in
// any order once functions call each other.
func (s *shScript) collect() {
	s.functions, s.aliases, s.integers = map[string]bool{}, map[string]bool{}, map[string]bool{}
	s.written, s.literals, s.arrays = map[string]bool{}, map[string][]string{}, map[string]bool{}
	syntax.Walk(s.file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			if n.Name != nil && !s.sk.hasHole(n.Name.Value) {
				s.functions[n.Name.Value] = true
			}
			for _, name := range n.Names {
				s.functions[name.Value] = true
			}
		case *syntax.WordIter:
			for _, item := range n.Items {
				s.literal(n.Name.Value, item)
			}
		case *syntax.Assign:
			if n.Name != nil && n.Array != nil {
				s.arrays[n.Name.Value] = true
			}
			if n.Name != nil && n.Value != nil {
				s.literal(n.Name.Value, n.Value)
			}
			s.globbing = s.globbing || n.Name != nil && n.Name.Value == "options" && s.lang.variant == syntax.LangZsh
		case *syntax.CallExpr:
			s.collectCall(n)
		case *syntax.DeclClause:
			s.collectDecl(n)
		case *syntax.Redirect:
			if n.Hdoc == nil && n.Op != syntax.RdrIn {
				s.writes(n.Word)
			}
			if n.Op == syntax.Hdoc || n.Op == syntax.DashHdoc {
				start := int(n.OpPos.Offset())
				end := start + strings.IndexByte(s.sk.text[start:]+"\n", '\n')
				s.pending = append(s.pending, unit{start, end})
			}
		}
		return true
	})
}

// integerFlags are the attributes of typeset that make a variable evaluate
// what it is assigned: as a number, or as the name of another variable.
const integerFlags = "iEFn"

// collectCall notes aliases, and integers declared by what the parser takes for
// a plain command.
func (s *shScript) collectCall(n *syntax.CallExpr) {
	name, args := s.command(n.Args)
	s.moves(base(name), args)
	s.globbing = s.globbing || s.lang.variant == syntax.LangZsh && globsLater(name, args)
	flagged := name == "integer" || name == "float" || name == "nameref"
	if name == "read" || name == "mapfile" || name == "readarray" {
		for _, arg := range args {
			text, _ := static(arg)
			s.arrays[text] = true
		}
	}
	for _, arg := range args {
		text, ok := static(arg)
		if !ok {
			text = s.source(arg) // typeset -i NAME=$VALUE
		}
		word, _, _ := strings.Cut(text, "=")
		switch {
		case name == "alias":
			s.aliases[word] = true
		case shDeclares[name] && strings.HasPrefix(text, "-") && strings.ContainsAny(text, "aA"):
			for _, one := range args {
				declared, _, _ := strings.Cut(s.source(one), "=")
				s.arrays[declared] = true
			}
		case !flagged && shDeclares[name] && strings.HasPrefix(text, "-"):
			flagged = strings.ContainsAny(text, integerFlags)
		case flagged:
			s.integers[word] = true
		}
	}
}

// globsLater says whether a command of zsh makes patterns of what variables hold.
func globsLater(name string, args []*syntax.Word) bool {
	for _, arg := range args {
		text, _ := static(arg)
		text = strings.ToLower(strings.ReplaceAll(text, "_", ""))
		if text == "globsubst" || name == "emulate" && text != "zsh" && !strings.HasPrefix(text, "-") {
			return true
		}
	}
	return false
}

// literal notes what a variable is assigned, if that is fixed.
func (s *shScript) literal(name string, w *syntax.Word) {
	if text, ok := static(w); ok && text != "" {
		s.literals[name] = append(s.literals[name], text)
	}
}

// writes notes the fixed last part of the name of a file.
func (s *shScript) writes(w *syntax.Word) {
	if last := s.lastPart(w); last != "" {
		s.written[last] = true
	}
}

func (s *shScript) lastPart(w *syntax.Word) string {
	source := strings.Trim(s.source(w), `"'`)
	last := source[strings.LastIndexByte(source, '/')+1:]
	if strings.ContainsAny(last, "$`*?[") {
		return ""
	}
	return last
}

// moves gives the copy of a written file its names.
func (s *shScript) moves(name string, args []*syntax.Word) {
	call, _ := s.oneLiner(name, args)
	moved := name == "tee" || name == "dd" || call.Module != ""
	for _, arg := range args {
		moved = moved || s.written[s.lastPart(arg)] && slices.Contains([]string{"cp", "mv", "ln", "install"}, name)
	}
	for _, arg := range args {
		if moved {
			s.writes(arg)
		}
	}
}

func (s *shScript) collectDecl(n *syntax.DeclClause) {
	flagged, array := n.Variant.Value == "nameref", false
	for _, arg := range n.Args {
		if arg.Name != nil && array {
			s.arrays[arg.Name.Value] = true
		}
		if arg.Name != nil && flagged {
			s.integers[arg.Name.Value] = true
		}
		if arg.Value != nil && arg.Naked {
			if text, ok := static(arg.Value); ok && strings.HasPrefix(text, "-") {
				flagged = flagged || strings.ContainsAny(text, integerFlags)
				array = array || strings.ContainsAny(text, "aA")
			}
		}
	}
}

// command resolves the command that words call: its name decoded, "" when only
// the run can tell, and its arguments. It sees through command, builtin and
// exec.
func (s *shScript) command(words []*syntax.Word) (name string, args []*syntax.Word) {
	for len(words) > 0 {
		name, ok := static(words[0])
		if !ok || s.sk.hasHole(name) {
			return "", words[1:]
		}
		words = words[1:]
		if !shWrappers[name] || s.functions[name] || len(words) == 0 {
			return name, words
		}
		for len(words) > 0 {
			next, ok := static(words[0])
			if !ok || !strings.HasPrefix(next, "-") {
				break
			}
			if name == "exec" || strings.ContainsAny(next, "vV") {
				return name, words // command -v, exec -a NAME
			}
			words = words[1:]
		}
	}
	return "", nil
}

// static is the text of a word without expansions, decoded.
func static(w *syntax.Word) (string, bool) {
	if len(w.Parts) == 1 {
		if text, ok := plainPart(w.Parts[0]); ok {
			return text, true
		}
	}
	var b strings.Builder
	ok := staticParts(&b, w.Parts, false)
	return b.String(), ok
}

// plainPart is the text of a part in which nothing is decoded, as most are.
func plainPart(part syntax.WordPart) (string, bool) {
	switch part := part.(type) {
	case *syntax.Lit:
		return part.Value, !strings.ContainsAny(part.Value, `\~*?[`)
	case *syntax.SglQuoted:
		return part.Value, !part.Dollar
	}
	return "", false
}

func staticParts(b *strings.Builder, parts []syntax.WordPart, quoted bool) bool {
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			if !quoted && (b.Len() == 0 && strings.HasPrefix(part.Value, "~") || globs(part)) {
				return false // somebody's home, or the names of files
			}
			unescape(b, part.Value, quoted)
		case *syntax.SglQuoted:
			if part.Dollar {
				return false
			}
			b.WriteString(part.Value)
		case *syntax.DblQuoted:
			if part.Dollar || !staticParts(b, part.Parts, true) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// globs says whether unquoted text is a pattern for the names of files.
func globs(lit *syntax.Lit) bool {
	return strings.ContainsAny(lit.Value, "*?") || strings.Contains(lit.Value, "[") && strings.Trim(lit.Value, "[") != ""
}

// unescape takes the backslashes out of literal text.
func unescape(b *strings.Builder, s string, quoted bool) {
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && (!quoted || strings.IndexByte("$`\"\\\n", s[i+1]) >= 0) {
			i++
			if s[i] == '\n' {
				continue
			}
		}
		b.WriteByte(s[i])
	}
}

// units finds the statements that can be checked on their own, those of the file
// and those of a { } around them, and their canons.
func (s *shScript) units() ([]unit, []string) {
	var units []unit
	covered := map[int]bool{}
	add := func(start, end syntax.Pos) {
		u := unit{int(start.Offset()), int(end.Offset())}
		from, to := s.sk.within(u.start, u.end)
		if from == to || covered[from] {
			return
		}
		for i := from; i < to; i++ {
			covered[i] = true
		}
		units = append(units, u)
	}
	syntax.Walk(s.file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.File:
			return true
		case *syntax.Comment:
			add(n.Pos(), n.End())
		case *syntax.Stmt:
			if block, ok := n.Cmd.(*syntax.Block); ok && len(n.Redirs) == 0 && !n.Negated && !n.Background {
				for _, inner := range block.Stmts {
					add(inner.Position, inner.End())
				}
				for _, c := range commentsOf(block) {
					add(c.Pos(), c.End())
				}
				return true
			}
			add(n.Position, n.End())
		}
		return false
	})
	sortUnits(units)
	canons, alone := canonsAlone(s.lang, s.sk.text, units)
	if len(units) == 0 || len(covered) < len(s.sk.marks) || !alone {
		return nil, []string{shCanonOf(s.sk.text, s.file)}
	}
	return units, canons
}

// commentsOf lists the comments of a block that belong to none of its
// statements' own text.
func commentsOf(block *syntax.Block) []*syntax.Comment {
	var all []*syntax.Comment
	for i := range block.Last {
		all = append(all, &block.Last[i])
	}
	for _, stmt := range block.Stmts {
		for i := range stmt.Comments {
			all = append(all, &stmt.Comments[i])
		}
	}
	return all
}
