package escape

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/org/gosetup/generator/powershell"
	"github.com/org/gosetup/generator/realtool"
)

// A psReader reads a literal of PowerShell as about_Quoting_Rules and
// about_Special_Characters say, and knows nothing of the lexer of the package.
type psReader struct {
	rest  []rune
	units []uint16 // what it means; NUL, the source, NUL for what is expanded
}

var (
	psSingles = []rune("'\u2018\u2019\u201a\u201b")
	psDoubles = []rune("\"\u201c\u201d\u201e")
	psEscapes = map[rune]rune{'0': 0, 'a': 7, 'b': 8, 'f': 12, 'n': 10, 'r': 13, 't': 9, 'v': 11}
)

// psRead reads the literal that s begins with: what it means and how long it is.
func psRead(s string) (value string, n int, err error) {
	r := &psReader{rest: []rune(s)}
	switch {
	case strings.HasPrefix(s, "<#"):
		i := strings.Index(s, "#>")
		if i < 0 {
			return "", 0, errors.New("a comment without an end")
		}
		return psUnescaped(s[2:i]), i + 2, nil
	case r.at('#'):
		line, _, _ := strings.Cut(s[1:], "\n")
		return psUnescaped(line), 1 + len(line), nil
	case r.take("("):
		if !r.at(psSingles...) {
			return "", 0, errors.New("a sum whose first part is no string: + would count")
		}
		for first := true; err == nil && !r.take(")"); first = false {
			if !first && !r.take(" + ") {
				return "", 0, fmt.Errorf("neither + nor ) at %.20q", string(r.rest))
			}
			if err = r.char(); err == nil {
				continue
			}
			err = r.single()
		}
	case r.at(psDoubles...):
		err = r.double()
	default:
		err = r.single()
	}
	return string(utf16.Decode(r.units)), len(s) - len(string(r.rest)), err
}

// psUnescaped reads the notation of the package for comments, which mean nothing.
func psUnescaped(s string) string {
	return regexp.MustCompile(`\\u\{([0-9A-F]+)\}`).ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[3:len(m)-1], 16, 32)
		return string(rune(n))
	})
}

func (r *psReader) at(any ...rune) bool { return len(r.rest) > 0 && slices.Contains(any, r.rest[0]) }

func (r *psReader) take(s string) bool {
	n := utf8.RuneCountInString(s)
	if len(r.rest) < n || string(r.rest[:n]) != s {
		return false
	}
	r.rest = r.rest[n:]
	return true
}

func (r *psReader) add(c rune) { r.units = utf16.AppendRune(r.units, c) }

// char reads [char]0xNNNN.
func (r *psReader) char() error {
	var digits string
	if head := string(r.rest[:min(len(r.rest), 12)]); len(head) == 12 && strings.HasPrefix(head, "[char]0x") {
		digits = head[8:]
	}
	n, err := strconv.ParseUint(digits, 16, 16)
	if err == nil {
		r.units, r.rest = append(r.units, uint16(n)), r.rest[12:]
	}
	return err
}

func (r *psReader) single() error {
	if !r.at(psSingles...) {
		return fmt.Errorf("no literal at %.20q", string(r.rest))
	}
	for r.rest = r.rest[1:]; len(r.rest) > 0; r.rest = r.rest[1:] {
		if r.at(psSingles...) {
			if r.rest = r.rest[1:]; !r.at(psSingles...) {
				return nil
			}
		}
		r.add(r.rest[0])
	}
	return errors.New("a ' without an end")
}

func (r *psReader) double() error {
	for r.rest = r.rest[1:]; len(r.rest) > 0; {
		c := r.rest[0]
		switch {
		case r.at(psDoubles...):
			if r.rest = r.rest[1:]; !r.at(psDoubles...) {
				return nil
			}
			r.add(r.rest[0])
		case c == '`' && len(r.rest) > 1:
			r.rest = r.rest[1:]
			c = r.rest[0]
			if c == 'e' || c == 'u' {
				return fmt.Errorf("`%c, which 5.1 and 7 read differently", c)
			}
			if special, ok := psEscapes[c]; ok {
				c = special
			}
			r.add(c)
		case c == '$' && len(r.rest) > 1 && (unicode.IsLetter(r.rest[1]) || unicode.IsDigit(r.rest[1]) || strings.ContainsRune("_?^$:{(", r.rest[1])):
			if r.expansion() {
				continue
			}
			return fmt.Errorf("an expansion without an end at %.20q", string(r.rest))
		default:
			r.add(c)
		}
		r.rest = r.rest[1:]
	}
	return errors.New("a \" without an end")
}

var psExpansion = regexp.MustCompile(`^\$(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\{[^{}]*\}|[\pL\pN_?^$:]+)`)

// expansion reads $name, ${name} and $( ), of which one is a character.
func (r *psReader) expansion() bool {
	rest := r.rest
	if r.take("$(") && r.char() == nil && r.take(")") {
		return true
	}
	source := psExpansion.FindString(string(rest))
	r.units = append(append(append(r.units, 0), utf16.Encode([]rune(source))...), 0)
	r.rest = rest[utf8.RuneCountInString(source):]
	return source != ""
}

// psGrammar asks the PowerShell grammar of tree-sitter, on its standard input:
// {docs} gives [error, start, end ...] of each, with the places of the outermost
// literals and comments; {base, edits} says of each [offset, length, insertion]
// whether the grammar takes the text with it.
const psGrammar = `
require("node:v8").setFlagsFromString("--liftoff-only");
const modules = require("node:module").createRequire(process.argv[1]);
const { Language, Parser } = modules("@vscode/tree-sitter-wasm");
const input = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
function look(tree, text) {
  const found = [tree.rootNode.hasError ? 1 : 0], cursor = tree.walk();
  for (let more = true; more;) {
    const type = cursor.nodeType, begins = (s) => text.startsWith(s, cursor.startIndex);
    const outer = type === "comment" || type === "string_literal" && !begins('"$(f ') || type === "parenthesized_expression" && begins("('");
    if (outer) found.push(cursor.startIndex, cursor.endIndex);
    if (!outer && cursor.gotoFirstChild()) continue;
    while (!(more = cursor.gotoNextSibling()) && cursor.gotoParent());
  }
  return found;
}
(async () => {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(modules.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm")));
  const results = (input.docs || []).map((text) => { const tree = parser.parse(text), found = look(tree, text); tree.delete(); return found; });
  const base = input.base && parser.parse(input.base);
  const point = (at) => ({ row: input.base.slice(0, at).split("\n").length - 1, column: at - input.base.lastIndexOf("\n", at - 1) - 1 });
  for (const [at, length, insertion] of input.edits || []) {
    const old = base.copy();
    const to = point(at); // only sizes count: no edit has a line end
    old.edit({ startIndex: at, oldEndIndex: at + length, newEndIndex: at + insertion.length, startPosition: to,
      oldEndPosition: { ...to, column: to.column + length }, newEndPosition: { ...to, column: to.column + insertion.length } });
    const tree = parser.parse(input.base.slice(0, at) + insertion + input.base.slice(at + length), old);
    results.push(tree.rootNode.hasError);
    tree.delete();
    old.delete();
  }
  console.log(JSON.stringify(results));
})();`

// askGrammar runs one node. Without it or the grammar the test is skipped, or
// fails where they were installed on purpose.
func askGrammar(t testing.TB, input, results any) {
	t.Helper()
	realtool.Need(t, "node")
	grammars, err := filepath.Abs(filepath.Join("..", "testdata", "grammars", "check.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(grammars), "node_modules")); err != nil {
		if os.Getenv("GOSETUP_REQUIRE_TOOLS") != "" {
			t.Fatal("the npm packages of the grammars are not installed; ./test installs them")
		}
		t.Skip("the npm packages of the grammars are not installed; ./test installs them")
	}
	data, err := json.Marshal(input)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "-e", psGrammar, grammars)
	var errs bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(data), &errs
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, results)
	}
	if err != nil {
		t.Fatalf("node: %v\n%s", err, errs.String())
	}
}

// A lexer that loses a delimiter would not see a value that gets out. Of the
// mutants of a big script, each with one more or one less, it takes only what
// the grammar takes too, and each means something else than the script.
func TestPowerShellDelimiters(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "golden", "default", "install.ps1"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	lang := powershellLanguage{powershellRules}
	original, err := lang.canon(text)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewSource(testSeed(t)))
	type edit struct {
		at, length int
		insertion  string
	}
	var edits []edit
	for _, at := range regexp.MustCompile("\\$\\(|@[({]|['\"`(){}\\[\\]]").FindAllStringIndex(text, -1) {
		delimiter := text[at[0]:at[1]]
		other := pick(r, []string{"'", "\"", "(", ")", "{", "}", "[", "]"})
		edits = append(edits, edit{at[0], len(delimiter), ""}, edit{at[0], 0, delimiter}, edit{r.Intn(len(text)), 0, delimiter}, edit{at[0], len(delimiter), other})
	}
	r.Shuffle(len(edits), func(i, j int) { edits[i], edits[j] = edits[j], edits[i] })
	edits = edits[:min(len(edits), envInt(t, "GOSETUP_MUTANTS", 300))]
	accepted := make([]bool, len(edits))
	inputs := make([][3]any, len(edits))
	for i, e := range edits {
		mutant := text[:e.at] + e.insertion + text[e.at+e.length:]
		canon, err := lang.canon(mutant)
		same := text == mutant || e.insertion == "`" && strings.ContainsAny(text[e.at:e.at+1], " '#") // "a` b" is "a b"
		if accepted[i] = err == nil; accepted[i] && canon == original && !same {
			t.Errorf("%q at %d is a mutant with the canon of the original", psNear(text, e.at), e.at)
		}
		inputs[i] = [3]any{e.at, e.length, e.insertion}
	}
	var broken []bool
	askGrammar(t, map[string]any{"base": text, "edits": inputs}, &broken)
	counts := map[string]int{}
	for i, e := range edits {
		counts[fmt.Sprintf("ours %v, grammar %v", accepted[i], !broken[i])]++
		if accepted[i] && broken[i] && !psLax(text, e.at, e.insertion) {
			t.Errorf("the grammar does not take %+v in %q", e, psNear(text, e.at))
		}
	}
	t.Log(counts)
}

// psLax says whether a lexer may take what a parser does not: a backtick, which
// in a word or before a blank is right in an argument and wrong in an expression,
// and a string directly behind a bracket.
func psLax(text string, at int, insertion string) bool {
	return insertion == "`" || (insertion == "'" || insertion == `"`) && strings.Contains(")}]", text[at-1:at])
}

func psNear(text string, at int) string { return text[max(0, at-40):min(len(text), at+40)] }

// Any text is refused by plain, or comes back from each kind of literal.
func FuzzPowerShellQuote(f *testing.F) {
	for _, v := range append(worst, "", "'", "''", "a`", "\u2018\u2019\u201a\u201b", "\u201c\u201d\u201e", "$([char]0x0027)", "' + 'b", "\U0001f642\ufffd", "#>", "\n'@\npwned\n@'", "${x}$x$(x)$") {
		f.Add(v)
	}
	trips := []psTrip{
		{name: "bare", parts: []string{"$v = ", "{{.}}", "; f ", "{{.}}", "\n"}},
		{name: "double", parts: []string{"$v = ", `"{{.}}"`, "\nf ", `"${x}{{.}}:{{.}}$($y)"`, "\n"}},
		{name: "single", parts: []string{"$v = ", "'{{.}}'", "\nf ", "'a''{{.}}`'", "\n"}, takes: isASCII},
	}
	f.Fuzz(func(t *testing.T, v string) {
		for _, trip := range trips {
			out, err := renderPowerShell(trip.template(), v)
			takes := plain(v) == nil && (trip.takes == nil || trip.takes(v))
			switch {
			case takes != (err == nil):
				t.Errorf("%s: %q: %v", trip.name, v, err)
			case takes:
				got, _, err := trip.literals(out)
				if err != nil || !slices.Equal(got, trip.want(v)) || !isASCII(out) {
					t.Errorf("%s: %q becomes %q, %q %v", trip.name, v, out, got, err)
				}
			}
		}
	})
}

// The lexer reads any text: it ends with tokens that lie in the text one behind
// the other, or an error in it. A string written in another way has the same
// canon, and a value in the place of the word VV lets nothing out.
func FuzzPowerShellCanon(f *testing.F) {
	for _, trip := range psTrips {
		f.Add(strings.ReplaceAll(trip.template(), "{{.}}", "VV"), "it's")
	}
	for _, templates := range psRefused {
		for _, text := range templates {
			f.Add(strings.ReplaceAll(text, "{{.}}", "VV"), "\u2019$(x)`")
		}
	}
	for _, text := range []string{"\"`", "\"$(", "\"$(a)$(b) $c\"", "$(", "@{", "<#", "('' + [char]0x", "${", "a`", "$", "\"${", "\"$", "`\n", "--%", "@'", "function", "|", "&", "function f", "& f |", ".", "="} {
		f.Add(text, "x")
		f.Add("$x = VV; "+text, "x")
	}
	for _, v := range worst {
		f.Add("$x = VV; f \"$x VV$(f 'VV')\" # VV\n", v)
		f.Add(v, "x")
	}
	lang := powershellLanguage{powershellRules}
	f.Fuzz(func(t *testing.T, text, value string) {
		tokens, err := powershell.Lex(text)
		var te *powershell.Error
		if err != nil && (!errors.As(err, &te) || te.Offset < 0 || te.Offset > len(text)) {
			t.Fatalf("error %#v", err)
		}
		canon, strict := lang.canon(text)
		if err != nil && strict == nil {
			t.Fatalf("%q has a canon, but %v", text, err)
		}
		if strict == nil {
			requoted := psRequoted(t, text, tokens)
			if again, err := lang.canon(requoted); err != nil || again != canon {
				t.Errorf("%q as %q: %v\n%q\n%q", text, requoted, err, canon, again)
			}
		}
		if strings.Contains(text, "{{") {
			return
		}
		out, err := renderPowerShell(strings.ReplaceAll(text, "VV", "{{.}}"), value)
		if err == nil && !isASCII(out) {
			t.Errorf("%q with %q becomes %q", text, value, out)
		}
		if _, wrong := powershell.Lex(out); err == nil && wrong != nil {
			t.Errorf("%q with %q becomes %q: %v", text, value, out, wrong)
		}
	})
}

// psRequoted writes each string of a text anew.
func psRequoted(t *testing.T, text string, tokens []powershell.Token) string {
	var b strings.Builder
	at := 0
	var walk func(tokens []powershell.Token, end int)
	walk = func(tokens []powershell.Token, end int) {
		for _, token := range tokens {
			if token.End == 0 {
				continue // a piece of text between expansions, which has no place
			}
			if token.Start < at || token.End > end || token.End <= token.Start {
				t.Fatalf("%q: a token at %d to %d, behind %d", text, token.Start, token.End, at)
			}
			if token.Kind == powershell.TokenString && plain(token.Text) == nil { // the lexer writes "`0" with a NUL
				b.WriteString(text[at:token.Start] + quotePowerShell(token.Text))
				at = token.End
			}
			walk(token.Parts, token.End)
			b.WriteString(text[at:token.End])
			at = token.End
		}
	}
	walk(tokens, len(text))
	return b.String() + text[at:]
}
