package escape

import (
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/pelletier/go-toml/v2"
)

func TestTOMLSoup(t *testing.T) {
	plainSoup{dialect.TOML, []string{"a = ", "b = ", "\n", "\n", "{{.}}", "{{.}}", "\"{{.}}\"", "'{{.}}'", "\"", "'", "\"\"\"", "'''", "[", "]", "[t]\n", "[[u]]\n", "{c = ", "}", ", ", " # ", "# {{.}}\n", "1", "true", "\\", "\\n", ".", "d = {{.}}\n", "e = [{{.}}, 1]\n"}, 800,
		func(docs []string) []string {
			return readWith(func(b []byte, v any) error {
				m := map[string]any{}
				err := toml.Unmarshal(b, &m)
				*v.(*any) = m
				return err
			}, "a b c d e t u")(t, docs)
		}}.run(t)
}

func TestMarkdownSoup(t *testing.T) {
	plainSoup{dialect.Markdown, []string{"{{.}}", "{{.}}", " {{.}} ", "{{.}}\n", "\n", "\n", "\n\n", " ", "  ", "    ", "\t", "x", "1", "a b", "*", "**", "_", "~~", "`", "``", "`{{.}}`", "```text\n", "```\n", "~~~\n", "# ", "## {{.}}", "- ", "+ ", "1. ", "1) ", "> ", "---\n", "===\n", "| a | b |\n|---|---|\n| ", " | ", "|", "[", "]", "(", ")", "](<https://x.y/{{.}}>)", "](<", ">)", "![", "<b>", "</b>", "<", ">", "<!-- {{.}} -->\n", "<!--", "-->", "&", "&amp;", ";", "\\", "http://", "www.", ".", ":", "!", "#", "-", "=", "+", "<div>\n", "<https://x.y>", "@"}, 3000,
		func(docs []string) (got []string) {
			for _, doc := range docs {
				shape, text := markdownShape(doc)
				got = append(got, shape+"\n"+text)
			}
			return got
		}}.run(t)
}
