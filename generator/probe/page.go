package probe

import (
	_ "embed"
	"strings"
	"text/template"
)

var (
	//go:embed page.md.tmpl
	pageText string
	//go:embed index.md.tmpl
	indexText string
)

func parse(name, text string) *template.Template {
	return template.Must(template.New(name).Funcs(template.FuncMap{
		"join": func(words []string) string { return strings.Join(words, ", ") },
	}).Parse(text))
}

// Pages are the documents about the probes by file name: one for each, and
// README.md, which lists them.
func Pages() (map[string]string, error) {
	pages := map[string]string{}
	add := func(name string, t *template.Template, data any) error {
		var text strings.Builder
		err := t.Execute(&text, data)
		pages[name] = text.String()
		return err
	}
	page := parse("page", pageText)
	for _, p := range All() {
		if err := add(p.ID+".md", page, p); err != nil {
			return nil, err
		}
	}
	return pages, add("README.md", parse("index", indexText), All())
}
