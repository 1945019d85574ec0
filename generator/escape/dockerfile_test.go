package escape

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
)

func dockerTakes(v string) bool { return plainOneLine(v) && len(v) <= dockerLongest }

func dockerElementTakes(v string) bool { return len(v) <= dockerLongest }

var dockerTrips = []plainTrip{
	{name: "env", text: "ENV A={{.}}\n", want: "ENV A % .", takes: dockerTakes},
	{name: "env twice", text: "FROM x\nENV A={{.}} B={{.}}", want: "FROM x . ENV A % B % .", takes: dockerTakes},
	{name: "env with more", text: "ENV A=b{{.}}c'd e'{{.}} B=${X}{{.}}$X\n", want: "ENV A b%cd_e% B <X>%<X> .", takes: dockerTakes},
	{name: "env of several lines", text: "ENV A={{.}} \\\n  # {{.}}\n  B=\"{{.}}\" \\\n C={{.}}\n", want: "ENV A % B % C % .", takes: dockerTakes},
	{name: "double", text: "LABEL a.b-c=\"x {{.}} y$X${Y}{{.}}\"\n", want: "LABEL a.b-c x_%_y<X><Y>% .", takes: dockerTakes},
	{name: "double behind escapes", text: "ENV A=\"\\\\{{.}}\\\"\" B=\"\\\"{{.}}\\\\\"\n", want: `ENV A \%" B "%\ .`, takes: dockerTakes},
	{name: "arg", text: "ARG A\nARG B={{.}}\n", want: "ARG A . ARG B % .", takes: dockerTakes},
	{name: "comment", text: "# made by {{.}}\n#{{.}}\nENV A=b\n # {{.}}\nENV C=d", want: "ENV A b . ENV C d .", takes: dockerTakes},
	{name: "exec", text: "CMD [\"a\", \"b{{.}}c\",\"--\", {{.}} ,\"{{.}}\"]\n", want: "CMD a b%c -- % % .", takes: dockerElementTakes},
	{name: "exec of several lines", text: "RUN --network=none [ \"a\", \\\n \"--\", \\\n {{.}}]\nENV A=b\n", want: "RUN a -- % . ENV A b .", takes: dockerElementTakes},
	{name: "exec list", text: "ENTRYPOINT [\"a\", \"--\", {{.}}]\n", want: "ENTRYPOINT a -- % w % .", as: asWords, takes: dockerElementTakes},
}

var dockerContinued = regexp.MustCompile(`([^\\])\\[ \t]*$|^\\[ \t]*$`)

// decodeDocker reads a Dockerfile as BuildKit does, written after its parser
// and not after our reader: the lines first, then the words, then each word.
func decodeDocker(text string) string {
	var leaves []string
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimLeft(lines[i], " \t")
		if line == "" || line[0] == '#' {
			continue
		}
		for dockerContinued.MatchString(line) && i+1 < len(lines) {
			line = dockerContinued.ReplaceAllString(line, "$1")
			i++
			for strings.HasPrefix(strings.TrimLeft(lines[i], " \t"), "#") {
				i++
			}
			line += lines[i]
		}
		name, rest, _ := strings.Cut(line, " ")
		leaves = append(append(leaves, name), dockerArgs(strings.TrimSpace(rest))...)
		leaves = append(leaves, ".")
	}
	return strings.Join(leaves, plainSeparator)
}

func dockerArgs(rest string) (leaves []string) {
	for strings.HasPrefix(rest, "--") {
		_, rest, _ = strings.Cut(rest, " ")
	}
	var elements []string
	if json.Unmarshal([]byte(strings.TrimSpace(rest)), &elements) == nil {
		return elements
	}
	for _, word := range dockerWords(rest) {
		key, value, ok := strings.Cut(word, "=")
		if leaves = append(leaves, key); ok {
			leaves = append(leaves, dockerWord(value))
		}
	}
	return leaves
}

// dockerWords splits at blanks outside of quotes.
func dockerWords(s string) (words []string) {
	word, quote := "", rune(0)
	escaped := false
	for _, c := range s {
		switch {
		case escaped:
			escaped = false
		case c == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == ' ' || c == '\t':
			if word != "" {
				words = append(words, word)
			}
			word = ""
			continue
		}
		word += string(c)
	}
	if word != "" {
		words = append(words, word)
	}
	return words
}

var dockerPiece = regexp.MustCompile(`(?s)^(?:'[^']*'|"(?:\\.|[^"\\])*"|\$\{\w+\}|\$\w+|\\.|.)`)

var dockerInner = regexp.MustCompile(`(?s)^(?:\$\{\w+\}|\$\w+|\\.|.)`)

// dockerWord takes quotes and backslashes away, and shows variables as <NAME>.
func dockerWord(s string) string {
	var b strings.Builder
	for s != "" {
		piece := dockerPiece.FindString(s)
		s = s[len(piece):]
		switch {
		case piece[0] == '\'':
			b.WriteString(piece[1 : len(piece)-1])
		case piece[0] == '"' && len(piece) > 1:
			for inner := piece[1 : len(piece)-1]; inner != ""; {
				p := dockerInner.FindString(inner)
				inner = inner[len(p):]
				if p[0] == '\\' && !strings.Contains(`"$\`, p[1:]) {
					b.WriteString(p)
					continue
				}
				b.WriteString(dockerPlain(p))
			}
		default:
			b.WriteString(dockerPlain(piece))
		}
	}
	return b.String()
}

func dockerPlain(p string) string {
	switch {
	case p[0] == '\\' && len(p) > 1:
		return p[1:]
	case p[0] == '$' && len(p) > 1:
		return "<" + strings.Trim(p, "${}") + ">"
	}
	return p
}

func TestDockerfileRoundTrip(t *testing.T) {
	testPlain(t, dialect.Dockerfile, dockerTrips, map[string]func(testing.TB, []string) []string{
		"decoder": func(_ testing.TB, docs []string) (got []string) {
			for _, doc := range docs {
				got = append(got, decodeDocker(doc))
			}
			return got
		},
	})
}

func TestDockerfile(t *testing.T) {
	header := "# Code generated by gosetup {{.}}. DO NOT EDIT.\n# {{.}}.\nFROM a\n"
	testPlainCases(t, dialect.Dockerfile, []plainCase{
		{"our header", header, "syntax=evil", "# Code generated by gosetup syntax=evil. DO NOT EDIT.\n# syntax=evil.\nFROM a\n"},
		{"a directive at the top", "# {{.}}\nFROM a\n", "x", "docker/directive"},
		{"a directive behind another", "# syntax=docker/dockerfile:1\n# {{.}}\nFROM a\n", "x", "docker/directive"},
		{"the image of a directive", "# syntax={{.}}\nFROM a\n", "x", "docker/directive"},
		{"a directive with its name", "# syntax {{.}}\nFROM a\n", "= evil", "docker/directive"},
		{"a directive without a blank", "#{{.}}\nFROM a\n", "x", "docker/directive"},
		{"a comment behind an instruction", "FROM a\n# {{.}}\n", "syntax=evil", "FROM a\n# syntax=evil\n"},
		{"a static directive", "# syntax=docker/dockerfile:1\nENV A={{.}}\n", "x", "# syntax=docker/dockerfile:1\nENV A=\"x\"\n"},
		{"another escape", "# escape=`\nENV A={{.}}\n", "x", "syntax"},
		{"a shebang", "#!{{.}}\nFROM a\n", "x", "syntax"},
		{"an integer", "ENV A={{.}}\n", 5, "ENV A=\"5\"\n"},
		{"an integer of [ ]", "CMD [\"a\", {{.}}]\n", 5, "CMD [\"a\", \"5\"]\n"},
		{"a negative one", "CMD [\"a\", {{.}}]\n", -5, "docker/option"},
		{"a list of none", "CMD [\"a\", {{.}}]\n", Words{}, "value/list"},
		{"a list in a value", "ENV A={{.}}\n", Words{"a", "b"}, "value/list"},
		{"the old form of ENV", "ENV A {{.}}\n", "x", "docker/argument"},
		{"the name of ENV", "ENV {{.}}=a\n", "x", "docker/argument"},
		{"an escape outside of quotes", "ENV A=a\\ b B={{.}}\n", "x", "docker/argument"},
		{"a variable's name", "ENV A=$B{{.}}\n", "x", "docker/argument"},
		{"a variable's name in quotes", "ENV A=\"${{\"{\"}}{{.}}}\"\n", "x", "docker/argument"},
		{"a modifier", "ENV A=${B:-{{.}}}\n", "x", "docker/argument"},
		{"a shell command", "FROM a\nRUN true && \\\n  echo \"{{.}}\"\n", "x", "docker/shell"},
		{"brackets with single quotes", "CMD ['a', '{{.}}']\n", "x", "docker/shell"},
		{"brackets with a number", "CMD [\"a\", 1, {{.}}]\n", "x", "docker/shell"},
		{"brackets with a tail", "CMD [\"a\", {{.}}] b\n", "x", "docker/shell"},
		{"brackets of another instruction", "COPY [{{.}}, \"/\"]\n", "x", "docker/argument"},
		{"the program", "RUN [\"/usr/bin/{{.}}\"]\n", "x", "docker/program"},
		{"code of a shell", "CMD [\"/bin/bash\", \"-c\", \"echo {{.}}\"]\n", "x", "docker/eval"},
		{"a program by a variable", "CMD [\"$X\", {{.}}]\n", "x", "docker/eval"},
		{"an option", "CMD [\"a\", {{.}}]\n", "--x", "docker/option"},
		{"the value of an option", "CMD [\"a\", \"--x={{.}}\"]\n", "-x", "CMD [\"a\", \"--x=-x\"]\n"},
		{"a loader variable", "ARG BASH_ENV=\"{{.}}\"\n", "x", "docker/special"},
		{"a flag", "RUN --mount={{.}} [\"a\"]\n", "x", "docker/argument"},
		{"the flag of an image", "FROM --platform={{.}} a\n", "x", "docker/argument"},
		{"a flag as an image", "FROM {{.}}\n", "--platform=x", "docker/image"},
		{"an image and more", "FROM {{.}}\n", "a AS b", "docker/image"},
		{"a variable as an image", "FROM {{.}}\n", "$X", "docker/image"},
		{"a here-document", "RUN <<EOF\necho {{.}}\nEOF\n", "x", "syntax"},
		{"an instruction", "{{.}} a\n", "RUN", "syntax"},
		{"a line that goes on nowhere", "ENV A={{.}} \\\n", "x", "syntax"},
		{"an empty line inside", "ENV A={{.}} \\\n\nB=c\n", "x", "syntax"},
		{"two backslashes", "ENV A={{.}}\\\\\nB=c\n", "x", "syntax"},
	})
}

// The test's decoder is right about what BuildKit's own tests say.
func TestDecodeDocker(t *testing.T) {
	for in, want := range map[string]string{
		`ENV A="a b" B='c $d' C=e\ f D="\$x$y" E="\a\\"`: `ENV A a_b B c_$d C e_f D $x<y> E \a\ .`,
		"ENV A=b\\\n  C=d":       "ENV A b C d .",
		"CMD [ \"a\", \"b\\n\"]": "CMD a b\n .",
	} {
		want = strings.NewReplacer(" ", plainSeparator, "_", " ").Replace(want)
		if got := decodeDocker(in); got != want {
			t.Errorf("%q gives %q, not %q", in, got, want)
		}
	}
}

func FuzzDockerfileCanon(f *testing.F) {
	fuzzPlainCanon(f, dockerLanguage{dockerRules}, "# a GsaT00000Z\nFROM GsaT00001Z AS x\nENV A=\"b$C\" D=GsaT00002Z\\\n # e\n F=g\nCMD [\"h\", GsaN00003Z]\n", "# syntax=x\nRUN a <b\nONBUILD RUN x")
}

func FuzzDockerfileValue(f *testing.F) {
	texts := []string{"ENV A={{.}}", "ENV A=\"{{.}}\"", "CMD [\"a\", \"--\", {{.}}]"}
	fuzzPlainValue(f, dialect.Dockerfile, texts, func(doc string) (string, error) {
		leaves := strings.Split(decodeDocker(doc), plainSeparator)
		if len(leaves) < 3 {
			return "", fmt.Errorf("only %q", leaves)
		}
		return leaves[len(leaves)-2], nil
	})
}
