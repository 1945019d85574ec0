package profiles

import (
	"bytes"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/goccy/go-yaml"
)

var update = flag.Bool("update", false, "write schema/*.json instead of comparing")

// TestSchemaFresh compares the committed schemas with the types and rules.
func TestSchemaFresh(t *testing.T) {
	for kind, gen := range map[string]func(*testing.T) *jsonschema.Schema{
		"profile":  func(t *testing.T) *jsonschema.Schema { return generate(t, Profile{}, profileRules) },
		"platform": func(t *testing.T) *jsonschema.Schema { return generate(t, Platform{}, platformRules) },
	} {
		path := "schema/" + kind + ".schema.json"
		want := indent(t, gen(t))
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(got), string(want)); diff != "" {
			t.Errorf("%s is stale (-committed +generated); to accept, run:\n\tgo test ./profiles -update\n%s", path, diff)
		}
	}
}

func indent(t *testing.T, s *jsonschema.Schema) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// generate makes the schema of a type. Shapes and descriptions are invopop's
// from types and comments, what a string may be comes from our rules.
func generate(t *testing.T, v any, rules map[string]rule) *jsonschema.Schema {
	r := &jsonschema.Reflector{
		Anonymous: true, ExpandedStruct: true, FieldNameTag: "yaml", RequiredFromJSONSchemaTags: true,
	}
	if err := r.AddGoComments("github.com/org/gosetup/profiles", "."); err != nil {
		t.Fatal(err)
	}
	root := r.Reflect(v)
	annotate(root, reflect.TypeOf(v), rules)
	for _, typ := range []reflect.Type{
		reflect.TypeFor[Wants](), reflect.TypeFor[GoWants](), reflect.TypeFor[settingsYAML](),
		reflect.TypeFor[Publish](), reflect.TypeFor[Signer](), reflect.TypeFor[Uname](),
	} {
		if def := root.Definitions[typ.Name()]; def != nil {
			annotate(def, typ, rules)
		}
	}
	return root
}

// annotate adds the rules to the properties of a struct's schema.
func annotate(s *jsonschema.Schema, typ reflect.Type, rules map[string]rule) {
	for _, f := range fieldsOf(typ) {
		p, _ := s.Properties.Get(f.key)
		if f.need {
			s.Required = append(s.Required, f.key)
		}
		if f.rule == "=key" {
			*p = *settingsSchema(p.Description, rules)
			continue
		}
		if f.keys != "" {
			p.PropertyNames = allow(rules[f.keys], &jsonschema.Schema{})
		}
		if p.Ref == "" {
			annotateValue(p, f, rules)
		}
	}
}

// annotateValue adds a field's rule to the string, list or map that holds it.
func annotateValue(p *jsonschema.Schema, f field, rules map[string]rule) {
	switch p.Type {
	case "string":
		allow(rules[f.rule], p)
	case "array":
		allow(rules[f.rule], p.Items)
		p.UniqueItems = true
		if one := uint64(1); f.min1 {
			p.MinItems = &one
		}
	case "object":
		if p.AdditionalProperties.Ref == "" {
			annotateValue(p.AdditionalProperties, field{rule: f.rule}, rules)
		}
	}
}

// allow adds to s what the rule allows. Where Windows has a form of its own, both
// forms pass: a schema does not look at the key three levels up.
func allow(r rule, s *jsonschema.Schema) *jsonschema.Schema {
	one := uint64(1)
	switch {
	case r.choices != nil:
		for _, c := range r.choices {
			s.Enum = append(s.Enum, c)
		}
	case r.windows != nil:
		s.Pattern = r.pattern.String() + "|" + r.windows.pattern.String()
	case r.pattern != nil:
		s.Pattern = r.pattern.String()
	default:
		s.MinLength = &one
	}
	return s
}

// settingsSchema lists the Go settings one by one, each with its rule.
func settingsSchema(description string, rules map[string]rule) *jsonschema.Schema {
	s := &jsonschema.Schema{
		Type: "object", Description: description, AdditionalProperties: jsonschema.FalseSchema,
		Properties: jsonschema.NewProperties(),
	}
	for _, key := range settingKeys {
		value := allow(rules[key], &jsonschema.Schema{Type: "string"})
		s.Properties.Set(key, &jsonschema.Schema{OneOf: []*jsonschema.Schema{value, {Type: "null"}}})
	}
	return s
}

// compile returns a function that validates YAML against a committed schema.
func compile(t testing.TB, kind string) func(src []byte) error {
	src, err := Schema(kind)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(src []byte) error {
		var v any
		src, _ = newDocument("", nil).clean(src) // as the parser does: the validator is not the subject
		if err := yaml.Unmarshal(src, &v); err != nil {
			return err
		}
		return schema.Validate(v)
	}
}

// TestSchemaAccepts validates every built-in file.
func TestSchemaAccepts(t *testing.T) {
	for kind, pattern := range map[string]string{"profile": "*.yaml", "platform": "platform/*.yaml"} {
		validate := compile(t, kind)
		paths, err := fs.Glob(files, pattern)
		if err != nil || len(paths) == 0 {
			t.Fatalf("no files like %s: %v", pattern, err)
		}
		for _, path := range paths {
			if path == "tools.yaml" {
				continue
			}
			src, _ := files.ReadFile(path)
			if err := validate(src); err != nil {
				t.Errorf("%s: %v", path, err)
			}
			relative := strings.Repeat("../", strings.Count(path, "/")) + "schema/" + kind + ".schema.json"
			if first, _, _ := strings.Cut(string(src), "\n"); first != "# yaml-language-server: $schema="+relative {
				t.Errorf("%s does not begin with its schema: %s", path, first)
			}
		}
	}
}

// TestSchemaRefuses gives bad documents to the schema and to the parser: an
// editor should underline what gosetup would refuse.
func TestSchemaRefuses(t *testing.T) {
	tests := map[string][]string{
		"profile": {
			"extend: default", "targets: [darwin]", "go: {versions: [1.10]}", `go: {versions: ["1.27"]}`,
			"go: {versions: []}", "root: go", "sources: [http://example.com]", "sources: ftp",
			"sources: [https://u:p@example.com]", "settings: {persist: direnv}", "settings: {values: {GOROOT: /x}}",
			"settings: {values: {GOSUMDB: off}}", "settings: {values: {GOPROXY: 'https://a b'}}",
			"settings: {values: {GOBIN: bin}}", "settings: {values: {CGO_ENABLED: 0}}", "shells: [nu]", "tools: [a b]",
			"platforms: {plan9: {}}", "platforms: {wsl2: {go: {version: x}}}", "outputs: [all]",
			"shells: [zsh, zsh]", "publish: {url: 'https://a/{tag}'}", "description: ''", "root: null", "[]",
		},
		"platform": {
			"goos: linux", "id: plan9-arm", "{id: wsl2, hash: [md5]}", "{id: wsl2, min_os: {1.27.1: '13'}}",
			"{id: wsl2, startup: {nu: [a]}}", "{id: wsl2, startup: {zsh: [/etc/zshrc]}}", "{id: wsl2, uname: {os: x}}",
		},
	}
	parse := map[string]func(string) error{
		"profile": func(src string) error {
			_, err := loadText("extends: default\n" + src)
			if _, plain := loadText(src); plain == nil {
				return nil
			}
			return err
		},
		"platform": func(src string) error { _, err := parsePlatform("x.yaml", []byte(src)); return err },
	}
	for kind, docs := range tests {
		validate := compile(t, kind)
		for _, src := range docs {
			if validate([]byte(src)) == nil {
				t.Errorf("%s schema accepts %s", kind, src)
			}
			if parse[kind](src) == nil {
				t.Errorf("%s parser accepts %s", kind, src)
			}
		}
	}
}

// TestTagsNameRules catches a tag that names no rule, which would allow anything.
func TestTagsNameRules(t *testing.T) {
	check := func(typ reflect.Type, rules map[string]rule) {
		for _, f := range fieldsOf(typ) {
			for _, name := range []string{f.rule, f.keys} {
				if _, ok := rules[name]; !ok && name != "" && name != "=key" {
					t.Errorf("%s.%s: no rule %q", typ.Name(), f.key, name)
				}
			}
		}
	}
	for _, v := range []any{Profile{}, Wants{}, GoWants{}, settingsYAML{}, Publish{}} {
		check(reflect.TypeOf(v), profileRules)
	}
	check(reflect.TypeOf(Platform{}), platformRules)
	check(reflect.TypeOf(Uname{}), platformRules)
	check(reflect.TypeOf(Tool{}), toolRules)
	for _, key := range settingKeys {
		if _, ok := settingRules[key]; !ok {
			t.Errorf("setting %s has no rule", key)
		}
	}
	if len(settingKeys) != len(settingRules) {
		t.Errorf("%d settings, %d rules", len(settingKeys), len(settingRules))
	}
}
