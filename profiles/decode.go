package profiles

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

type node = ast.Node

// A document is one YAML file being read: the rules of its kind and what is
// wrong with it so far. It walks the syntax tree itself, because every error
// needs a position and reading goes on after the first.
type document struct {
	file    string
	rules   map[string]rule
	windows bool            // inside an override for Windows, where paths look different
	seen    map[string]node // values by path, such as "extends"
	errs    []posError
}

func newDocument(file string, rules map[string]rule) *document {
	return &document{file: file, rules: rules, seen: map[string]node{}}
}

// A place is where in a document a value stands and what may stand there.
type place struct {
	path string // "go.versions"; empty at the top
	rule string // for strings and the strings of a list or map
	keys string // rule for the keys of a map
	min1 bool   // whether [] is refused
}

// A reader is a type that is written in another shape than it has in Go.
type reader interface {
	readYAML(*document, node, place)
}

func addressable(p any) reflect.Value { return reflect.ValueOf(p).Elem() }

// read parses src and stores it in what into points to.
func (d *document) read(src []byte, into any) {
	v := addressable(into)
	if n := d.parse(src, v.Type()); n != nil {
		d.value(n, v, place{})
	}
}

// value stores n in v, which is a string, or a list, map or struct of such.
func (d *document) value(n node, v reflect.Value, at place) {
	d.seen[at.path] = n
	if r, ok := v.Addr().Interface().(reader); ok {
		r.readYAML(d, n, at)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(d.text(n, at))
	case reflect.Slice:
		d.list(n, v, at)
	case reflect.Map:
		d.table(n, v, at)
	case reflect.Struct:
		d.record(n, v, at)
	case reflect.Pointer: // null is a value here, and stays nil
		if n.Type() != ast.NullType {
			v.Set(reflect.New(v.Type().Elem()))
			d.value(n, v.Elem(), at)
		}
	}
}

// list stores a list of strings, each of them once.
func (d *document) list(n node, v reflect.Value, at place) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.mismatch(n, at, "a list such as [a, b]")
		return
	}
	if len(seq.Values) == 0 && at.min1 {
		d.errorAt(n, "%s is empty; want at least one, or leave the key out", at.path)
	}
	list := []string{} // not nil: a list written as [] is written
	for i, item := range seq.Values {
		inner := place{path: fmt.Sprintf("%s[%d]", at.path, i), rule: at.rule}
		d.seen[inner.path] = item
		s := d.text(item, inner)
		if s != "" && slices.Contains(list, s) {
			d.errorAt(item, "%q stands twice in %s; want it once", s, at.path)
		}
		list = append(list, s)
	}
	v.Set(reflect.ValueOf(list))
}

// table stores a map with keys of a rule's.
func (d *document) table(n node, v reflect.Value, at place) {
	v.Set(reflect.MakeMap(v.Type()))
	for _, p := range d.pairs(n, at) {
		if complaint := d.rules[at.keys].complain(p.key, false); complaint != "" {
			d.errorAt(p.keyNode, "%s", complaint)
			continue
		}
		inner := place{path: join(at.path, p.key), rule: at.rule}
		if at.rule == "=key" {
			inner.rule = p.key
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		if at.keys == "platform" {
			d.windows = strings.HasPrefix(p.key, "windows-")
		}
		d.value(p.value, elem, inner)
		v.SetMapIndex(reflect.ValueOf(p.key), elem)
	}
	if at.keys == "platform" {
		d.windows = false
	}
}

// record stores a struct by the tags of its fields.
func (d *document) record(n node, v reflect.Value, at place) {
	fields := fieldsOf(v.Type())
	found := map[string]bool{}
	for _, p := range d.pairs(n, at) {
		i := slices.IndexFunc(fields, func(f field) bool { return f.key == p.key })
		if i < 0 {
			what := in(fmt.Sprintf("unknown key %q", p.key), at.path)
			d.errorAt(p.keyNode, "%s", notAmong(what, p.key, keysOf(v.Type())))
			continue
		}
		found[p.key] = true
		d.value(p.value, v.FieldByIndex(fields[i].index), fields[i].place(at.path))
	}
	for _, f := range fields {
		if f.need && !found[f.key] {
			d.errorAt(n, "no %s; want one", in(f.key, at.path))
		}
	}
}

// text returns a string that the place's rule allows. Only what is written as a
// string is one: the YAML number 1.10 is 1.1 to most programs.
func (d *document) text(n node, at place) string {
	r := d.rules[at.rule]
	s, ok := stringOf(n)
	switch {
	case ok && s == "":
		d.errorAt(n, "%s is empty; want %s, or leave it out", at.path, r.wanted())
	case ok:
		if complaint := r.complain(s, d.windows); complaint != "" {
			d.errorAt(n, "%s", complaint)
		}
		return r.tidy(s)
	case isScalar(n):
		raw := n.GetToken().Value
		d.errorAt(n, "%s: %s is %s; quote it: %q", at.path, raw, kindOf(n), raw)
	default:
		d.mismatch(n, at, r.wanted())
	}
	return ""
}

// A pair is one key of a mapping and its value.
type pair struct {
	key            string
	keyNode, value node
}

// pairs lists a mapping's pairs whose keys are strings that stand once.
func (d *document) pairs(n node, at place) []pair {
	m, ok := n.(ast.MapNode)
	if !ok {
		d.mismatch(n, at, "a mapping")
		return nil
	}
	var list []pair
	first := map[string]int{}
	for it := m.MapRange(); it.Next(); {
		key, ok := d.key(it.Key())
		if !ok {
			continue
		}
		line, _ := position(it.Key())
		if at, twice := first[key]; twice {
			d.errorAt(it.Key(), "key %q stands on line %d already; want it once", key, at)
			continue
		}
		first[key] = line
		value := it.Value()
		if value == nil {
			value = ast.Null(it.Key().GetToken())
		}
		list = append(list, pair{key, it.Key(), value})
	}
	return list
}

func (d *document) key(n node) (key string, ok bool) {
	key, ok = stringOf(n)
	switch {
	case ok && unprintable(key) >= 0:
		d.errorAt(n, "key %q has a character that does not print; want plain text", key)
		return "", false
	case !ok && isScalar(n):
		raw := n.GetToken().Value
		d.errorAt(n, "key %s is %s; quote it: %q", raw, kindOf(n), raw)
	case !ok:
		d.errorAt(n, "the key is %s; want a plain string", kindOf(n))
	}
	return key, ok
}

// mismatch reports a node of the wrong kind.
func (d *document) mismatch(n node, at place, want string) {
	what := at.path
	if what == "" {
		what = "the file"
	}
	if n.Type() == ast.NullType {
		d.errorAt(n, "%s has no value; want %s", what, want)
		return
	}
	d.errorAt(n, "%s is %s; want %s", what, kindOf(n), want)
}

// A field is what the tags say about a struct field.
type field struct {
	key        string
	rule, keys string
	need, min1 bool
	index      []int
}

func (f field) place(parent string) place {
	return place{join(parent, f.key), f.rule, f.keys, f.min1}
}

// fieldsOf lists the fields that can be written, those of embedded structs too.
func fieldsOf(t reflect.Type) []field {
	var list []field
	for _, f := range reflect.VisibleFields(t) {
		key := f.Tag.Get("yaml")
		if f.Anonymous || key == "" || key == "-" {
			continue
		}
		list = append(list, field{
			key: key, rule: f.Tag.Get("rule"), keys: f.Tag.Get("keys"),
			need: f.Tag.Get("need") == "yes", min1: f.Tag.Get("min") == "1",
			index: f.Index,
		})
	}
	return list
}

// keysOf lists the keys a struct knows, in the order of its fields.
func keysOf(t reflect.Type) []string {
	var keys []string
	if t.Kind() == reflect.Struct {
		for _, f := range fieldsOf(t) {
			keys = append(keys, f.key)
		}
	}
	return keys
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func in(what, path string) string {
	if path == "" {
		return what
	}
	return fmt.Sprintf("%s in %s", what, path)
}
