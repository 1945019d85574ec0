package lint

import (
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psNewer reports what Windows PowerShell 5.1 does not have, and what it takes
// for something else.
func psNewer(s *psScript, report report) {
	for _, c := range s.calls {
		if psNewerCommands[c.name] && s.funcs[c.name] == nil {
			report(c.Start, "%s is not in Windows PowerShell 5.1", c.word)
		}
		s.newerFlags(c, report)
	}
	for _, r := range s.reads() {
		if name := strings.ToLower(r.v.Name); r.v.Scope == "" && psNewerVariables[name] {
			report(r.v.Start, "$%s is not set in Windows PowerShell 5.1; ask [IO.Path]::DirectorySeparatorChar or $env:OS", r.v.Name)
		}
	}
}

func (s *psScript) newerFlags(c *psCall, report report) {
	for _, a := range c.Args {
		if psNewerFlags[c.name][strings.ToLower(a.Flag)] {
			report(a.Start, "%s has no %s in Windows PowerShell 5.1", c.word, a.Flag)
		}
	}
	if all := psPositional(c.Command); c.name == "join-path" && len(all) > 2 {
		report(all[2].Where().Start, "Join-Path takes two paths in Windows PowerShell 5.1; call it twice")
	}
	if text, ok := psFixed(psValue(c.Command, "encoding")); ok && psNewerEncodings[strings.ToLower(text)] {
		report(c.Start, "the encoding %s is not known to Windows PowerShell 5.1; use [IO.File]::WriteAllText", text)
	}
}

var psNewerEncodings = psWords("utf8nobom utf8bom ansi")

// psWriters are the commands that write text in an encoding that is not the same
// in both PowerShells, and not what other programs expect.
var psWriters = psWords("out-file set-content add-content export-csv")

// psEncoding reports files whose encoding is left to chance: Windows PowerShell
// writes UTF-16 or the code page of the machine, PowerShell 7 UTF-8.
func psEncoding(s *psScript, report report) {
	for _, c := range s.calls {
		if psWriters[c.name] && !psHas(c.Command, "encoding", "asbytestream") {
			report(c.Start, "%s writes another encoding in Windows PowerShell than in PowerShell 7; write -Encoding ASCII, or [IO.File]::WriteAllText", c.word)
		}
		for _, r := range c.Redirs {
			if r.To != nil && !psIsNull(r.To) {
				report(r.Start, "> writes UTF-16 in Windows PowerShell; use [IO.File]::WriteAllText")
			}
		}
	}
}

func psIsNull(x ps.Expr) bool {
	v, ok := x.(*ps.Variable)
	return ok && strings.EqualFold(v.Name, "null")
}

// psBasicParsing reports Invoke-WebRequest without -UseBasicParsing.
func psBasicParsing(s *psScript, report report) {
	for _, c := range s.called("invoke-webrequest") {
		if !psHas(c.Command, "usebasicparsing") {
			report(c.Start, "%s needs Internet Explorer in Windows PowerShell 5.1, and fails or asks where it was never started; write -UseBasicParsing", c.word)
		}
	}
}
