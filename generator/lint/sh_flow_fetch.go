package lint

import (
	"regexp"
	"slices"
	"strings"
)

// plainHTTP tells whether a URL is one that anybody on the way can change.
func plainHTTP(url string) bool {
	return plainScheme.MatchString(url) && !loopback.MatchString(url)
}

var bareHost = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:\d+)?(/|$)`)

// bare tells whether a URL is the name of a host without a scheme. A bare name
// without a path is taken for one only if it is all that there is to fetch: else
// it may be the word of an option that nobody here knows.
func (d *download) bare(program, url value) bool {
	return (program == "curl" || program == "wget") && !d.has("--proto-default") && bareHost.MatchString(url) &&
		(strings.Contains(url, "/") || len(d.urls) == 1)
}

// unsafeVariables switch off the check of certificates when they have a value
// that matches.
var unsafeVariables = map[string]*regexp.Regexp{
	"GIT_SSL_NO_VERIFY":            regexp.MustCompile(`(?i)^(1|true|yes|on)$`),
	"NODE_TLS_REJECT_UNAUTHORIZED": regexp.MustCompile(`^0$`),
	"PYTHONHTTPSVERIFY":            regexp.MustCompile(`^0$`),
}

// trusting reports a variable with which a program takes any certificate.
func (f *shFlow) trusting(name string, v value, at int) {
	if re := unsafeVariables[name]; re != nil && re.MatchString(v) {
		f.report("GS161", at, name+"="+v+" takes any certificate, so anybody can answer; take it out")
	}
}

// allLocal tells whether nothing comes from the network.
func allLocal(f *shFlow, urls []value) bool {
	return !slices.ContainsFunc(urls, func(url value) bool {
		return !strings.HasPrefix(url, "file:") && !loopback.MatchString(f.show(url))
	})
}

// fetchHygiene looks at the options of a download.
func (f *shFlow) fetchHygiene(c *flowCall, d *download) {
	for _, url := range d.urls {
		for _, alt := range f.alternatives(url) {
			if plainHTTP(alt) {
				f.report("GS160", c.at, f.show(alt)+" comes over a line that anybody can change; use https://")
			} else if d.bare(c.name, alt) {
				f.report("GS160", c.at, f.show(alt)+" has no scheme, and "+c.name+" asks for it over http://; write https://")
			}
		}
	}
	if len(d.urls) > 0 && allLocal(f, d.urls) {
		return
	}
	switch c.name {
	case "curl":
		f.curlHygiene(c, d)
	case "wget":
		f.wgetHygiene(c, d)
	}
	if d.has("--insecure", "--no-check-certificate", "--no-verify-peer", "--no-verify-hostname", "--proxy-insecure") ||
		c.name == "curl" && d.has("-k") || d.options["--check-certificate"] == "false" {
		f.report("GS161", c.at, c.name+" takes any certificate, so anybody can answer; take the option out")
	}
}

// curlHygiene asks for what curl does not do by itself. What is in options that
// only a run knows is given the benefit of the doubt.
func (f *shFlow) curlHygiene(c *flowCall, d *download) {
	if c.open || d.has("-K", "--config") {
		return
	}
	follows := d.has("-L", "--location", "--location-trusted")
	quiet := d.has("-I", "--head") || d.options["-o"] == "/dev/null" || d.options["--output"] == "/dev/null"
	if !d.has("-f", "--fail", "--fail-with-body") && !quiet {
		f.report("GS162", c.at, "without --fail curl takes the page of an error for the file; add --fail")
	}
	proto, redir := d.options["--proto"], d.options["--proto-redir"]
	switch {
	case follows && proto != "=https" && redir != "=https":
		f.report("GS163", c.at, "a redirect may lead to http://; add --proto-redir =https")
	case proto == "" && !f.allHTTPS(d.urls):
		f.report("GS163", c.at, "curl takes any protocol that the URL names; add --proto =https")
	}
	if !d.has("--tlsv1.2", "--tlsv1.3") {
		f.report("GS164", c.at, "an old curl accepts TLS 1.0; add --tlsv1.2")
	}
	if !d.has("--max-time", "-m") && !(d.has("--connect-timeout") && d.has("--speed-time", "--speed-limit", "-y", "-Y")) {
		f.report("GS165", c.at, "a server that stops sending stops the script for ever; add --connect-timeout, and --max-time or --speed-limit and --speed-time")
	}
	if !d.has("--retry") {
		f.report("GS166", c.at, "one lost connection ends this; add --retry")
	}
}

func (f *shFlow) allHTTPS(urls []value) bool {
	return !slices.ContainsFunc(urls, func(url value) bool {
		return slices.ContainsFunc(f.alternatives(url), func(alt value) bool { return !strings.HasPrefix(alt, "https://") })
	})
}

// wgetHygiene asks for what GNU wget does not do by itself. A command that uses
// nothing but what busybox knows, beside one with the options of GNU wget, is
// for busybox.
func (f *shFlow) wgetHygiene(c *flowCall, d *download) {
	if c.open {
		return
	}
	long := slices.ContainsFunc(c.args, func(a value) bool { return strings.HasPrefix(a, "--") })
	if !long && f.gnuWget {
		return
	}
	if !d.has("--https-only", "--max-redirect") {
		f.report("GS167", c.at, "wget follows redirects to http://; add --max-redirect=0, or fetch with curl --proto-redir =https")
	}
	if !d.has("--secure-protocol") {
		f.report("GS164", c.at, "an old wget accepts TLS 1.0; add --secure-protocol=TLSv1_2")
	}
	if !d.has("--timeout", "-T", "--read-timeout") {
		f.report("GS165", c.at, "wget waits 15 minutes for a server that stops sending; add --timeout")
	}
	if !d.has("--tries", "-t") {
		f.report("GS166", c.at, "wget tries 20 times before it says that the network is down; add --tries")
	}
}

// hasGNUWget tells whether another wget of the script has the options of GNU.
func (s *shScript) hasGNUWget() bool {
	return slices.ContainsFunc(s.calls, func(call shCall) bool {
		if call.name != "wget" {
			return false
		}
		text := s.textOf(call)
		return strings.Contains(text, "--max-redirect") || strings.Contains(text, "--secure-protocol") || strings.Contains(text, "--https-only")
	})
}

// gitHygiene looks at the URLs of git.
func (f *shFlow) gitHygiene(c *flowCall, options, args []value) {
	for _, arg := range args {
		for _, alt := range f.alternatives(arg) {
			if plainHTTP(alt) {
				f.report("GS160", c.at, f.show(alt)+" comes over a line that anybody can change; use https://")
			}
		}
	}
	if slices.ContainsFunc(options, func(a value) bool { return strings.EqualFold(a, "http.sslVerify=false") }) {
		f.report("GS161", c.at, "git takes any certificate, so anybody can answer; take the option out")
	}
}
