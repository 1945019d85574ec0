package escape

import (
	"fmt"
	"slices"
	"strings"
)

// What the plain formats (JSON, YAML, TOML, Markdown, Dockerfile) share.

// A plainReader goes through a text. Its fail stops by a panic with a
// *textError, which plainCatch catches.
type plainReader struct {
	text string
	pos  int
}

func (r *plainReader) fail(offset int, format string, args ...any) {
	panic(&textError{Offset: offset, What: fmt.Sprintf(format, args...)})
}

func plainCatch(err *error) {
	switch e := recover().(type) {
	case nil:
	case *textError:
		*err = e
	default:
		panic(e)
	}
}

// at is the byte some places ahead, 0 behind the end.
func (r *plainReader) at(ahead int) byte {
	if r.pos+ahead < len(r.text) {
		return r.text[r.pos+ahead]
	}
	return 0
}

func (r *plainReader) has(s string) bool { return strings.HasPrefix(r.text[r.pos:], s) }

// skip goes past all bytes of a set.
func (r *plainReader) skip(set string) {
	for r.pos < len(r.text) && strings.IndexByte(set, r.text[r.pos]) >= 0 {
		r.pos++
	}
}

// until goes to the next byte of a set, or to the end.
func (r *plainReader) until(set string) (from, to int) {
	from = r.pos
	for r.pos < len(r.text) && strings.IndexByte(set, r.text[r.pos]) < 0 {
		r.pos++
	}
	return from, r.pos
}

// plainSentinel says whether a word is a sentinel, and of which kind. It needs
// no skeleton, so that a canon can treat the word as what will stand there.
func plainSentinel(word string) (kind, bool) {
	if len(word) != sentinelLength || word[:2] != "Gs" || word[2] < 'a' || word[2] > 'z' || word[sentinelLength-1] != 'Z' {
		return 0, false
	}
	if strings.Trim(word[4:sentinelLength-1], "0123456789") != "" {
		return 0, false
	}
	k := kind(word[3])
	return k, slices.Contains([]kind{kindText, kindNumber, kindTrusted, kindWords, kindCode}, k)
}

// plainNumber says whether a word is a Go integer or bool as it is written
// without quotes.
func plainNumber(word string) bool {
	if word == "true" || word == "false" {
		return true
	}
	_, err := writeInteger(strings.TrimPrefix(word, "-"))
	return err == nil
}

// runKeys are the keys under which the programs that read JSON, YAML and TOML
// files look for a command, a script or an expression: package.json, dev
// containers, editors' tasks, workflows of GitHub, GitLab and Ansible, compose
// files, mise, cargo, Scoop. They are compared without case, - and _.
var runKeys = strings.Fields(`run runs script scripts command commands cmd cmds args shell exec eval entrypoint
	beforescript afterscript hook hooks alias aliases task if when runner linker rustcwrapper
	preinstall postinstall preuninstall postuninstall preremove postremove installer uninstaller`)

// plainRuns names the key that makes a program run or evaluate what stands
// under it; "" if there is none. Keys come outermost first.
func plainRuns(keys []string) string {
	for _, key := range keys {
		short := strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(key))
		if slices.Contains(runKeys, short) || strings.HasSuffix(short, "command") || strings.HasSuffix(short, "script") {
			return key
		}
	}
	return ""
}

// plainOpeners begin an expression to the programs that expand templates in the
// strings of their YAML and TOML files: GitHub's workflows (${{ }}), Ansible,
// mise.
var plainOpeners = []string{"{{", "{%", "{#"}

// plainEdge says whether a value, with the characters around it, begins an
// expression.
func plainEdge(before, value, after string) bool {
	text := before[max(0, len(before)-1):] + value + after[:min(1, len(after))]
	return plainTemplates(text) != ""
}

// plainInside says whether an expression that begins in a text goes on behind
// it.
func plainInside(before string) bool {
	open := -1
	for _, opener := range plainOpeners {
		open = max(open, strings.LastIndex(before, opener))
	}
	return open >= 0 && !strings.Contains(before[open:], "}}") && !strings.Contains(before[open:], "%}") && !strings.Contains(before[open:], "#}")
}

// plainTemplates is what the expressions of a text add to its canon: how many
// begin in it, so that two values which only together begin one show.
func plainTemplates(text string) string {
	n := 0
	for _, opener := range plainOpeners {
		n += strings.Count(text, opener)
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("\x00T%d", n)
}
