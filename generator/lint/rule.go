package lint

import (
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed rules/*.md
var ruleFiles embed.FS

// A Rule is something that scripts must do, or must not.
type Rule struct {
	ID       string // "GS101"
	Severity Severity
	Promise  string // "P2", or "" if it is no promise but good craft
	Title    string // one line
	Doc      string // the whole explanation, Markdown
	Examples []Example
}

// An Example is a whole file that shows a rule.
type Example struct {
	Dialect string // "sh"
	Snippet bool   // it is to be sourced
	Debian  bool   // it is for Debian only, to have nothing to do with portability
	Bad     bool   // flagged by this rule and no other; a good one by none
	Text    string
}

var ruleHead = regexp.MustCompile(`^# (GS\d{3}) (note|warning|error)(?: (P\d+))?: (.+)\n\n`)

// Rules returns the rules in the order of their IDs.
func Rules() []*Rule { return allRules().list }

// RuleByID is the rule called id, or nil.
func RuleByID(id string) *Rule { return allRules().byID[id] }

type ruleSet struct {
	list []*Rule
	byID map[string]*Rule
}

// allRules reads the files once. They are part of the program: one that is
// malformed is a mistake of its author, found by the first test.
var allRules = sync.OnceValue(func() ruleSet {
	set := ruleSet{byID: map[string]*Rule{}}
	names, err := fs.Glob(ruleFiles, "rules/*.md")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		text, err := ruleFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		rule, err := parseRule(string(text))
		if err != nil || "rules/"+rule.ID+".md" != name {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		set.list = append(set.list, rule)
		set.byID[rule.ID] = rule
	}
	return set
})

// parseRule reads the file of a rule; doc.go has the format.
func parseRule(text string) (*Rule, error) {
	head := ruleHead.FindStringSubmatch(text)
	if head == nil {
		return nil, fmt.Errorf("the first line is not \"# GSnnn severity [Pn]: title\" with an empty line behind it")
	}
	severity, err := ParseSeverity(head[2])
	if err != nil {
		return nil, err
	}
	r := &Rule{ID: head[1], Severity: severity, Promise: head[3], Title: head[4], Doc: text}
	fence := "\n```"
	for rest := text; ; {
		_, after, found := strings.Cut(rest, fence)
		if !found {
			return r, nil
		}
		body, behind, closed := strings.Cut(after, fence)
		if !closed {
			return nil, fmt.Errorf("%s: a fence is not closed", r.ID)
		}
		info, code, _ := strings.Cut(body, "\n")
		if words := strings.Fields(info); len(words) > 1 {
			r.Examples = append(r.Examples, Example{Dialect: words[0], Bad: words[1] == "bad", Snippet: slices.Contains(words, "snippet"), Debian: slices.Contains(words, "debian"), Text: code + "\n"})
		}
		rest = behind
	}
}

// Doc is the whole list of rules as Markdown: a table, then each rule.
func Doc() string {
	var b strings.Builder
	b.WriteString("<!-- Generated from rules/*.md by go test ./generator/lint -update. DO NOT EDIT. -->\n\n# Rules of gen check\n\n| rule | severity | promise | what it finds |\n|---|---|---|---|\n")
	for _, r := range Rules() {
		fmt.Fprintf(&b, "| [%s](rules/%s.md) | %s | %s | %s |\n", r.ID, r.ID, r.Severity, r.Promise, strings.ReplaceAll(r.Title, "|", `\|`))
	}
	return b.String()
}
