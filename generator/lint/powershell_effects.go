package lint

import (
	"cmp"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psUses is what commands and programs do with a file that they are given.
var psUses = map[string]string{
	"expand-archive": "unpacked", "move-item": "put into place", "rename-item": "put into place",
	"import-module": "run", "start-process": "run", "invoke-item": "run", "add-type": "run", "invoke-expression": "run",
	"tar": "unpacked", "bsdtar": "unpacked", "unzip": "unpacked", "7z": "unpacked", "msiexec": "installed",
	"sh": "run", "bash": "run", "pwsh": "run", "powershell": "run", "cmd": "run",
	"io.compression.zipfile::extracttodirectory": "unpacked", "io.compression.zipfile::openread": "unpacked",
	"io.file::move": "put into place", "io.directory::move": "put into place", "io.file::replace": "put into place",
	"diagnostics.process::start": "run",
}

// use notes the first of the values that came from the network and is used
// unverified.
func (f *psFlow) use(at int, st psState, how string, values ...psVal) {
	if i := slices.IndexFunc(values, st.unverified); i >= 0 && f.used[at] == "" {
		f.used[at] = cmp.Or(values[i].file, "this value") + " came from the network and is " + how
	}
}

// effect notes one on files, the network or the environment.
func (f *psFlow) effect(at int, what string) {
	if f.pinned != "" && f.effects[at] == "" {
		f.effects[at] = what
	}
}

// A psTarget is a file that is written piece by piece.
type psTarget struct{ how, file string }

// writes notes that a file is written.
func (f *psFlow) writes(at int, how string, v psVal) {
	if v.file != "" {
		f.targets[at] = psTarget{how, v.file}
	}
}

// runs notes that values are run as code.
func (f *psFlow) runs(at int, st psState, values ...psVal) {
	f.use(at, st, "run", values...)
	if f.used[at] != "" && psMixture(st, values).dirty {
		f.code[at] = true
	}
}

// connects notes a connection.
func (f *psFlow) connects(at int, what string) {
	if f.pinned != "" {
		f.fetches[at] = what
	}
}

// psFetches are commands that open a connection.
var psFetches = psWords("invoke-webrequest invoke-restmethod start-bitstransfer")

// psWrites are commands that change files, settings or the machine.
var psWrites = psWords(`new-item mkdir remove-item move-item copy-item rename-item set-content add-content clear-content out-file
	tee-object export-csv export-clixml expand-archive compress-archive set-itemproperty new-itemproperty remove-itemproperty
	start-process stop-process install-module install-package install-script set-executionpolicy unblock-file set-acl new-service register-scheduledtask`)

// psPrograms are programs that change files or open a connection.
var psPrograms = psWords("rm mv cp ln mkdir rmdir chmod chown touch tee tar bsdtar unzip 7z msiexec curl wget git winget choco scoop brew sudo setx reg")

// psUnpackers are programs that read an archive or run a file.
var psUnpackers = psWords("tar bsdtar unzip 7z msiexec sh bash pwsh powershell cmd")

// psHashers are programs that print the SHA-256 of a file.
var psHashers = psWords("sha256sum shasum certutil openssl")

// downloads tells whether a command gives what it fetches, and not a file.
func (r psRun) downloads(st psState) bool {
	if !psFetches[r.name] && r.name != "curl.exe" {
		return false
	}
	return psValue(r.call, "outfile", "destination", "o", "output") == nil
}

// effectsOf notes what a command does, and gives the state behind it.
func (r psRun) effectsOf(v *psVal, st psState) psState {
	at := r.call.Start
	if psFetches[r.name] {
		r.connects(at, r.call.Name.(*ps.String).Text)
		if to := r.given(-1, "outfile", "destination"); to.file != "" {
			r.writes(at, r.name, to)
			st = st.with("/"+to.file, psVal{dirty: true})
		}
		return st
	}
	if psWrites[r.name] {
		r.effect(at, r.call.Name.(*ps.String).Text)
	}
	switch r.name {
	case "expand-archive":
		r.writes(at, r.call.Name.(*ps.String).Text, r.given(1, "destinationpath"))
	case "set-content", "add-content", "out-file", "clear-content":
		r.writes(at, r.call.Name.(*ps.String).Text, r.given(0, "path", "literalpath", "filepath"))
	}
	switch r.name {
	case "expand-archive", "move-item", "rename-item", "import-module":
		r.use(at, st, psUses[r.name], r.given(0, "path", "literalpath", "name"))
	case "start-process", "invoke-item", "add-type":
		r.use(at, st, psUses[r.name], append(slices.Clone(r.args), r.input)...)
	case "invoke-expression":
		r.runs(at, st, append(slices.Clone(r.args), r.input)...)
	case "copy-item":
		if to := r.given(1, "destination"); to.file != "" && st.unverified(r.given(0, "path", "literalpath")) {
			st = st.with("/"+to.file, psVal{dirty: true})
		}
	case "set-content", "add-content", "out-file":
		if to := r.given(0, "path", "literalpath", "filepath"); to.file != "" && (r.input.dirty || slices.ContainsFunc(r.args, func(v psVal) bool { return v.dirty })) {
			st = st.with("/"+to.file, psVal{dirty: true})
		}
	default:
		if !psIsCmdlet(r.name) {
			name := strings.TrimSuffix(psLastPart(r.name), ".exe")
			if psHashers[name] && !strings.Contains(strings.ToLower(r.textOf(r.call)), "md5") {
				v.hash, v.dirty = r.fileAmong(r.args, st), false
			}
			st = r.program(name, at, r.args, st)
		}
	}
	return st
}

// fileAmong is the file of a list of arguments that is from the network, "?" if
// none is.
func (f *psFlow) fileAmong(args []psVal, st psState) string {
	for _, a := range args {
		if a.file != "" && st.unverified(a) {
			return a.file
		}
	}
	return "?"
}

// program notes what a program does that is called by this name.
func (f *psFlow) program(name string, at int, args []psVal, st psState) psState {
	if name == "curl" || name == "wget" {
		f.connects(at, "the program "+name)
	} else if psPrograms[name] {
		f.effect(at, "the program "+name)
	}
	if name == "setx" && len(args) > 0 && strings.EqualFold(args[0].text, "path") {
		f.targets[at] = psTarget{"setx", "PATH"}
	}
	if i := slices.IndexFunc(args, func(v psVal) bool { return v.known && v.text == "-C" }); i >= 0 && i+1 < len(args) && (name == "tar" || name == "bsdtar") {
		f.writes(at, name, args[i+1])
	}
	if psUnpackers[name] {
		f.use(at, st, psUses[name], args...)
	}
	if name == "curl" || name == "wget" {
		for i := 1; i < len(args); i++ {
			if flag := args[i-1].text; args[i].file != "" && (flag == "-o" || flag == "-O" || flag == "--output" || strings.HasPrefix(flag, "-") && strings.HasSuffix(flag, "o")) {
				st = st.with("/"+args[i].file, psVal{dirty: true})
			}
		}
	}
	return st
}

// throughRunner notes what a program does that a function of the script starts:
// run 'tar' @(...).
func (r psRun) throughRunner(fn *ps.Function, st psState) {
	if len(r.args) == 0 || !r.args[0].known || !r.runners[fn] {
		return
	}
	r.program(strings.TrimSuffix(strings.ToLower(psLastPart(r.args[0].text)), ".exe"), r.call.Start, r.flat(st)[1:], st)
}

// flat are the arguments, of an array its items.
func (r psRun) flat(st psState) []psVal {
	var all []psVal
	for _, a := range r.call.Args {
		items := []ps.Expr{a.Value}
		if array, ok := a.Value.(*ps.ArrayExpr); ok && len(array.Body.Body) == 1 {
			if line, ok := array.Body.Body[0].(*ps.Pipeline); ok {
				if list, ok := line.Elements[0].(*ps.ArrayLit); ok {
					items = list.Items
				}
			}
		}
		if len(items) == 1 || a.Value == nil {
			all = append(all, r.value(a.Value))
			continue
		}
		for _, item := range items {
			all = append(all, r.exprIn(item, st)[0].v)
		}
	}
	return all
}

// startsProgram tells whether a function starts a program that it is told.
func (s *psScript) startsProgram(body []psNode) bool {
	starts := false
	for _, n := range body {
		switch n := n.Node.(type) {
		case *ps.Member:
			starts = starts || s.static(n) == "diagnostics.process::start"
		case *ps.Command:
			name := s.commands[n]
			_, variable := n.Name.(*ps.Variable)
			starts = starts || name == "start-process" || n.Invoke == '&' && variable
		}
	}
	return starts
}

// psStaticWrites are static methods that change files or settings. Those of
// File::Open do with some modes only.
var psStaticWrites = psWords(`io.file::writealltext io.file::writeallbytes io.file::writealllines io.file::appendalltext io.file::appendalllines
	io.file::delete io.file::move io.file::copy io.file::replace io.file::create io.file::createtext io.file::openwrite io.file::setattributes
	io.directory::createdirectory io.directory::delete io.directory::move io.compression.zipfile::extracttodirectory io.compression.zipfile::createfromdirectory`)

// psFetchMethods are methods of .NET that fetch.
var psFetchMethods = psWords(`downloadfile downloadstring downloaddata downloadfileasync downloadfiletaskasync downloadstringtaskasync openread
	getasync getstringasync getstreamasync getbytearrayasync sendasync getresponse getresponseasync`)

// psSameText are methods that give the text itself, or nearly.
var psSameText = psWords("tostring trim trimend trimstart replace tolower tolowerinvariant toupper toupperinvariant")

// member evaluates a member or a method.
func (f *psFlow) member(m *ps.Member, st psState) []psResult {
	name := f.memberName(m)
	exprs := append(append(make([]ps.Expr, 0, 1+len(m.Args)), m.X), m.Args...)
	return f.each(exprs, st, func(st psState, vs []psVal) []psResult {
		v := psMixture(st, vs)
		if len(m.Args) > 0 && !m.Call {
			v = vs[0]
		}
		switch {
		case m.Static:
			return f.staticCall(m, st, vs[1:], v)
		case m.Call && psSameText[name]:
			v.file, v.known = vs[0].file, false
			return f.one(st, v)
		case m.Call && name == "computehash":
			return f.one(st, psVal{hash: psFileName(vs[1])})
		case m.Call && psFetchMethods[name]:
			return f.fetched(m, name, st, vs)
		case m.Call && (strings.HasPrefix(name, "copyto") || strings.HasPrefix(name, "write")):
			if v.dirty {
				st = psWritten(exprs, vs, name, st)
			}
		case m.Call && (name == "setvalue" || name == "deletevalue"):
			f.effect(m.Start, "."+name)
		}
		return f.one(st, v)
	})
}

// psWritten is the state when a method wrote what comes from the network into
// some of the values: CopyTo not into what it copies, and none into a number.
func psWritten(exprs []ps.Expr, vs []psVal, name string, st psState) psState {
	for i, to := range vs {
		_, number := exprs[i].(*ps.Number)
		if to.file != "" && !number && (i > 0 || !strings.HasPrefix(name, "copyto")) {
			st = st.with("/"+to.file, psVal{dirty: true})
		}
	}
	return st
}

// fetched is a method that fetches: into a file, or as its value.
func (f *psFlow) fetched(m *ps.Member, name string, st psState, vs []psVal) []psResult {
	f.connects(m.Start, "."+name)
	if strings.HasPrefix(name, "downloadfile") && len(vs) > 2 {
		if vs[2].file != "" {
			st = st.with("/"+vs[2].file, psVal{dirty: true})
		}
		return f.one(st, psVal{})
	}
	return f.one(st, psVal{dirty: true, yes: true})
}

// staticCall is [Type]::Method(args).
func (f *psFlow) staticCall(m *ps.Member, st psState, args []psVal, v psVal) []psResult {
	name := f.static(m)
	first := psVal{}
	if len(args) > 0 {
		first = args[0]
	}
	if psStaticWrites[name] || name == "io.file::open" && len(args) > 1 && slices.Contains([]string{"createnew", "create", "append", "truncate", "openorcreate"}, strings.ToLower(args[1].text)) ||
		name == "environment::setenvironmentvariable" && len(args) > 2 {
		f.effect(m.Start, f.textOf(m))
	}
	switch name {
	case "io.compression.zipfile::extracttodirectory":
		if len(args) > 1 {
			f.writes(m.Start, "ExtractToDirectory", args[1])
		}
	case "io.file::writealltext", "io.file::writeallbytes", "io.file::writealllines", "io.file::appendalltext":
		f.writes(m.Start, f.memberName(m), first)
	case "environment::setenvironmentvariable":
		if len(args) > 2 && strings.EqualFold(first.text, "path") {
			f.targets[m.Start] = psTarget{"SetEnvironmentVariable", "PATH"}
		}
	}
	switch name {
	case "io.compression.zipfile::extracttodirectory", "io.compression.zipfile::openread", "io.file::move", "io.directory::move", "io.file::replace", "diagnostics.process::start":
		f.use(m.Start, st, psUses[name], first)
	case "management.automation.scriptblock::create", "scriptblock::create":
		if st.unverified(first) {
			f.runs(m.Start, st, first)
			v.dirty = false // said once
		}
	case "io.file::copy":
		if st.unverified(first) && len(args) > 1 && args[1].file != "" {
			st = st.with("/"+args[1].file, psVal{dirty: true})
		}
	case "io.file::delete":
		st = st.without(func(name string) bool { return name == "/"+first.file })
	case "io.file::writealltext", "io.file::writeallbytes", "io.file::writealllines":
		if len(args) > 1 && args[1].dirty && first.file != "" {
			st = st.with("/"+first.file, psVal{dirty: true})
		}
	case "io.file::create", "io.file::openwrite", "io.file::openread", "io.file::open":
		return f.one(st, psVal{yes: true, file: first.file})
	case "io.path::combine":
		return f.one(st, psCombined(args))
	case "io.path::getfullpath", "io.file::readallbytes":
		v.file = first.file
	}
	return f.one(st, v)
}

func psCombined(args []psVal) psVal {
	v := psVal{yes: true}
	for i, a := range args {
		if a.file == "" {
			return psVal{}
		}
		if i > 0 {
			v.file += "/"
		}
		v.file += a.file
	}
	return v
}
