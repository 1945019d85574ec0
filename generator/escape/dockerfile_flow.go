package escape

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/dialect"
	"mvdan.cc/sh/v3/syntax"
)

// A dockerFlow follows the variables of ENV and ARG by name and regardless of
// order and stage, into variables that something acts on and into the commands
// of RUN, CMD, ENTRYPOINT and the like.
type dockerFlow struct {
	to      map[string][]string // the variables whose value has another in it
	bad     map[string]string   // what a variable gets to that is no place for values
	entry   string              // the program that CMD has the arguments of, if it reads them as code
	foreign bool                // commands are not read by a shell of POSIX
}

var (
	dockerRef    = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)`)
	dockerSet    = regexp.MustCompile(`([A-Za-z_][A-Za-z0-9_]*)=`)
	dockerShell  = regexp.MustCompile(`^\[[ \t]*"(?:[^"]*/)?(?:sh|bash|dash|ash|ksh|mksh|zsh)"`)
	dockerOption = regexp.MustCompile(`^(?:-[A-Za-z]*[ce]|--?(?:command|eval|exec|execute|expression|run|script|print|[Ee]ncoded[Cc]ommand)(?:=.*)?)$`)
	dockerJoined = regexp.MustCompile(`^(?:-[A-Za-z]*[ce]|--?(?:command|eval|exec|execute|expression|run|script|print)=.*)$`)
)

var dockerShells = strings.Fields("sh bash dash ash ksh mksh zsh")

// dockerProgram is the name of a program without directory and ending.
func dockerProgram(program string) string {
	return strings.TrimSuffix(strings.ToLower(path.Base(strings.ReplaceAll(program, `\`, "/"))), ".exe")
}

// dockerEvaluates says whether a program, of any version, runs its arguments.
func dockerEvaluates(program string) bool {
	name := dockerProgram(program)
	return slices.Contains(dockerEvaluators, name) || slices.Contains(dockerEvaluators, strings.TrimRight(name, "0123456789.-")) || strings.Contains(program, "$")
}

func flowOfDocker(tokens []dockerToken) *dockerFlow {
	f := &dockerFlow{to: map[string][]string{}, bad: map[string]string{}}
	for _, t := range tokens {
		if t.word == "SHELL" && t.kind == dockerOpaque && !dockerShell.MatchString(t.text) {
			f.foreign = true
		}
		switch {
		case t.kind == dockerKey && t.word != "LABEL":
			f.name(strings.TrimRight(t.text, "= \t"))
		case t.kind == dockerVar && t.word != "LABEL":
			f.flows(dockerRef.FindStringSubmatch(t.text)[1], t.key)
		case t.kind == dockerOpaque && (t.word == "ENV" || t.word == "ARG"):
			f.opaque(t.text)
		case t.kind == dockerElement && t.word == "ENTRYPOINT" && (dockerEvaluates(t.program) || t.coded || dockerOption.MatchString(t.text)):
			f.entry = t.program
		case t.kind == dockerOpaque && t.word == "ENTRYPOINT":
			f.entry = "the shell"
		}
	}
	for _, t := range tokens {
		switch {
		case t.kind == dockerOpaque:
			f.command(t.word, t.text)
		case t.kind == dockerElement && (dockerEvaluates(t.program) || t.coded || f.entry != "" && t.word == "CMD"):
			if t.coded && slices.Contains(dockerShells, dockerProgram(t.program)) {
				f.shell(t.word, t.text)
			} else {
				f.mention(t.word, t.text)
			}
		}
	}
	return f
}

// name notes a variable, so that commands are searched for it.
func (f *dockerFlow) name(name string) {
	if _, known := f.to[name]; !known {
		f.to[name] = nil
	}
	if dockerSpecial(name) {
		f.bad[name] = name
	}
}

func (f *dockerFlow) flows(from, to string) {
	f.name(to)
	f.to[from] = append(f.to[from], to)
}

// opaque is for ENV and ARG in a form that is not read: everything flows into
// everything.
func (f *dockerFlow) opaque(text string) {
	first, _, _ := strings.Cut(text, " ")
	names := []string{first}
	for _, m := range dockerSet.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	for _, m := range dockerRef.FindAllStringSubmatch(text, -1) {
		for _, to := range names {
			f.flows(m[1], to)
		}
	}
}

// command is for the arguments of an instruction that are not looked into.
func (f *dockerFlow) command(word, text string) {
	switch first, rest, _ := strings.Cut(text, " "); {
	case word == "HEALTHCHECK" && strings.EqualFold(first, "CMD"), word == "ONBUILD" && strings.EqualFold(first, "RUN"):
		word, text = word+" "+first, strings.TrimSpace(rest)
	case word != "RUN" && word != "CMD" && word != "ENTRYPOINT":
		if word == "ONBUILD" || word == "HEALTHCHECK" {
			f.mention(word, text)
		}
		return
	}
	if strings.HasPrefix(text, "-") || strings.HasPrefix(text, "[") && word != "RUN" { // flags, or JSON
		f.mention(word, text)
		return
	}
	f.shell(word, text)
}

// mention is for what is no text of a shell: any variable whose name stands in
// it may be read as code.
func (f *dockerFlow) mention(word, text string) {
	words := map[string]bool{}
	for _, name := range dockerNameWord.FindAllString(text, -1) {
		words[name] = true
	}
	for name := range f.to {
		if words[name] && f.bad[name] == "" {
			f.bad[name] = word
		}
	}
}

var dockerNameWord = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)

// shell asks the flow of shell scripts what becomes of the variables in a
// command, and refuses those that stand without quotes.
func (f *dockerFlow) shell(word, text string) {
	var names []string
	for _, name := range slices.Compact(slices.Sorted(slices.Values(dockerNameWord.FindAllString(text, -1)))) {
		if _, known := f.to[name]; known {
			names = append(names, name)
		}
	}
	i := slices.IndexFunc(prefixes, func(prefix string) bool { return !strings.Contains(text, prefix) })
	if len(names) == 0 {
		return
	}
	if f.foreign || i < 0 || strings.Contains(text, "%") && dockerPercent.MatchString(text) {
		f.mention(word, text)
		return
	}
	var b strings.Builder
	for n, name := range names {
		b.WriteString("export " + name + "=" + sentinel(prefixes[i], kindText, n) + "\n")
	}
	script := b.String() + text + "\n"
	file, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	a, failed := languages[dialect.Bash].analyse(newSkeleton(script, prefixes[i]))
	if err != nil || failed != nil {
		f.mention(word, text)
		return
	}
	bare := dockerBare(file)
	for n, name := range names {
		if f.bad[name] == "" && (bare[name] || a.decisions[n].refused()) {
			f.bad[name] = word
		}
	}
}

var dockerPercent = regexp.MustCompile(`%[A-Za-z_][A-Za-z0-9_]*%`)

// dockerBare finds the variables that stand without quotes where a shell splits
// words.
func dockerBare(file *syntax.File) map[string]bool {
	bare := map[string]bool{}
	word := func(w *syntax.Word) {
		if w == nil {
			return
		}
		for _, part := range w.Parts {
			if p, ok := part.(*syntax.ParamExp); ok && p.Param != nil {
				bare[p.Param.Value] = true
			}
		}
	}
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CallExpr:
			for _, arg := range n.Args {
				word(arg)
			}
		case *syntax.WordIter:
			for _, item := range n.Items {
				word(item)
			}
		case *syntax.Redirect:
			if n.Op != syntax.Hdoc && n.Op != syntax.DashHdoc {
				word(n.Word)
			}
		case *syntax.DeclClause:
			for _, a := range n.Args {
				word(a.Value)
			}
		case *syntax.ArrayElem:
			word(n.Value)
		}
		return true
	})
	return bare
}

// reach says where the value of a variable gets to that is no place for values.
func (f *dockerFlow) reach(key string) string {
	seen := map[string]bool{key: true}
	for todo := []string{key}; len(todo) > 0; todo = todo[1:] {
		if where := f.bad[todo[0]]; where != "" && !(todo[0] == key && dockerSpecial(key)) {
			return where
		}
		for _, next := range f.to[todo[0]] {
			if !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
	return ""
}
