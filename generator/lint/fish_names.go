package lint

import (
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// fishScopes are the options of set that say nothing but where the variable
// lives.
var fishScopes = regexp.MustCompile(`^(-[glUfxuap]+|--(global|local|universal|function|export|unexport|append|prepend|path|unpath))$`)

// assigned notes what a command sets.
func (s *fishScript) assigned(c *fishCall) {
	for _, before := range c.Before {
		if before.Value != nil {
			s.sets[before.Word] = append(s.sets[before.Word], fishSet{values: []*fish.Word{before.Value}})
		}
	}
	words := c.args()
	switch c.name {
	case "set":
		add := false
		for i, w := range words {
			if fishScopes.MatchString(w) {
				add = add || strings.ContainsAny(w, "ap") && !strings.HasPrefix(w, "--") || w == "--append" || w == "--prepend"
				continue
			}
			if !strings.HasPrefix(w, "-") && w != "" {
				name, _, _ := strings.Cut(w, "[")
				values := append([]*fish.Word{}, c.Words[i+2:]...)
				s.sets[name] = append(s.sets[name], fishSet{values: values, call: c, add: add})
			}
			break
		}
	case "read":
		for _, w := range words {
			if w != "" && w[0] != '-' {
				s.sets[w] = append(s.sets[w], fishSet{})
			}
		}
	case "argparse":
		for _, w := range words {
			for _, name := range strings.FieldsFunc(w, func(r rune) bool { return strings.ContainsRune("/=?+!#", r) }) {
				s.sets["_flag_"+strings.ReplaceAll(name, "-", "_")] = append(s.sets["_flag_"+name], fishSet{})
			}
		}
	case "string":
		for _, w := range words {
			for _, m := range captures.FindAllStringSubmatch(w, -1) {
				s.sets[m[1]] = append(s.sets[m[1]], fishSet{})
			}
		}
	}
}

// captures are the groups of a regular expression that string match sets.
var captures = regexp.MustCompile(`\(\?P?<(\w+)>`)

// eachVar visits the uses of variables in words, also those in an index.
func eachVar(words []*fish.Word, visit func(w *fish.Word, part fish.Part)) {
	for _, w := range words {
		eachVarIn(w, w.Parts, visit)
	}
}

func eachVarIn(w *fish.Word, parts []fish.Part, visit func(w *fish.Word, part fish.Part)) {
	for i := range parts {
		if parts[i].Kind == fish.Var {
			visit(w, parts[i])
		}
		eachVarIn(w, parts[i].Index, visit)
	}
}

// fishOwn are the variables that fish sets itself, besides those of the
// environment, which are written in capitals.
var fishOwn = regexp.MustCompile(`^(argv|status|pipestatus|version|history|hostname|umask|last_pid|fish_\w+|_|__fish\w*|[A-Z][A-Z0-9_]*)$`)

// unseen are the beginnings of the names of variables that a script sets where
// nobody can see it: by a computed name, or by code from elsewhere.
func (s *fishScript) unseen() []string {
	var heads []string
	for _, c := range s.called("eval", "source", ".", "argparse", "set", "read") {
		switch c.name {
		case "eval", "source", ".":
			heads = append(heads, "")
		case "argparse":
			if slices.Contains(c.args(), "") {
				heads = append(heads, "_flag_")
			}
		default:
			for _, w := range c.Words[1:] {
				if text, fixed := w.Static(); fixed && strings.HasPrefix(text, "-") {
					continue
				}
				if w.Parts[0].Kind == fish.Var {
					heads = append(heads, "")
				} else if _, fixed := w.Static(); !fixed {
					heads = append(heads, w.Parts[0].Text)
				}
				break
			}
		}
	}
	return heads
}

// fishUnset reports variables that nothing sets.
func fishUnset(s *fishScript, report report) {
	seen, unseen := map[string]bool{}, s.unseen()
	visit := func(_ *fish.Word, part fish.Part) {
		name := part.Text
		if len(s.sets[name]) > 0 || seen[name] {
			return
		}
		seen[name] = true
		if fishOwn.MatchString(name) || slices.ContainsFunc(unseen, func(head string) bool { return strings.HasPrefix(name, head) }) {
			return
		}
		report(part.Start, "nothing sets %s; set it, or mend its name", name)
	}
	for _, st := range s.stmts {
		eachVar(st.AllWords(), visit)
	}
}

// fishUncalled reports functions that nothing calls.
func fishUncalled(s *fishScript, report report) {
	used := map[string]bool{}
	for _, st := range s.stmts {
		if st.Kind == "case" || st.Kind == "for" {
			continue
		}
		for i, w := range st.Words {
			if text, _ := w.Static(); s.funcs[text] != nil && (st.Kind != "function" || i > 0) {
				used[text] = true
			}
		}
	}
	for name, st := range s.funcs {
		event := slices.ContainsFunc(texts(st.Words), func(w string) bool {
			return strings.HasPrefix(w, "--on-") || w == "-e" || w == "-v" || w == "-s" || w == "-j" || w == "-p"
		})
		if !used[name] && !event && s.role == Program {
			report(st.Start, "nothing calls %s; call it, or take it out", name)
		}
	}
}

// fishUndefined reports commands that are neither functions of the script, nor
// builtins, nor programs that a script can expect to find or has looked for.
func fishUndefined(s *fishScript, report report) {
	looked := map[string]bool{}
	for _, c := range s.called("command", "type", "which") {
		for _, w := range c.args() {
			looked[w] = true
		}
	}
	for _, st := range s.stmts {
		if st.Kind == "for" { // for need in tar gzip; command -sq $need
			for _, w := range texts(st.Words[1:]) {
				looked[w] = true
			}
		}
	}
	for _, c := range s.calls {
		known := c.name == "" || strings.Contains(c.name, "/") || fishBuiltins[c.name] || fishFunctions[c.name] || programs[c.name] || looked[c.name] || s.funcs[c.name] != nil
		if !known {
			report(c.Words[0].Start, "%s is no function of this script, no builtin and no program that every machine has; define it, or look for it with command -sq", c.name)
		}
	}
}

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(text) {
		set[w] = true
	}
	return set
}

// fishBuiltins start no process.
var fishBuiltins = wordSet(`. : [ _ abbr and argparse begin bg bind block break breakpoint builtin case cd command commandline complete
	contains continue count disown echo else emit end eval exec exit false fg for function functions history if jobs math
	not or path printf pwd random read realpath return set set_color source status string switch test time true type ulimit wait while`)

// fishFunctions come with fish, and may start processes.
var fishFunctions = wordSet(`alias cdh contains_seq dirh dirs export fish_add_path fish_config fish_default_key_bindings fish_indent
	fish_key_reader fish_prompt fish_vi_key_bindings funced funcsave isatty la ll nextd open popd prevd prompt_hostname
	prompt_pwd psub pushd seq setenv suspend trap umask vared`)

// programs are those that macOS, Debian and busybox have, and those that a
// script for Go fetches with or is for.
var programs = wordSet(`awk basename bash brew cat chmod chown cksum cmp cp curl cut date dd df diff dirname du env expr file find gcc git go gpg
	grep gunzip gzip head hostname id install kill ldd ln ls mkdir mkfifo mktemp mv nice nohup od openssl ps readlink rm rmdir sed
	sh sha256sum shasum sleep sort stat stty sudo sw_vers sysctl tail tar tee touch tr tty uname uniq unzip wc wget xargs xz zsh fish
	dscl getent launchctl ldconfig xattr hdiutil xcode-select seq printenv`)

// fishTooEarly reports a local variable that is used above the first place that
// sets it, where no loop comes back.
func fishTooEarly(s *fishScript, report report) {
	s.bodies(func(fn string, body *fish.List) {
		seen := map[string]bool{}
		s.straight(body, func(w *fish.Word, part fish.Part) {
			first, local := s.firstSet(part.Text, fn)
			if local && w.End < first && !seen[part.Text] && !fishOwn.MatchString(part.Text) {
				seen[part.Text] = true
				report(part.Start, "%s is set further down and has no value here; set it first", part.Text)
			}
		})
	})
}

// bodies visits the script itself, and each function.
func (s *fishScript) bodies(visit func(fn string, body *fish.List)) {
	visit("", s.tree.List)
	for name, fn := range s.funcs {
		visit(name, fn.Lists[0])
	}
}

// straight visits the variables of a list that runs once, but for those in
// functions and loops.
func (s *fishScript) straight(list *fish.List, visit func(*fish.Word, fish.Part)) {
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for _, st := range line.Stmts {
				if st.Kind == "function" || st.Kind == "while" || st.Kind == "for" {
					continue
				}
				eachVar(st.AllWords(), visit)
				for _, inner := range st.Lists {
					s.straight(inner, visit)
				}
				for _, one := range st.Cases {
					s.straight(one.Lists[0], visit)
				}
			}
		}
	}
}

// firstSet is where a function first sets a variable that it alone sets, and
// that is local to it.
func (s *fishScript) firstSet(name, fn string) (offset int, local bool) {
	if len(s.sets[name]) == 0 {
		return 0, false
	}
	offset = len(s.text)
	for _, set := range s.sets[name] {
		if set.call == nil || set.call.fn != fn {
			return 0, false
		}
		words := set.call.args()
		local = local || slices.Contains(words, "-l") || slices.Contains(words, "--local")
		offset = min(offset, set.call.Start)
	}
	return offset, local
}
