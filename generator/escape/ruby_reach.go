package escape

import (
	"slices"
	"strconv"
	"strings"
)

// Where values get to. Each name of the file is a node, whatever it names, and
// so are each hole and the arguments of each of Homebrew's methods; an edge says
// that what the second holds may be a part of the first. What is not known to
// keep its arguments data ends in rubyRuns: a method missing from the tables
// costs a refusal, never an injection.
const (
	rubyDropped = ""   // the value is only compared, or nobody sees it
	rubyRuns    = "!"  // the value may be run
	rubyRubies  = "!!" // as code of Ruby
)

// A rubyScope is what stands around a statement.
type rubyScope struct {
	def  string // the method that is defined
	part string // of the formula that has addresses of its own
	sure bool   // nothing around it decides whether it is run
}

// rubyReaders are the methods that give back what another was given; without a
// row, that is the one of the same name. One that begins with a dot is called on
// an object.
var rubyReaders = map[string][]string{
	"url":             strings.Fields("url stable head specs active_spec downloader cached_download livecheck mirrors urls"),
	"mirror":          strings.Fields("mirror mirrors stable head active_spec urls"),
	"head":            strings.Fields("head specs active_spec downloader cached_download"),
	"sha256":          strings.Fields("sha256 checksum stable active_spec"),
	"resource":        strings.Fields(".name .download_name .downloader .cached_download"),
	"keg_only":        strings.Fields("keg_only keg_only_reason"),
	"deprecate!":      rubyReasons,
	"disable!":        rubyReasons,
	"depends_on":      rubyNeeds,
	"uses_from_macos": rubyNeeds,
	"conflicts_with":  strings.Fields("conflicts_with conflicts"),
	"link_overwrite":  strings.Fields("link_overwrite link_overwrite_paths link_overwrite_formulae"),
	"skip":            strings.Fields("skip livecheck skip_msg"),
	"version":         rubyVersioned,
}

var (
	rubyReasons = strings.Fields("deprecate! disable! deprecate disable deprecation_reason deprecation_date deprecation_replacement deprecation_replacement_formula deprecation_replacement_cask disable_reason disable_date disable_replacement disable_replacement_formula disable_replacement_cask deprecate_args disable_args")
	rubyNeeds   = strings.Fields("depends_on uses_from_macos deps declared_deps dependencies recursive_dependencies runtime_dependencies runtime_formula_dependencies requirements recursive_requirements uses_from_macos_elements uses_from_macos_names build_dependencies")
)

// rubyVersioned hold the version, which Homebrew finds in the address where no
// version is given.
var rubyVersioned = strings.Fields(`
	version pkg_version stable active_spec prefix bin sbin lib libexec include share pkgshare doc info man man1 man2 man3 man4 man5 man6 man7 man8 elisp frameworks kext_prefix
	bash_completion zsh_completion fish_completion pwsh_completion buildpath cached_download linked_keg installed_prefix latest_installed_prefix
	std_cargo_args std_cabal_v2_args std_cmake_args std_configure_args std_go_args std_meson_args std_npm_args std_pip_args std_zig_args rpath loader_path`)

// rubyPure are methods whose value is made of the object's and the arguments'.
var rubyPure = strings.Fields(`
	to_s to_str to_a to_h to_i to_f to_sym dup freeze strip lstrip rstrip chomp chop squeeze upcase downcase capitalize swapcase reverse sub gsub tr delete delete_prefix delete_suffix
	lines chars split join first last take drop compact flatten uniq sort values keys fetch dig merge slice size length count
	major minor patch major_minor major_minor_patch basename dirname parent extname`)

// rubyCollectors put their arguments into the object that they are called on.
var rubyCollectors = strings.Fields("push append concat unshift insert add store replace update merge!")

// rubyEvaluators are the runners that read text as Ruby, or as a name of it.
var rubyEvaluators = strings.Fields(`
	eval instance_eval class_eval module_eval instance_exec class_exec module_exec binding send public_send __send__ method public_method instance_method
	define_method define_singleton_method alias_method const_get const_set instance_variable_get instance_variable_set class_variable_get class_variable_set require require_relative load autoload`)

// put notes that what a node holds may get into another.
func (s *rubyScript) put(into, node string) {
	if into == rubyDropped {
		return
	}
	if s.holds[into] == nil {
		s.holds[into] = map[string]bool{}
	}
	s.holds[into][node] = true
}

// within is all that gets into some nodes.
func (s *rubyScript) within(nodes ...string) map[string]bool {
	seen := map[string]bool{}
	for len(nodes) > 0 {
		node := nodes[len(nodes)-1]
		nodes = nodes[:len(nodes)-1]
		if seen[node] {
			continue
		}
		seen[node] = true
		for one := range s.holds[node] {
			nodes = append(nodes, one)
		}
	}
	return seen
}

// rubyHole is the node of a hole.
func rubyHole(i int) string { return "{" + strconv.Itoa(i) + "}" }

// rubyGiven is the node of what a method is given. The addresses of a resource
// have versions of their own, those of livecheck none.
func rubyGiven(method string, scope rubyScope) string {
	if method == "url" {
		return "(" + scope.part + "url)"
	}
	return "(" + method + ")"
}

// rubyParts are the blocks with addresses of their own, and the name of those.
var rubyParts = map[string]string{"resource": "resource ", "head": "resource ", "livecheck": "other ", "patch": "other ", "bottle": "other "}

// reach finds the places whose value is read again where text is run.
func (s *rubyScript) reach() {
	s.flows(s.file.list, rubyDropped, rubyScope{sure: true})
	for method := range rubyMethods {
		readers, ok := rubyReaders[method]
		if !ok {
			readers = []string{method}
		}
		for _, reader := range readers {
			s.put(reader, rubyGiven(method, rubyScope{}))
			s.put(reader, rubyGiven(method, rubyScope{part: "resource "}))
			s.put(reader, rubyGiven(method, rubyScope{part: "other "}))
		}
	}
	rubies := s.within(rubyRubies)
	run := s.within(rubyRuns, rubyRubies)
	addresses := map[string]bool{}
	if slices.ContainsFunc(rubyVersioned, func(name string) bool { return run[name] }) {
		addresses = s.within("(resource url)")
		if !s.fixed {
			addresses = s.within("(resource url)", "(url)")
		}
	}
	for i, p := range s.places {
		if p == nil {
			continue
		}
		hole := rubyHole(i)
		p.versioned = addresses[hole]
		reached := run[hole]
		if p.method == "version" { // whose values have a form that only Ruby could run
			reached = rubies[hole]
		}
		if reached && p.text() && p.bad == "" && p.block == "" {
			p.reach = "a call that runs text"
		}
	}
}

func (s *rubyScript) flows(list []*rubyNode, into string, scope rubyScope) {
	for _, n := range list {
		s.flow(n, into, scope)
	}
}

// flow notes where the value of an expression gets to, and those in it.
func (s *rubyScript) flow(n *rubyNode, into string, scope rubyScope) {
	switch n.kind {
	case rubyLeaf:
		s.flowLeaf(n, into, scope)
	case rubyCall:
		s.flowCall(n, into, scope)
	case rubyIndex, rubyArray, rubyHash, rubyPair, rubyGroup, rubyBegin:
		scope.sure = false
		if n.recv != nil {
			s.flow(n.recv, into, scope)
		}
		s.flows(n.args, into, scope)
		s.body(n.list, into, scope)
	case rubyBinary, rubyUnary:
		s.flowOperator(n, into, scope)
	case rubyAssign:
		base := rubyBase(n.recv)
		if n.recv.kind == rubyIndex {
			s.flows(n.recv.args, base, scope)
		}
		s.flow(n.args[0], base, scope)
		s.put(into, base)
	case rubyReturn:
		s.flows(n.args, scope.def, scope)
	case rubyDef:
		scope = rubyScope{def: n.name}
		s.flows(n.args, rubyDropped, scope) // each default is assigned to its parameter
		s.body(n.list, n.name, scope)
	case rubyClass:
		s.flows(n.args, rubyRuns, scope)
		s.flows(n.list, rubyDropped, rubyScope{sure: true})
	case rubyIf, rubyChoice:
		scope.sure = false
		s.flow(n.recv, rubyDropped, scope)
		s.body(n.list, into, scope)
		s.flows(n.args, into, scope)
	}
}

// body visits statements, the last of which gives the value of all.
func (s *rubyScript) body(list []*rubyNode, into string, scope rubyScope) {
	for i, n := range list {
		if i == len(list)-1 {
			s.flow(n, into, scope)
		} else {
			s.flow(n, rubyDropped, scope)
		}
	}
}

func (s *rubyScript) flowLeaf(n *rubyNode, into string, scope rubyScope) {
	from, to := s.marks(n.token.start, n.token.end)
	if str := n.token.str; str != nil && str.id != "" {
		from, to = s.marks(str.start, str.end)
	}
	for ; from < to; from++ {
		s.put(into, rubyHole(from))
	}
	if n.token.kind == rubyConst || n.token.kind == rubySymbol { // a symbol names what send and & call
		s.put(into, n.token.text)
	}
	if n.recv != nil {
		s.flow(n.recv, into, scope)
	}
	if n.token.str == nil {
		return
	}
	for _, part := range n.token.str.parts {
		if part.code != nil {
			s.flow(part.code, into, scope)
		}
	}
}

func (s *rubyScript) flowOperator(n *rubyNode, into string, scope rubyScope) {
	switch {
	case n.name == "!" || n.name == "not" || n.name == "=~" || slices.Contains(rubyCompares, n.name):
		into = rubyDropped
	case n.name == "<<":
		base := rubyBase(n.recv)
		s.flows(n.args, base, scope)
		s.put(into, base)
		s.flow(n.recv, into, scope)
		return
	}
	scope.sure = false
	s.flow(n.recv, into, scope)
	s.flows(n.args, into, scope)
}

// rubyBase is the node of what an assignment or a collector changes.
func rubyBase(n *rubyNode) string {
	switch {
	case n.kind == rubyIndex || n.kind == rubyBinary && n.name == "<<" || n.kind == rubyCall && n.recv != nil && slices.Contains(rubyCollectors, n.name):
		return rubyBase(n.recv)
	case n.kind == rubyCall && n.recv == nil && len(n.args) == 0 && !n.block:
		return n.name
	case n.kind == rubyLeaf && n.token.kind == rubyConst && n.recv == nil && n.token.text != "ENV":
		return n.token.text
	}
	return rubyRuns // the environment of programs, or what nobody knows
}

// flowCall notes where the arguments and the object of a call get to, and what
// its block gives.
func (s *rubyScript) flowCall(n *rubyNode, into string, scope rubyScope) {
	s.put(into, n.name)
	recv, args, inner := rubyRuns, rubyRuns, rubyRuns
	on := ""
	if n.recv != nil {
		s.put(into, "."+n.name)
		on = rubyOn(n.recv)
	}
	block := n.recv == nil && slices.Contains(rubyBlocks, n.name) && !s.own[n.name]
	switch {
	case s.known(n, on) || block:
		recv, args = rubyDropped, rubyGiven(n.name, scope)
		s.fixed = s.fixed || n.name == "version" && scope.sure && len(n.args) > 0
	case slices.Contains(rubyEvaluators, n.name):
		recv, args = rubyRubies, rubyRubies
		s.named(n.args)
	case n.block || n.recv == nil:
	case slices.Contains(rubyCollectors, n.name):
		recv, args = into, rubyBase(n.recv)
	case strings.HasSuffix(n.name, "?"):
		recv, args = rubyDropped, rubyDropped
	case slices.Contains(rubyPure, n.name):
		recv, args = into, into
	}
	if n.recv != nil {
		s.flow(n.recv, recv, scope)
	}
	s.flows(n.args, args, scope)
	scope.sure = scope.sure && block && n.name == "stable"
	if block {
		inner = rubyDropped
		if part, ok := rubyParts[n.name]; ok {
			scope.part = part
		}
	}
	s.body(n.list, inner, scope)
}

// named notes the names that evaluators find by strings.
func (s *rubyScript) named(args []*rubyNode) {
	for _, arg := range args {
		if arg.token.str != nil && len(arg.token.str.parts) == 1 {
			s.put(rubyRubies, arg.token.str.parts[0].text)
		}
	}
}
