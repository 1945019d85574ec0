package escape

import "strings"

// quoteShell writes a word: in single quotes, each single quote outside of
// them. No empty pair of quotes is left but for the empty word.
func quoteShell(s string) string {
	if s == "" {
		return "''"
	}
	var b strings.Builder
	for i, part := range strings.Split(s, "'") {
		if i > 0 {
			b.WriteString(`\'`)
		}
		if part != "" {
			b.WriteString("'" + part + "'")
		}
	}
	return b.String()
}

var (
	shDoubleEscaper  = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`")
	shHeredocEscaper = strings.NewReplacer(`\`, `\\`, "$", `\$`, "`", "\\`")
	shANSIEscaper    = strings.NewReplacer(`\`, `\\`, "'", `\'`)
)

// tildeBefore says whether what stands before a value in its word makes a
// tilde or an = of zsh look at the value.
func tildeBefore(before string) bool {
	i := strings.LastIndexByte(before, '~')
	return before == "=" || i >= 0 && !strings.Contains(before[i:], "/")
}

// openIn says whether unquoted text has a character that begins a brace, a
// bracket or a glob qualifier. Quotes in it are left out roughly: a
// bracket that is quoted counts too, unless it is in an expansion.
func openIn(text string) bool {
	depth := 0
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && quote != '\'':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '$' && i+1 < len(text) && (text[i+1] == '{' || text[i+1] == '('):
			depth++
			i++
		case depth > 0 && (c == '}' || c == ')'):
			depth--
		case depth == 0 && strings.IndexByte("{[(", c) >= 0:
			return true
		}
	}
	return false
}

// beside says whether a single quote or another value touches this one.
func beside(p shPlace) bool {
	return strings.HasSuffix(p.before, "'") || strings.HasPrefix(p.after, "'") ||
		strings.HasSuffix(p.before, "Z") && looksLikeSentinel(p.before) || looksLikeSentinelStart(p.after)
}

func looksLikeSentinel(before string) bool {
	return len(before) >= sentinelLength && strings.HasPrefix(before[len(before)-sentinelLength:], "Gs")
}

func looksLikeSentinelStart(after string) bool {
	return len(after) >= sentinelLength && strings.HasPrefix(after, "Gs") && after[sentinelLength-1] == 'Z'
}
