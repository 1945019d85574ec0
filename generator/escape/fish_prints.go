package escape

import (
	"regexp"
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// fishMeasures print numbers or facts of the machine, not their arguments; or
// nothing.
var fishMeasures = setOf(strings.Fields("count test [ contains uname id math set return exit mkdir rm rmdir touch ln mv cp chmod chown cd true false :"))

// fishInputless do not read their standard input.
var fishInputless = setOf(strings.Fields("ls pwd mktemp readlink realpath dirname basename printf echo sw_vers sysctl status functions date df du type command which hostname nproc brew")).with(fishMeasures)

// fishReaders print what is in files, or how files are called.
var fishReaders = setOf(strings.Fields(`cat head tail sed gsed awk gawk mawk nawk grep egrep fgrep rg cut sort uniq tac rev nl paste join comm ls find fd realpath readlink
	stat jq yq fold fmt less more od xxd hexdump base64 base32 strings diff cmp tee git wc du df cksum sum shasum sha1sum sha256sum sha512sum md5 md5sum file tar dd
	gzip gunzip zcat xz xzcat bzcat zstd zstdcat unzip xargs parallel curl wget look column expand unexpand tr split iconv envsubst mv cp ln install rm touch mkdir ps`))

// fishPlaces print the directory they are in.
var fishPlaces = setOf(strings.Fields("pwd realpath readlink ls find git dirs prevd nextd pushd popd cdh env printenv"))

// fishListers print the values of variables, or the words of other commands.
var fishListers = setOf(strings.Fields("printenv env export history abbr bind complete alias functions ps jobs status commandline trap envsubst"))

// printed appends the inputs of what a list of statements prints, and of the
// errors if these are wanted, too.
func (f *fishFlow) printed(all []string, list *fish.List, fn string, errs bool) []string {
	for _, job := range list.Jobs {
		for _, line := range job.Pipelines {
			for i, st := range line.Stmts {
				f.input(st, i > 0)
				if i+1 == len(line.Stmts) || errs {
					all = f.prints(all, st, fn, errs)
				}
			}
		}
	}
	return all
}

// prints appends the inputs of what one statement prints.
func (f *fishFlow) prints(all []string, st *fish.Stmt, fn string, errs bool) []string {
	if st.Kind == "function" {
		return all
	}
	errs = errs || f.showsErrors(st)
	if st.Kind == "" {
		return f.commandPrints(all, st, fn, errs)
	}
	if errs {
		for _, w := range st.Words {
			all = f.inputs(all, w.Parts, fn)
		}
	}
	for _, list := range st.Lists {
		all = f.printed(all, list, fn, errs)
	}
	for _, one := range st.Cases {
		all = f.prints(all, one, fn, errs)
	}
	return all
}

func (f *fishFlow) commandPrints(all []string, st *fish.Stmt, fn string, errs bool) []string {
	name, ok := f.s.name(st)
	base := fishProgram(name)
	own := ok && f.s.functions[name]
	lists := base == "set" && f.listsVariables(st)
	if ok && !own && !errs && !lists && (fishMeasures[base] && !f.verbose(st) || name == "string" && f.lengths(st)) {
		return all
	}
	for _, w := range st.Words {
		all = f.inputs(all, w.Parts, fn)
	}
	if own {
		all = append(all, name+">")
		if errs {
			all = append(all, name+"2>")
		}
	}
	if lists || fishListers[base] {
		all = append(all, "*", "()", fn+"()")
	}
	if !ok || own || !fishInputless[base] {
		all = append(all, f.input(st, false))
	}
	if fishPlaces[base] {
		all = append(all, "PWD")
	}
	if !own && (!ok || f.readsFiles(base, st)) {
		all = append(all, ">", "/")
	}
	if ok && fishInterpreters[base] {
		for _, w := range st.Words[1:] {
			text, _ := w.Static()
			all = append(all, fishIdentifiers(text)...)
			if strings.Contains(text, "pwd") || strings.Contains(text, "getcwd") {
				all = append(all, "PWD")
			}
			if strings.Contains(text, "printenv") || fishWholeEnvironment.MatchString(text) {
				all = append(all, "*")
			}
		}
	}
	return all
}

var (
	fishIdentifier       = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
	fishWholeEnvironment = regexp.MustCompile(`\bin +ENVIRON|environ\b[^[]|environ$|\benv\b|%ENV|\bset\b|\bexport\b`)
)

// fishIdentifiers are the names in a code of another language, of which some
// may be those of variables.
func fishIdentifiers(code string) []string {
	return fishIdentifier.FindAllString(code, -1)
}

// readsFiles says whether a command may print what is in files, or their names.
func (f *fishFlow) readsFiles(base string, st *fish.Stmt) bool {
	if fishReaders[base] || fishInterpreters[base] {
		return true
	}
	if _, known := fishCommands[base]; known || fishOwnRoles[base] || fishInputless[base] || fishNamers[base] {
		return false
	}
	for _, w := range st.Words[1:] {
		text, fixed := w.Static()
		if !fixed || !strings.HasPrefix(text, "-") && strings.ContainsAny(text, "/.") {
			return true
		}
	}
	return false
}

// showsErrors says whether the errors of a statement go elsewhere than to the
// terminal.
func (f *fishFlow) showsErrors(st *fish.Stmt) bool {
	return slices.ContainsFunc(st.Redirects, func(r fish.Redirect) bool {
		text, fixed := r.Target.Static()
		return (strings.HasPrefix(r.Op, "2>") || strings.HasPrefix(r.Op, "&>")) && !(fixed && text == "/dev/null")
	})
}

// verbose says whether a command may say what it does.
func (f *fishFlow) verbose(st *fish.Stmt) bool {
	return slices.ContainsFunc(st.Words[1:], func(w *fish.Word) bool {
		text, _ := w.Static()
		return strings.HasPrefix(text, "-") && strings.Contains(text, "v") && text != "--preserve"
	})
}

// listsVariables says whether set shows variables and their values.
func (f *fishFlow) listsVariables(st *fish.Stmt) bool {
	single := false
	for _, w := range st.Words[1:] {
		text, fixed := w.Static()
		switch {
		case !fixed || !strings.HasPrefix(text, "-"):
			single = single || w.Single()
		case strings.HasPrefix(text, "--sh"), !strings.HasPrefix(text, "--") && strings.Contains(text, "S"):
			return true
		}
	}
	return !single // set $x lists, where x is empty
}

func (f *fishFlow) lengths(st *fish.Stmt) bool {
	if len(st.Words) < 2 {
		return false
	}
	sub, _ := st.Words[1].Static()
	return sub == "length"
}
