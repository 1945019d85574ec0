package ruby

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// What the subset leaves out is an error with a position, never a guess.
func TestSubset(t *testing.T) {
	for _, text := range []string{
		"=begin\n=end", "x\n=begin\n=end", "__END__ \nx", "x __END__", "\"#{\n__END__\n}\"", "`ls`", "%x(ls)", "%q(a)", "x = %(a)", "?a", "x ?a : b", "desc /a/m / 2x", "x /a/ 2/", "a <<EOS\nEOS", "a <<-EOS\nEOS", "a <<~EOS", "a <<~eos\neos",
		"@x = 1", "$x = 1", "x; y", "a ?b : c", "a ? b :c", "a ? b", "a(1)? b : c", "x -= 1", "x &&= 1", "X.y + 1 += 1", "def a\n  X ||= 1\nend", "begin", "begin\nend while x", "x rescue y", "def a\n  x rescue y\nend", "begin\n  x\nrescue => y?\nend", "begin\nrescue x\nend", "begin\nelse\nend", "if x\nrescue\nend", "a { x\nrescue\n}", "rescue", "def a\n  x rescue Foo\n  y\nend", "def a\n  x ensure\n  y\nend", "x <<~A, %W[a\nb]\nA", "args <<\"x\"", "x = a<< b", "x <<= 1", "%W[a", "%W[a[b]]", "%W[a\\ b]", "%W(a)", "while x do\nend", "case x\nend", "->(x) { x }", `"#$x"`, `"#@x"`, `"\x41"`, `"\101"`, "\"a\\\nb\"", `:"a"`, "a.b&.c", "a..b",
		"x = 1\nx -2", "x *a", "x = 1\nx [1]", "\"a\" \"b\"", "desc \"a", "desc 'a", "desc \"#{a\"", "desc \"#{a\n}\"", "do\nend", "x do", "end", "if x", "class x\nend", "def x", "foo(", "[1", "{ a: 1", "foo a: 1, 2",
		"x <<~EOS\n  a\n   \n  b\nEOS", "x <<~EOS\n\ta\nEOS", "x <<~EOS, 'a\nb'\nEOS", "00", "1_", "1e5", "x\r\n", "a\x00", "\u00e9 = 1", "x =~ y =~ z", "self = 1", "x.1", "def a(b c)\nend", "a {|x", "%w[a(b]c", "%w(a)",
		"def a(b, b)\nend", "def a(&b, c)\nend", "def a(*b, *c)\nend", "def a(b = 1, c)\nend", "a { |b, b| c }", "a(&b, c)", "[&b]", "return a: 1", "not return", "return or a", "a if b = c d", "x = ! a b", "!! a b", "a (b\nc)", "not / /",
		"A -1", "A /b/", "A *b", "a /[b/", "a /(?b)/", "a /b**/", "a /[b-a]/", "a /[]/", "a /\\1/", "a /^*/", "a /(?<=b*)/", "a /b{2,1}/", "a /b/x", "a /(/", "a /)/", "a \"\xff\"", "# \xff",
	} {
		var e *Error
		if _, err := Parse(text); err == nil {
			t.Errorf("%q is taken", text)
		} else if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(text) || e.What == "" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// An error points to what is wrong.
func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"desc \"a":             "5 a string without its end",
		"a 1\nwhile b":         "4 while, which the part of Ruby that formulae need does not have",
		"a do\n  b\n":          "9 the end of the file where something is missing",
		"regex(/a(b/)":         "10 a regular expression with a ( too many",
		"x = [1\n":             "7 the end of the file where something is missing",
		"a <<~EOS\n  b\n":      "9 the here-document EOS without its end",
		"desc \"a\", \"b\"c\n": "13 \"c\" where it cannot stand",
		"a = `ls`":             "4 a command in backticks, which a shell takes apart; write Utils.safe_popen_read with an argument for each word",
		"a = %x(ls)":           "4 a command in %x, which a shell takes apart; write Utils.safe_popen_read with an argument for each word",
		"def a(b, b)\nend":     "9 \"b\" where it cannot stand",
		"a \"b\" \"c\"":        "6 a string where it cannot stand",
	} {
		_, err := Parse(text)
		var e *Error
		if !errors.As(err, &e) || fmt.Sprintf("%d %s", e.Offset, e.What) != want {
			t.Errorf("%q: %+v, want %s", text, err, want)
		}
	}
}

// kinds names the nodes in what outline prints.
var kinds = map[NodeKind]string{Leaf: "leaf", Call: "call", Index: "index", Array: "array", Hash: "hash", Pair: "pair", Binary: "binary", Unary: "unary", Group: "group",
	Assign: "assign", Return: "return", Def: "def", Class: "class", If: "if", Choice: "choice", Begin: "begin"}

// outline writes a tree on one line: each node as its kind, its bytes and what
// it holds.
func outline(text string, n *Node) string {
	if n == nil {
		return ""
	}
	var in []string
	if s := outline(text, n.Recv); s != "" {
		in = append(in, s)
	}
	for _, list := range [][]*Node{n.Args, n.List} {
		for _, one := range list {
			in = append(in, outline(text, one))
		}
	}
	s := kinds[n.Kind] + "<" + text[n.Start:n.End] + ">"
	if len(in) > 0 {
		s += "(" + strings.Join(in, " ") + ")"
	}
	return s
}

// The tree says what the text says, and where.
func TestTree(t *testing.T) {
	for text, want := range map[string]string{
		`url "a", using: :b`:               `call<url "a", using: :b>(leaf<"a"> pair<using: :b>(leaf<:b>))`,
		`bin.install "a" => "b"`:           `call<bin.install "a" => "b">(call<bin> pair<"a" => "b">(leaf<"a"> leaf<"b">))`,
		"on_arm do\n  a 1\nend":            "call<on_arm do\n  a 1\nend>(call<a 1>(leaf<1>))",
		"a if b && !c":                     "if<a if b && !c>(binary<b && !c>(call<b> unary<!c>(call<c>)) call<a>)",
		"x = [A::B, 2]":                    "assign<x = [A::B, 2]>(call<x> array<[A::B, 2]>(leaf<A::B>(leaf<A>) leaf<2>))",
		"a[1] ? b : c":                     "choice<a[1] ? b : c>(index<a[1]>(call<a> leaf<1>) call<b> call<c>)",
		"class A < B\n  def c\n  end\nend": "class<class A < B\n  def c\n  end\nend>(leaf<B> def<def c\n  end>)",
	} {
		file, err := Parse(text + "\n")
		if err != nil || len(file.List) != 1 {
			t.Errorf("%q: %v", text, err)
		} else if got := outline(text, file.List[0]); got != want {
			t.Errorf("%q is\n%s, want\n%s", text, got, want)
		}
	}
}

// Strings are decoded, here-documents without the blanks that all lines have.
func TestText(t *testing.T) {
	file, err := Parse("a \"b\\n\\u00e9\\#{\", 'c\\n\\'', <<~E # d\n    e\n      f\n\nE\nb \"g#{h}\"\n__END__\nx")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"b\né#{", `c\n'`, "e\n  f\n\n"} {
		if got, ok := file.List[0].Args[i].Text(); !ok || got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if text, ok := file.List[1].Args[0].Text(); ok {
		t.Errorf("%q is fixed", text)
	}
	if len(file.Comments) != 1 || file.Data == 0 {
		t.Errorf("%+v", file)
	}
}

// Options.Hole makes a name a value where one can stand.
func TestHole(t *testing.T) {
	hole := Options{Hole: func(word string) Hole { return map[string]Hole{"T": TextHole, "N": NumberHole}[word] }}
	file, err := hole.Parse("a T, N\nclass T\nend\nb.T")
	if err != nil {
		t.Fatal(err)
	}
	args := file.List[0].Args
	if args[0].Token.Kind != String || args[0].Token.Str.Quote != Bare || args[1].Token.Kind != Number || file.List[1].Token.Kind != Const {
		t.Errorf("%+v", file.List)
	}
}

// Any text ends in a tree whose nodes are in the text, or in an error in it.
func FuzzParse(f *testing.F) {
	for _, text := range goods(f) {
		f.Add(text)
	}
	for _, text := range ingredients {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := Parse(text)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) || e.Offset < 0 || e.Offset > len(text) {
				t.Fatalf("%v", err)
			}
			return
		}
		for _, n := range file.List {
			Walk(n, func(n *Node) {
				if n.Start < 0 || n.Start > n.End || n.End > len(text) {
					t.Fatalf("node %d at %d to %d", n.Kind, n.Start, n.End)
				}
			})
		}
	})
}
