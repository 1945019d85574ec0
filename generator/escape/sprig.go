package escape

import "github.com/Masterminds/sprig/v3"

// A SprigFunc is a function of Masterminds/sprig that templates may use.
type SprigFunc struct {
	Name   string
	Why    string // what a setup script needs it for
	Call   string // an example: a template action
	Result string // what it prints, on every machine and at every hour
}

// Sprig lists what templates have of sprig: functions that compute a value from
// their arguments alone, cannot be told to fill the memory, and do not quote.
// What is left out, and why, stands in the test that compares this list with
// the installed version.
var Sprig = []SprigFunc{
	{"trim", "tidy what people wrote", `{{trim " a "}}`, "a"},
	{"trimAll", "take a character off both ends", `{{trimAll "/" "/a/"}}`, "a"},
	{"trimPrefix", "go1.2 to 1.2", `{{trimPrefix "go" "go1.2"}}`, "1.2"},
	{"trimSuffix", "drop an ending", `{{trimSuffix "/" "a/"}}`, "a"},
	{"upper", "names of variables", `{{upper "goarch"}}`, "GOARCH"},
	{"lower", "names of files", `{{lower "Linux"}}`, "linux"},
	{"contains", "conditions on a text", `{{contains "b" "abc"}}`, "true"},
	{"hasPrefix", "conditions on a text", `{{hasPrefix "a" "abc"}}`, "true"},
	{"hasSuffix", "conditions on a text", `{{hasSuffix "c" "abc"}}`, "true"},
	{"replace", "other separators", `{{replace "-" "_" "a-b"}}`, "a_b"},
	{"nospace", "names from titles", `{{nospace "a b"}}`, "ab"},
	{"snakecase", "names of variables from titles", `{{snakecase "GoRoot"}}`, "go_root"},
	{"kebabcase", "names of options from titles", `{{kebabcase "GoRoot"}}`, "go-root"},
	{"camelcase", "names of classes from titles", `{{camelcase "go_root"}}`, "GoRoot"},
	{"trunc", "short digests", `{{trunc 3 "abcdef"}}`, "abc"},
	{"indent", "texts of several lines", `{{indent 2 "a"}}`, "  a"},
	{"join", "one text from a list", `{{join ", " (list "a" "b")}}`, "a, b"},
	{"splitList", "a list from one text", `{{index (splitList "." "1.2") 1}}`, "2"},
	{"sortAlpha", "a fixed order", `{{sortAlpha (list "b" "a")}}`, "[a b]"},
	{"list", "lists in a template", `{{len (list 1 2)}}`, "2"},
	{"first", "an element of a list", `{{first (list 1 2)}}`, "1"},
	{"last", "an element of a list", `{{last (list 1 2)}}`, "2"},
	{"rest", "all but the first", `{{rest (list 1 2 3)}}`, "[2 3]"},
	{"initial", "all but the last", `{{initial (list 1 2 3)}}`, "[1 2]"},
	{"append", "a longer list", `{{append (list 1) 2}}`, "[1 2]"},
	{"prepend", "a longer list", `{{prepend (list 1) 2}}`, "[2 1]"},
	{"concat", "lists together", `{{concat (list 1) (list 2)}}`, "[1 2]"},
	{"uniq", "a list without repetitions", `{{uniq (list 1 1 2)}}`, "[1 2]"},
	{"without", "a list without an element", `{{without (list 1 2) 1}}`, "[2]"},
	{"has", "conditions on a list", `{{has 1 (list 1 2)}}`, "true"},
	{"reverse", "newest first", `{{reverse (list 1 2)}}`, "[2 1]"},
	{"compact", "a list without empty elements", `{{compact (list "" "a")}}`, "[a]"},
	{"dict", "named arguments of a template", `{{(dict "a" 1).a}}`, "1"},
	{"get", "an element of a dict", `{{get (dict "a" 1) "a"}}`, "1"},
	{"hasKey", "conditions on a dict", `{{hasKey (dict "a" 1) "a"}}`, "true"},
	{"ternary", "one of two texts", `{{ternary "a" "b" true}}`, "a"},
	{"empty", "conditions", `{{empty ""}}`, "true"},
	{"coalesce", "the first that is given", `{{coalesce "" "a"}}`, "a"},
	{"int", "a number for arithmetic", `{{int "41"}}`, "41"},
	{"add", "numbers", `{{add 1 2}}`, "3"},
	{"sub", "numbers", `{{sub 3 1}}`, "2"},
	{"mul", "numbers", `{{mul 2 3}}`, "6"},
	{"div", "numbers", `{{div 7 2}}`, "3"},
	{"mod", "numbers", `{{mod 7 2}}`, "1"},
	{"max", "numbers", `{{max 1 2}}`, "2"},
	{"min", "numbers", `{{min 1 2}}`, "1"},
	{"semverCompare", "conditions on versions", `{{semverCompare ">=1.2" "1.3.0"}}`, "true"},
	{"sha256sum", "digests of texts", `{{sha256sum "a"}}`, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
	{"base", "the last part of a path", `{{base "a/b"}}`, "b"},
	{"dir", "all but the last part of a path", `{{dir "a/b"}}`, "a"},
	{"toString", "a text from a number", `{{toString 1}}`, "1"},
	{"fail", "an error of the template's own, with its text", "", ""},
}

func sprigFuncs() FuncMap {
	all := sprig.TxtFuncMap()
	funcs := FuncMap{}
	for _, f := range Sprig {
		funcs[f.Name] = all[f.Name]
	}
	return funcs
}
