package escape

import (
	"slices"
	"strconv"
	"strings"

	"github.com/org/gosetup/generator/ruby"
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
	s.flows(s.file.List, rubyDropped, rubyScope{sure: true})
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

func (s *rubyScript) flows(list []*ruby.Node, into string, scope rubyScope) {
	for _, n := range list {
		s.flow(n, into, scope)
	}
}

// flow notes where the value of an expression gets to, and those in it.
func (s *rubyScript) flow(n *ruby.Node, into string, scope rubyScope) {
	switch n.Kind {
	case ruby.Leaf:
		s.flowLeaf(n, into, scope)
	case ruby.Call:
		s.flowCall(n, into, scope)
	case ruby.Index, ruby.Array, ruby.Hash, ruby.Pair, ruby.Group, ruby.Begin:
		scope.sure = false
		if n.Recv != nil {
			s.flow(n.Recv, into, scope)
		}
		s.flows(n.Args, into, scope)
		s.body(n.List, into, scope)
	case ruby.Binary, ruby.Unary:
		s.flowOperator(n, into, scope)
	case ruby.Assign:
		base := rubyBase(n.Recv)
		if n.Recv.Kind == ruby.Index {
			s.flows(n.Recv.Args, base, scope)
		}
		s.flow(n.Args[0], base, scope)
		s.put(into, base)
	case ruby.Return:
		s.flows(n.Args, scope.def, scope)
	case ruby.Def:
		scope = rubyScope{def: n.Name}
		s.flows(n.Args, rubyDropped, scope) // each default is assigned to its parameter
		s.body(n.List, n.Name, scope)
	case ruby.Class:
		s.flows(n.Args, rubyRuns, scope)
		s.flows(n.List, rubyDropped, rubyScope{sure: true})
	case ruby.If, ruby.Choice:
		scope.sure = false
		s.flow(n.Recv, rubyDropped, scope)
		s.body(n.List, into, scope)
		s.flows(n.Args, into, scope)
	}
}

// body visits statements, the last of which gives the value of all.
func (s *rubyScript) body(list []*ruby.Node, into string, scope rubyScope) {
	for i, n := range list {
		if i == len(list)-1 {
			s.flow(n, into, scope)
		} else {
			s.flow(n, rubyDropped, scope)
		}
	}
}

func (s *rubyScript) flowLeaf(n *ruby.Node, into string, scope rubyScope) {
	from, to := s.marks(n.Token.Start, n.Token.End)
	if str := n.Token.Str; str != nil && str.ID != "" {
		from, to = s.marks(str.Start, str.End)
	}
	for ; from < to; from++ {
		s.put(into, rubyHole(from))
	}
	if n.Token.Kind == ruby.Const || n.Token.Kind == ruby.Symbol { // a symbol names what send and & call
		s.put(into, n.Token.Text)
	}
	if n.Recv != nil {
		s.flow(n.Recv, into, scope)
	}
	if n.Token.Str == nil {
		return
	}
	for _, part := range n.Token.Str.Parts {
		if part.Code != nil {
			s.flow(part.Code, into, scope)
		}
	}
}

func (s *rubyScript) flowOperator(n *ruby.Node, into string, scope rubyScope) {
	switch {
	case n.Name == "!" || n.Name == "not" || n.Name == "=~" || slices.Contains(rubyCompares, n.Name):
		into = rubyDropped
	case n.Name == "<<":
		base := rubyBase(n.Recv)
		s.flows(n.Args, base, scope)
		s.put(into, base)
		s.flow(n.Recv, into, scope)
		return
	}
	scope.sure = false
	s.flow(n.Recv, into, scope)
	s.flows(n.Args, into, scope)
}

// rubyBase is the node of what an assignment or a collector changes.
func rubyBase(n *ruby.Node) string {
	switch {
	case n.Kind == ruby.Index || n.Kind == ruby.Binary && n.Name == "<<" || n.Kind == ruby.Call && n.Recv != nil && slices.Contains(rubyCollectors, n.Name):
		return rubyBase(n.Recv)
	case n.Kind == ruby.Call && n.Recv == nil && len(n.Args) == 0 && !n.Block:
		return n.Name
	case n.Kind == ruby.Leaf && n.Token.Kind == ruby.Const && n.Recv == nil && n.Token.Text != "ENV":
		return n.Token.Text
	}
	return rubyRuns // the environment of programs, or what nobody knows
}

// flowCall notes where the arguments and the object of a call get to, and what
// its block gives.
func (s *rubyScript) flowCall(n *ruby.Node, into string, scope rubyScope) {
	s.put(into, n.Name)
	recv, args, inner := rubyRuns, rubyRuns, rubyRuns
	on := ""
	if n.Recv != nil {
		s.put(into, "."+n.Name)
		on = rubyOn(n.Recv)
	}
	block := n.Recv == nil && slices.Contains(rubyBlocks, n.Name) && !s.own[n.Name]
	switch {
	case s.known(n, on) || block:
		recv, args = rubyDropped, rubyGiven(n.Name, scope)
		s.fixed = s.fixed || n.Name == "version" && scope.sure && len(n.Args) > 0
	case slices.Contains(rubyEvaluators, n.Name):
		recv, args = rubyRubies, rubyRubies
		s.named(n.Args)
	case n.Block || n.Recv == nil:
	case slices.Contains(rubyCollectors, n.Name):
		recv, args = into, rubyBase(n.Recv)
	case strings.HasSuffix(n.Name, "?"):
		recv, args = rubyDropped, rubyDropped
	case slices.Contains(rubyPure, n.Name):
		recv, args = into, into
	}
	if n.Recv != nil {
		s.flow(n.Recv, recv, scope)
	}
	s.flows(n.Args, args, scope)
	scope.sure = scope.sure && block && n.Name == "stable"
	if block {
		inner = rubyDropped
		if part, ok := rubyParts[n.Name]; ok {
			scope.part = part
		}
	}
	s.body(n.List, inner, scope)
}

// named notes the names that evaluators find by strings.
func (s *rubyScript) named(args []*ruby.Node) {
	for _, arg := range args {
		if arg.Token.Str != nil && len(arg.Token.Str.Parts) == 1 {
			s.put(rubyRubies, arg.Token.Str.Parts[0].Text)
		}
	}
}
