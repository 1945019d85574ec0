package escape

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/dialect"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	gmhtml "github.com/yuin/goldmark/renderer/html"
)

var markdownReader = goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(gmhtml.WithUnsafe()))

// A comment is no element: what is in it must not show.
var markdownTags = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)

var markdownComments = regexp.MustCompile(`(?s)<!--.*?-->`)

// markdownShape renders a document and takes its text away: what is left are
// the elements.
func markdownShape(doc string) (shape, text string) {
	var b strings.Builder
	if err := markdownReader.Convert([]byte(doc), &b); err != nil {
		return err.Error(), ""
	}
	out := b.String()
	shape = strings.Join(markdownTags.FindAllString(markdownComments.ReplaceAllString(out, "<!-- -->"), -1), "")
	return html.UnescapeString(shape), html.UnescapeString(markdownTags.ReplaceAllString(out, ""))
}

func markLine(v string) bool  { return plainOneLine(v) }
func markFull(v string) bool  { return plainOneLine(v) && v != "" }
func markFirst(v string) bool { return markFull(v) && !strings.HasPrefix(v, "\ufeff") }
func markSpan(v string) bool {
	return markFull(v) && !strings.Contains(v, "`") && strings.Trim(v, " \t") == v
}
func markTable(v string) bool { return markSpan(v) && !strings.Contains(v, "|") }
func markIn(v string) bool    { return !strings.Contains(v, "`````") && !markFenceInside(v) }

func markFenceInside(v string) bool {
	for _, line := range strings.Split(v, "\n") {
		if markFenceLine.MatchString(line) {
			return true
		}
	}
	return false
}

// markdownTrips have no want: it is what the template gives with a plain word.
var markdownTrips = []plainTrip{
	{name: "paragraph", text: "a {{.}} b\n", takes: markLine},
	{name: "paragraph alone", text: "x\n\n{{.}}\n\ny\n", takes: markFirst},
	{name: "start of a line", text: "x\n{{.}} y\n", takes: markFirst},
	{name: "end of a line", text: "x {{.}}\ny\n", takes: markLine},
	{name: "twice", text: "x {{.}}{{.}} y\n", takes: markLine},
	{name: "heading", text: "## {{.}}\n\nx\n", takes: markFirst},
	{name: "heading with more", text: "# a {{.}} #\n", takes: markLine},
	{name: "underlined", text: "a {{.}}\n===\n", takes: markLine},
	{name: "list", text: "- {{.}}\n- b {{.}}\n  - {{.}}\n\n1. {{.}}\n", takes: markFirst},
	{name: "quote", text: "> {{.}}\n> {{.}} a\n", takes: markFirst},
	{name: "table", text: "| a | {{.}} |\n|---|---|\n| {{.}} | b |\n", takes: markFull},
	{name: "link", text: "x [a {{.}} b](<https://example.com/>) y\n", takes: markLine},
	{name: "link alone", text: "[{{.}}](<https://example.com/>)\n", takes: markFull},
	{name: "emphasis", text: "**a {{.}} b** _a {{.}} b_ ~~a {{.}} b~~\n", takes: markLine},
	{name: "code span", text: "a `{{.}}` b\n", takes: markSpan},
	{name: "code span of two", text: "a `` b ` {{.}} c `` d\n", takes: markSpan},
	{name: "code span in a table", text: "| a |\n|---|\n| `{{.}}` |\n", takes: markTable},
	{name: "fence", text: "x\n\n`````text\n{{.}}\na {{.}}\n`````\n\ny\n", takes: markIn},
	{name: "indented fence", text: "1. x\n\n   ~~~json\n   a {{.}}\n   ~~~\n2. y\n", takes: func(v string) bool { return plainOneLine(v) }},
	{name: "comment", text: "<!-- made by {{.}} -->\n\nx\n", takes: func(v string) bool {
		return markLine(v) && !strings.ContainsAny(v, "<>") && !strings.Contains(v, "--") && !strings.HasSuffix(v, "-")
	}},
}

func TestMarkdownRoundTrip(t *testing.T) {
	for _, trip := range markdownTrips {
		shape, text := markdownShape(mustMarkdown(t, trip.text, "Qq"))
		if trip.name != "comment" && !strings.Contains(text, "Qq") {
			t.Fatalf("%s: no value in %q", trip.name, text)
		}
		empty, _ := renderPlain(t, dialect.Markdown, trip.text, "")
		trip.want, trip.exact = strings.ReplaceAll(text, "Qq", "%"), true
		testPlain(t, dialect.Markdown, []plainTrip{trip}, map[string]func(testing.TB, []string) []string{
			"goldmark": func(_ testing.TB, docs []string) (got []string) {
				for _, doc := range docs {
					s, text := markdownShape(doc)
					if doc == empty { // the blank before the value is taken away
						text = strings.ReplaceAll(trip.want, "%", "")
					}
					if s != shape {
						text = fmt.Sprintf("elements %s, not %s", s, shape)
					}
					got = append(got, text)
				}
				return got
			},
		})
	}
}

func mustMarkdown(t testing.TB, text string, data any) string {
	t.Helper()
	out, err := renderPlain(t, dialect.Markdown, text, data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
