package lint

import (
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// acting lists the functions that are run in thought where they are called:
// those with something in them, or in what they call, that matters, and those
// that throw. The others only make a value of their arguments; what they set for
// others is not known.
//
// Throwing are those that do nothing that matters and then always throw.
func (s *psScript) acting(matters func(ps.Node) bool) (all, throwing map[string]bool) {
	all, throwing = map[string]bool{}, map[string]bool{}
	throws := map[string]bool{}
	for name, fn := range s.funcs {
		for _, n := range s.deeds[fn] {
			j, ok := n.Node.(*ps.Jump)
			throws[name] = throws[name] || ok && (j.Keyword == "throw" || j.Keyword == "exit")
			if all[name] = all[name] || matters(n.Node); all[name] {
				break
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, c := range s.calls {
			if c.fn == nil || !all[c.name] || s.funcs[c.name] == nil {
				continue
			}
			if caller := psFuncName(c.fn); !all[caller] {
				all[caller], changed = true, true
			}
		}
	}
	for name, fn := range s.funcs {
		last, ok := ps.Statement(nil), false
		if n := len(fn.Body.Body); n > 0 {
			last = fn.Body.Body[n-1]
		}
		if _, ok = last.(*ps.Jump); ok && !all[name] && throws[name] && !psReturns(s.deeds[fn]) {
			throwing[name] = true
		}
		all[name] = all[name] || throws[name]
	}
	return all, throwing
}

// psReturns tells whether a function has a return.
func psReturns(body []psNode) bool {
	return slices.ContainsFunc(body, func(n psNode) bool {
		j, ok := n.Node.(*ps.Jump)
		return ok && j.Keyword == "return"
	})
}

// volatile lists the variables that functions set which are not run.
func (s *psScript) volatile(inlined map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, a := range s.assigns {
		if (a.v.Scope == "script" || a.v.Scope == "global") && a.fn != nil && !inlined[psFuncName(a.fn)] {
			all[strings.ToLower(a.v.Name)] = true
		}
	}
	return all
}

// fetching tells whether a node has to do with what comes from the network:
// where it comes, is verified, is used.
func (s *psScript) fetching(n ps.Node) bool {
	switch n := n.(type) {
	case *ps.Command:
		name := s.commands[n]
		program := strings.TrimSuffix(name, ".exe")
		if fn := s.funcs[name]; fn != nil && len(n.Args) > 0 && n.Args[0].Value != nil {
			text, _ := psFixed(n.Args[0].Value)
			program = strings.ToLower(text)
		}
		return n.Invoke != 0 || psFetches[name] || psSinks[name] || name == "get-filehash" || psHashers[program] || psUnpackers[program] || program == "curl" || program == "wget"
	case *ps.Member:
		name := s.memberName(n)
		return n.Call && (psFetchMethods[name] || name == "computehash" || strings.HasPrefix(name, "copyto") || strings.HasPrefix(name, "extractto")) ||
			psStaticSinks[s.static(n)]
	}
	return false
}

// psSinks are commands that use a file or a value, psStaticSinks methods.
var (
	psSinks       = psWords("expand-archive move-item rename-item copy-item import-module start-process invoke-expression invoke-item add-type set-content add-content out-file write-error")
	psStaticSinks = psWords("io.file::copy io.file::writealltext io.file::writeallbytes io.compression.zipfile::openread io.file::move io.directory::move io.file::replace scriptblock::create management.automation.scriptblock::create")
)

// changing tells whether a node has an effect, or sets what decides about one.
func (s *psScript) changing(n ps.Node) bool {
	switch n := n.(type) {
	case *ps.Assign:
		v, ok := n.Target.(*ps.Variable)
		return ok && (v.Scope == "script" || v.Scope == "global")
	case *ps.Command:
		name := s.commands[n]
		return s.fetching(n) || psWrites[name] || psPrograms[strings.TrimSuffix(name, ".exe")] || psRedirecting(n)
	case *ps.Member:
		name := s.memberName(n)
		return s.fetching(n) || psStaticWrites[s.static(n)] || n.Call && (name == "setvalue" || name == "deletevalue") || s.static(n) == "io.file::open"
	}
	return false
}

func psRedirecting(c *ps.Command) bool {
	for _, r := range c.Redirs {
		if r.To != nil && !psIsNull(r.To) {
			return true
		}
	}
	return false
}

// made is what a function gives that only makes a value: of one argument nearly
// the same text.
func (r psRun) made(st psState) psVal {
	v := psMixture(st, r.args)
	if len(r.args) == 1 {
		v.file = r.args[0].file
	}
	if name := strings.TrimSuffix(strings.ToLower(psLastPart(psFirst(r.args).text)), ".exe"); psHashers[name] {
		v.hash, v.dirty = r.fileAmong(r.args, st), false
	}
	return v
}

func psFirst(vs []psVal) psVal {
	if len(vs) == 0 {
		return psVal{}
	}
	return vs[0]
}

// deciders are the variables that conditions ask for, by themselves or in a
// comparison.
func (s *psScript) deciders() map[string]bool {
	all := map[string]bool{}
	add := func(n ps.Node) {
		if p, ok := n.(*ps.Pipeline); ok && len(p.Elements) == 1 {
			n = p.Elements[0]
		}
		if v, ok := n.(*ps.Variable); ok {
			all[v.Lower()] = true
		}
	}
	for _, n := range s.nodes {
		switch n := n.Node.(type) {
		case *ps.If:
			for _, arm := range n.Arms {
				add(arm.Cond)
			}
		case *ps.While:
			add(n.Cond)
		case *ps.For:
			add(n.Cond)
		case *ps.Do:
			add(n.Cond)
		case *ps.Unary:
			add(n.X)
		case *ps.Binary:
			add(n.X)
			add(n.Y)
		case *ps.ForEach:
			add(n.In)
		case *ps.Paren:
			add(n.Inner)
		}
	}
	return all
}
