package lint

import (
	"strings"
	"unicode/utf8"
)

// textChecks look at the text of every file, whatever its language.
var textChecks = []check[*source]{
	{"GS003", encoding},
	{"GS600", falseClaims},
}

// encoding: no two shells agree on these bytes, or no reader sees them. No parser
// can speak for all of them, so this is where the checks of the file end.
func encoding(s *source, say report) {
	report := func(at int, format string, args ...any) {
		say(at, format+"; the rest was not checked", args...)
	}
	for i, r := range s.text {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s.text[i:], "\uFFFD"):
			report(i, "the byte %#x is not UTF-8; save the file as UTF-8", s.text[i])
			return
		case i == 0 && r == '\uFEFF':
			report(i, "a byte order mark, which shells take for a part of the first command; save the file without it")
		case r == '\r':
			report(i, "a carriage return, which most shells take for a part of the word before it; save the file with LF line ends")
			return
		case r < ' ' && r != '\n' && r != '\t' && r != '\f' || r == 0x7f:
			report(i, "the control character %#x; write it as an escape", r)
			return
		case hidden(r):
			report(i, "the invisible character U+%04X, which makes text look like something else; take it out", r)
		}
	}
}

// hidden tells of the characters that change the direction of writing and of
// those without width. https://trojansource.codes has the attack.
func hidden(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' || r >= '\u200B' && r <= '\u200F'
}

// claims are what circulates about Go setups and is false, or breaks them; the
// rows C.. and section 5 of the requirements say why.
var claims = []struct{ text, instead string }{
	{"brew switch", "Homebrew has no such command since 3.0; install go@X.Y"},
	{"install.sh --prefix=", "Homebrew's installer has no such option; the prefix follows the hardware"},
	{"-H=macos", "the linker knows no such type; leave it out"},
	{"linters-settings", "golangci-lint 2 wants linters.settings"},
	{"experimentalWorkspaceModule", "gopls rejects it as deprecated; take it out"},
	{"GO111MODULE=on", "it is the default since Go 1.16; take it out"},
	{"GO111MODULE=auto", "modules are the default since Go 1.16; take it out"},
	{"Cellar/go/", "that path goes with the next upgrade; use $(brew --prefix)/opt/go"},
	{"GOSUMDB=off", "it takes the check of every module away; set GOPRIVATE or GONOSUMDB for your own"},
	{"rm -rf ~/go", "that is also what go install put into ~/go/bin; use go clean -modcache"},
	{"rm -rf $HOME/go", "that is also what go install put into ~/go/bin; use go clean -modcache"},
	{"rm -rf \"$HOME/go\"", "that is also what go install put into ~/go/bin; use go clean -modcache"},
	{"export GOROOT", "Go knows its own place, and a stale GOROOT breaks the next version; take it out"},
	{"set -gx GOROOT", "Go knows its own place, and a stale GOROOT breaks the next version; take it out"},
	{"$env:GOROOT =", "Go knows its own place, and a stale GOROOT breaks the next version; take it out"},
	{"tar.gz.sig", "Go's archives are signed in .asc files"},
}

// falseClaims looks for them, also in comments: who reads them there repeats them.
func falseClaims(s *source, report report) {
	for _, c := range claims {
		for at := 0; ; at += len(c.text) {
			i := strings.Index(s.text[at:], c.text)
			if i < 0 {
				break
			}
			at += i
			report(at, "%s: %s", c.text, c.instead)
		}
	}
}
