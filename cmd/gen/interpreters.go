package main

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/org/gosetup/generator/dialect"
)

// An interpreter is a program that reads a file without running it.
type interpreter struct {
	dialect *dialect.Dialect
	command []string // the file name is appended
}

// interpreters lists the real ones that gen check asks, where they are
// installed.
var interpreters = []interpreter{
	{dialect.Sh, []string{"dash", "-n"}},
	{dialect.Sh, []string{"shellcheck", "-s", "sh", "-S", "error"}},
	{dialect.Bash, []string{"bash", "-n"}},
	{dialect.Bash, []string{"shellcheck", "-s", "bash", "-S", "error"}},
	{dialect.Zsh, []string{"zsh", "-fn"}},
	{dialect.Fish, []string{"fish", "-N", "--no-execute"}},
	{dialect.PowerShell, []string{"pwsh", "-NoProfile", "-NonInteractive", "-Command",
		"$e = $null; [void][System.Management.Automation.Language.Parser]::ParseFile($args[0], [ref]$null, [ref]$e); $e | ForEach-Object { '{0}: {1}' -f $_.Extent.StartLineNumber, $_.Message }; exit [int]($e.Count -gt 0)", "-args"}},
	{dialect.Ruby, []string{"ruby", "-c"}},
}

// An answer is what the interpreters of a language say of a file.
type answer struct {
	Asked    []string `json:"asked"`
	Skipped  []string `json:"skipped"` // not installed
	Refusals []string `json:"refusals,omitempty"`
}

// ask lets the interpreters of d read the file.
func ask(d *dialect.Dialect, file string) answer {
	a := answer{Asked: []string{}, Skipped: []string{}}
	for _, i := range interpreters {
		if i.dialect != d {
			continue
		}
		program, err := exec.LookPath(i.command[0])
		if err != nil {
			a.Skipped = append(a.Skipped, i.command[0])
			continue
		}
		a.Asked = append(a.Asked, i.command[0])
		if said, ok := i.accepts(program, file); !ok {
			a.Refusals = append(a.Refusals, i.command[0]+" refuses it:\n"+said)
		}
	}
	return a
}

func (i interpreter) accepts(program, file string) (said string, ok bool) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, program, append(i.command[1:], file)...).CombinedOutput()
	if ctx.Err() != nil {
		return "no answer within a minute", false
	}
	if said = strings.TrimRight(string(out), "\n"); err != nil && said == "" {
		said = fmt.Sprint(err)
	}
	return said, err == nil
}
