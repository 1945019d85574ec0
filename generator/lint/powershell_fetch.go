package lint

import (
	"regexp"
	"slices"
	"strings"

	ps "github.com/org/gosetup/generator/powershell"
)

// psPlainURL is an address without TLS; those of this machine and names of XML
// are none.
var (
	psPlainURL = regexp.MustCompile(`(?i)^http://([a-z0-9.-]+)`)
	psOwnHost  = regexp.MustCompile(`(?i)^(localhost|127\.|schemas\.|www\.w3\.org)`)
)

func psPlainHTTP(s *psScript, report report) {
	for _, n := range s.nodes {
		text, ok := n.Node.(*ps.String)
		if !ok || !strings.Contains(text.Text, "://") {
			continue
		}
		if m := psPlainURL.FindStringSubmatch(text.Text); m != nil && !psOwnHost.MatchString(m[1]) {
			report(text.Start, "http://%s is not encrypted, and anybody on the way can change it; write https://", m[1])
		}
	}
}

// firstFetch is the first place that opens a connection, -1 if there is none.
func (s *psScript) firstFetch() int {
	first := -1
	note := func(at int) {
		if first < 0 || at < first {
			first = at
		}
	}
	for _, c := range s.calls {
		if psFetches[c.name] && c.name != "start-bitstransfer" {
			note(c.Start)
		}
	}
	for _, m := range s.members {
		if m.Call && psFetchMethods[s.memberName(m)] && !m.Static {
			note(m.Start)
		}
	}
	return first
}

var (
	psWeakTLS   = regexp.MustCompile(`(?i)\b(ssl3|ssl2|tls11|tls)\b`)
	psStrongTLS = regexp.MustCompile(`(?i)\btls1[23]\b|\b3072\b|\b12288\b`)
)

// psAnyCertificate reports where certificates are not checked.
func psAnyCertificate(s *psScript, report report) {
	for _, m := range s.members {
		if name := s.memberName(m); name == "servercertificatevalidationcallback" || name == "servercertificatecustomvalidationcallback" {
			report(m.Start, "certificates are no longer checked; take it out")
		}
	}
	for _, c := range s.called("invoke-webrequest", "invoke-restmethod") {
		if psHas(c.Command, "skipcertificatecheck") {
			report(c.Start, "%s takes any certificate; take -SkipCertificateCheck out", c.word)
		}
	}
}

// psOldTLS reports TLS that is too old, or that is not made new enough: Windows
// PowerShell 5.1 on older Windows offers TLS 1.0 alone unless it is told.
func psOldTLS(s *psScript, report report) {
	set := false
	for _, m := range s.members {
		name := s.memberName(m)
		if m.Static && strings.Contains(s.static(m), "protocol") && psWeakTLS.MatchString(name) {
			report(m.Start, "%s is broken; write Tls12", s.textOf(m.Name))
		}
	}
	for _, n := range s.nodes {
		if a, ok := n.Node.(*ps.Assign); ok {
			m, member := a.Target.(*ps.Member)
			if member && s.memberName(m) == "securityprotocol" {
				set = set || psStrongTLS.MatchString(s.text[a.Value.Where().Start:a.Value.Where().End])
				if text, ok := psFixed(a.Value); ok && psWeakTLS.MatchString(text) && !psStrongTLS.MatchString(text) {
					report(a.Start, "%s is broken; write Tls12", text)
				}
			}
		}
	}
	if at := s.firstFetch(); at >= 0 && !set {
		report(at, "Windows PowerShell on older Windows does not offer TLS 1.2 by itself; set [Net.ServicePointManager]::SecurityProtocol to Tls12 before")
	}
}

// psRedirects reports what follows a redirect wherever it leads: Windows
// PowerShell goes from https to http without a word.
func psRedirects(s *psScript, report report) {
	for _, c := range s.called("invoke-webrequest", "invoke-restmethod") {
		if text, _ := psFixed(psValue(c.Command, "maximumredirection")); text != "0" {
			report(c.Start, "%s follows a redirect to http, too; write -MaximumRedirection 0, and follow those to https yourself", c.word)
		}
	}
	for _, m := range s.members {
		if name := s.memberName(m); m.Call && strings.HasPrefix(name, "download") && psFetchMethods[name] {
			report(m.Start, "%s follows a redirect to http, too; use HttpClient with AllowAutoRedirect = $false", s.textOf(m.Name))
		}
	}
	for _, c := range s.created("http.httpclient") {
		if !s.assignsMember("allowautoredirect") {
			report(c.Start, "HttpClient follows redirects by itself; give it a handler with AllowAutoRedirect = $false")
		}
	}
}

// created are the calls of New-Object for a type, named without System.Net.
func (s *psScript) created(name string) []*psCall {
	var found []*psCall
	for _, c := range s.called("new-object") {
		t, _ := psFixed(psParameter(c.Command, 0, "typename"))
		if t = strings.TrimPrefix(strings.ToLower(t), "system."); strings.TrimPrefix(t, "net.") == name {
			found = append(found, c)
		}
	}
	return found
}

// assignsMember tells whether a member of this name is set anywhere, to anything
// but $true.
func (s *psScript) assignsMember(name string) bool {
	return slices.ContainsFunc(s.nodes, func(n psNode) bool {
		a, ok := n.Node.(*ps.Assign)
		if !ok {
			return false
		}
		m, member := a.Target.(*ps.Member)
		return member && s.memberName(m) == name && !strings.EqualFold(s.textOf(a.Value), "$true")
	})
}

// psNoTimeout reports what waits for ever.
func psNoTimeout(s *psScript, report report) {
	for _, c := range s.called("invoke-webrequest", "invoke-restmethod") {
		if !psHas(c.Command, "timeoutsec") {
			report(c.Start, "%s waits for ever on a server that does not answer; write -TimeoutSec 30", c.word)
		}
	}
	for _, c := range s.created("webclient") {
		report(c.Start, "WebClient has no time-out that can be set; use Invoke-WebRequest -TimeoutSec or HttpClient")
	}
	for _, c := range s.created("http.httpclient") {
		if !s.assignsMember("timeout") {
			report(c.Start, "HttpClient waits for 100 seconds; set its Timeout")
		}
	}
}

// psEval reports text that is run as code and that is not fixed.
func psEval(s *psScript, report report) {
	used := s.flow("").used
	for _, c := range s.calls {
		switch c.name {
		case "invoke-expression":
			if text := psParameter(c.Command, 0, "command"); used[c.Start] == "" && (text == nil || !psIsFixed(text)) {
				report(c.Start, "what this value holds is run as code; call the command itself with & and its arguments")
			}
		case "powershell", "powershell.exe", "pwsh", "pwsh.exe":
			if text := psValue(c.Command, "command", "c", "encodedcommand"); text != nil && !psIsFixed(text) {
				report(c.Start, "what this value holds is run as code in another PowerShell; use -File and arguments")
			}
		}
	}
	for _, m := range s.members {
		if s.static(m) == "scriptblock::create" && len(m.Args) > 0 && !psIsFixed(m.Args[0]) && used[m.Start] == "" {
			report(m.Start, "what this value holds is run as code; write the block as { ... }")
		}
	}
}

func psIsFixed(x ps.Expr) bool {
	_, ok := psFixed(x)
	return ok
}
