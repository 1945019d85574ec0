package escape

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"text/template"
	"text/template/parse"

	"github.com/org/gosetup/generator/dialect"
)

// A FuncMap has the functions of a template by name, as in text/template.
type FuncMap = template.FuncMap

// A Template is a set of templates whose holes are escaped for the places they
// stand in. It is safe for use by several goroutines once the last Parse is
// done.
type Template struct {
	dialect *dialect.Dialect
	lang    language // nil when the dialect takes no values
	*set
}

// A set is what the views of a Template in several dialects share.
type set struct {
	first  string                 // the template that Execute executes
	files  [2]string              // around the name of a template, the path of its file
	tmpl   *template.Template     // its printing actions end in holeFunc
	texts  map[string]string      // by file
	trees  map[string]*parse.Tree // as they were written
	hooked map[*parse.Tree]bool
	funcs  FuncMap
	locs   []location
	locOf  map[location]int
	pool   sync.Pool // of *runner
	cache  *cache
}

// A location is where a hole is in its file.
type location struct {
	file      string
	line, col int
	expr      string // "{{.Name}}"
}

// New makes an empty set of templates of dialect d. A missing key of a map is an
// error, as with Option("missingkey=error"). Of sprig, the functions of Sprig
// are there, and two more:
//
//	include NAME DATA   another template of the set, in the dialect that its
//	                    name tells, as a value: a script inside a script
//	words LIST          a list of strings as Words
func New(d *dialect.Dialect) *Template {
	t := &Template{d, languages[d], &set{
		texts: map[string]string{}, trees: map[string]*parse.Tree{}, hooked: map[*parse.Tree]bool{}, locOf: map[location]int{}, funcs: FuncMap{}, cache: newCache(),
	}}
	t.tmpl = template.New("").Option("missingkey=error").Funcs(stubs)
	maps.Copy(t.funcs, sprigFuncs())
	t.tmpl.Funcs(t.funcs)
	return t
}

// In is the same set of templates, read as dialect d.
func (t *Template) In(d *dialect.Dialect) *Template {
	return &Template{d, languages[d], t.set}
}

// Funcs adds functions. It must be called before the templates that use them
// are parsed.
func (t *Template) Funcs(funcs FuncMap) *Template {
	t.pool = sync.Pool{}
	maps.Copy(t.funcs, funcs)
	t.tmpl.Funcs(funcs)
	return t
}

// Files says what to put before and behind the name of a template to get the
// path of its file, for errors.
func (t *Template) Files(prefix, suffix string) *Template {
	t.files = [2]string{prefix, suffix}
	return t
}

// Parse adds the templates in text, a file called name: the text itself as the
// template called name, and those that it defines. Errors are those of
// text/template.
func (t *Template) Parse(name, text string) (*Template, error) {
	t.texts[name] = text
	t.pool = sync.Pool{} // its copies are out of date
	if _, err := t.tmpl.New(name).Parse(text); err != nil {
		return nil, err
	}
	if t.first == "" {
		t.first = name
	}
	for _, one := range t.tmpl.Templates() {
		if one.Tree == nil || t.hooked[one.Tree] {
			continue
		}
		t.trees[one.Name()] = one.Tree.Copy()
		t.hooked[one.Tree] = true
		t.hook(one.Tree)
	}
	return t, nil
}

// Execute executes the template that was parsed first.
func (t *Template) Execute(w io.Writer, data any) error {
	return t.ExecuteTemplate(w, t.first, data)
}

// ExecuteTemplate executes the template called name with data as its dot, and
// writes the text with all values escaped, or nothing and an error: an *Error,
// or one of text/template.
func (t *Template) ExecuteTemplate(w io.Writer, name string, data any) error {
	code, err := t.Code(name, data)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, code.text)
	return err
}

// Code executes the template called name to Code of the set's dialect.
func (t *Template) Code(name string, data any) (Code, error) {
	sk, values, err := t.skeleton(name, data)
	if err != nil {
		return Code{}, err
	}
	return t.fill(sk, values)
}

// hold says whether any of the values is somebody's text.
func hold(values []value) bool {
	return slices.ContainsFunc(values, func(v value) bool {
		return v.kind == kindText || v.kind == kindWords || v.kind == kindCode && v.code.values
	})
}

// skeleton executes a template with a sentinel for every value.
func (t *Template) skeleton(name string, data any) (*skeleton, []value, error) {
	r, err := t.runner()
	if err != nil {
		return nil, nil, err
	}
	defer t.pool.Put(r)
	r.begin(t)
	r.out.Grow(len(t.texts[name])) // it tells more than nothing
	if err := r.tmpl.ExecuteTemplate(&r.out, name, data); err != nil {
		var own *Error
		if errors.As(err, &own) {
			return nil, nil, own
		}
		return nil, nil, err
	}
	text := r.out.String()
	prefix, err := freePrefix(text, r.prefix, len(r.values))
	if err != nil {
		return nil, nil, err
	}
	if prefix != r.prefix { // the text itself holds our sentinels' prefix
		return t.reprefixed(r, name, data, prefix)
	}
	return newSkeleton(text, prefix), r.values, nil
}

// reprefixed executes once more with sentinels that the text does not hold.
func (t *Template) reprefixed(r *runner, name string, data any, prefix string) (*skeleton, []value, error) {
	r.begin(t)
	r.prefix = prefix
	if err := r.tmpl.ExecuteTemplate(&r.out, name, data); err != nil {
		return nil, nil, err
	}
	return newSkeleton(r.out.String(), prefix), r.values, nil
}

// freePrefix finds a prefix that stands in text as often as there are holes
// with it, which is never by chance: candidates other than used must not occur.
func freePrefix(text, used string, holes int) (string, error) {
	if strings.Count(text, used) == holes {
		return used, nil
	}
	for _, prefix := range prefixes {
		if !strings.Contains(text, prefix) {
			return prefix, nil
		}
	}
	return "", errPrefixes
}

var errPrefixes = fmt.Errorf("the template holds every one of Gsa, Gsb ... Gsz, of which the marks of holes are made")

// prefixes are the candidates; the first is nearly always free.
var prefixes = func() (all []string) {
	for c := 'a'; c <= 'z'; c++ {
		all = append(all, "Gs"+string(c))
	}
	return all
}()

func newSkeleton(text, prefix string) *skeleton {
	sk := &skeleton{text: text, prefix: prefix, marks: make([]mark, 0, strings.Count(text, prefix))}
	for at := 0; ; {
		i := strings.Index(text[at:], prefix)
		if i < 0 {
			return sk
		}
		at += i
		sk.marks = append(sk.marks, mark{at, at + sentinelLength, kind(text[at+len(prefix)])})
		at += sentinelLength
	}
}

// A runner executes the templates with functions of its own, so that several
// can run at a time.
type runner struct {
	tmpl   *template.Template
	out    bytes.Buffer
	t      *Template
	prefix string
	values []value
}

func (t *Template) runner() (*runner, error) {
	if r, ok := t.pool.Get().(*runner); ok {
		return r, nil
	}
	clone, err := t.tmpl.Clone()
	if err != nil {
		return nil, err
	}
	r := &runner{}
	r.tmpl = clone.Funcs(FuncMap{holeFunc: r.hole, "include": r.include, "words": words})
	return r, nil
}

func (r *runner) begin(t *Template) {
	r.t, r.prefix = t, prefixes[0]
	r.values = nil // the old ones are the caller's
	r.out.Reset()
}

// hole notes the value of a hole and prints its sentinel.
func (r *runner) hole(loc int, v any) (string, error) {
	val, err := newValue(r.t.dialect, v)
	val.loc = loc
	if err != nil {
		return "", r.t.at(val, err.(*Error))
	}
	r.values = append(r.values, val)
	return sentinel(r.prefix, val.kind, len(r.values)-1), nil
}

// include is the template function.
func (r *runner) include(name string, data any) (any, error) {
	d := dialect.ByName(name, "")
	if d == nil {
		return nil, fmt.Errorf("include %q: its ending names no dialect", name)
	}
	code, err := r.t.In(d).Code(name, data)
	if err != nil {
		return nil, err
	}
	if d == dialect.Text {
		return code.text, nil // its values stand in it as they are
	}
	return code, nil
}

// words is the template function.
func words(list any) (Words, error) {
	switch list := list.(type) {
	case Words:
		return list, nil
	case []string:
		return list, nil
	}
	return nil, fmt.Errorf("words: a %T is not a list of strings", list)
}
