package lint

import (
	"regexp"
	"strings"
)

// plainScheme are the protocols that do not tell who is speaking.
var plainScheme = regexp.MustCompile(`(?i)^(http|ftp|git|svn|rsync)://`)

// loopback needs no TLS: the bytes do not leave the machine.
var loopback = regexp.MustCompile(`(?i)^\w+://(localhost|127\.[0-9.]+|\[::1\])([:/]|$)`)

// mayBeStartup is quick, and true for all that startupName matches.
func mayBeStartup(name string) bool {
	for _, end := range [...]string{"rc", "profile", "login", "zshenv", ".fish", "environment", ".ps1"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return strings.Contains(name, "etc/zsh/")
}

// startupName is a file that shells read when they start.
var startupName = regexp.MustCompile(`(^|/)(\.(profile|bashrc|bash_profile|bash_login|zshrc|zprofile|zshenv|zlogin|kshrc|mkshrc|cshrc|tcshrc|login)|config\.fish|etc/(profile|bash\.bashrc|bashrc|zshrc|zprofile|zshenv|environment)|etc/zsh/\w+)$|/conf\.d/[^/]*\.fish$|profile\.ps1$`)
