package lint

import (
	"strings"
	"testing"
)

// The quick question about the name of a start-up file says yes to all names
// that the pattern knows.
func TestMayBeStartup(t *testing.T) {
	for _, name := range strings.Fields(`.profile ~/.bashrc $HOME/.bash_profile /root/.bash_login .zshrc .zprofile .zshenv .zlogin .kshrc .mkshrc .cshrc
.tcshrc .login fish/config.fish /etc/profile /etc/bash.bashrc /etc/bashrc /etc/zshrc /etc/zprofile /etc/zshenv /etc/environment /etc/zsh/zshrc /etc/zsh/anything
/home/me/.config/fish/conf.d/go.fish Microsoft.PowerShell_profile.ps1`) {
		if !startupName.MatchString(name) {
			t.Errorf("%s is a start-up file", name)
		}
		if !mayBeStartup(name) {
			t.Errorf("%s may be a start-up file", name)
		}
	}
}
