package escape

import (
	"regexp"
	"strconv"
	"strings"
)

var yamlHalfVariable = regexp.MustCompile(`\$(?:\{[^{}]*|[A-Za-z0-9_]*)$`)

// yamlUses tells where else the values of a file are used.
type yamlUses struct {
	reached map[string]bool // see plainReached
	aliased []string        // by token: the anchor around it that is used in something that is run
	compose bool
}

// of names the key or anchor by which something that is run uses token n.
func (u *yamlUses) of(n int, t yamlToken) string {
	if u.aliased[n] != "" {
		return u.aliased[n]
	}
	return plainReaches(u.reached, t.keys)
}

func usesOfYAML(tokens []yamlToken) *yamlUses {
	u := &yamlUses{aliased: make([]string, len(tokens))}
	var texts []plainText
	for i, t := range tokens {
		switch t.kind {
		case yamlScalar, yamlBlock:
			texts = append(texts, plainText{t.text, t.keys})
		case yamlKey:
			u.compose = u.compose || t.text == "services" && i > 0 && tokens[i-1].kind == yamlIndent && tokens[i-1].text == "0"
		}
	}
	u.reached = plainReached(texts)
	run := map[string]bool{} // the anchors
	for again := true; again; {
		again = false
		for i, t := range tokens {
			name := strings.TrimPrefix(t.text, "*")
			if t.kind == yamlProperty && name != t.text && !run[name] && (u.aliased[i] != "" || u.of(i, t) != "" || plainRuns(t.keys) != "" || plainRuns(append(t.keys[:len(t.keys):len(t.keys)], "x")) != "") {
				run[name], again = true, true
				u.anchored(tokens, name)
			}
		}
	}
	return u
}

// anchored marks what belongs to the anchors of a name: everything up to a line
// that is less deep, and more rather than less.
func (u *yamlUses) anchored(tokens []yamlToken, name string) {
	column := 0
	for i := 0; i < len(tokens); i++ {
		if tokens[i].kind == yamlIndent {
			column, _ = strconv.Atoi(tokens[i].text)
		}
		if tokens[i].kind != yamlProperty || tokens[i].text != "&"+name {
			continue
		}
		alone := i > 0 && tokens[i-1].kind == yamlIndent && i+1 < len(tokens) && (tokens[i+1].kind == yamlIndent || tokens[i+1].kind == yamlComment)
		for n := i; n < len(tokens) && tokens[n].kind != yamlDocument; n++ {
			if tokens[n].kind == yamlIndent {
				at, _ := strconv.Atoi(tokens[n].text)
				dash := n+1 < len(tokens) && tokens[n+1].kind == yamlDash
				if at < column || at == column && !dash && !alone {
					break
				}
			}
			u.aliased[n] = tokens[i].text
		}
	}
}
