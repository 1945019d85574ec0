package dialect

import "strings"

// quotePosix quotes for sh, bash and zsh: nothing is special between single
// quotes, and a single quote itself is written outside of them.
func quotePosix(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// quoteFish quotes for fish, where a backslash escapes itself and the quote
// even between single quotes. The POSIX idiom would run code here.
func quoteFish(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}

// quotePowerShell doubles single quotes. Dialect.Quote lets only ASCII through,
// so the typographic quotes that PowerShell takes for quotes cannot occur.
func quotePowerShell(s string) string {
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// quoteRuby quotes with double quotes, as Homebrew's style wants. A # is
// escaped because #{}, #$ and #@ run or read something.
func quoteRuby(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#", `\#`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}
