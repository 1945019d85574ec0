package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishFetch is a command that fetches, and the options it is given.
type fishFetch struct {
	*fishCall
	options []string // also those in a variable of the script; "" where computed
}

// fetches lists the calls of curl and wget.
func (s *fishScript) fetches() []fishFetch {
	var all []fishFetch
	for _, c := range s.called("curl", "wget") {
		f := fishFetch{fishCall: c}
		for _, w := range c.Words[1:] {
			f.options = append(f.options, s.words(w)...)
		}
		all = append(all, f)
	}
	return all
}

// words are the texts that a word can be: a variable stands for all that the
// script ever gives it.
func (s *fishScript) words(w *fish.Word) []string {
	if len(w.Parts) != 1 || w.Parts[0].Kind != fish.Var {
		text, _ := w.Static()
		if len(w.Parts) > 0 && w.Parts[0].Kind == fish.Text && text == "" {
			text = w.Parts[0].Text // --output="$file"
		}
		return []string{text}
	}
	all := []string{""}
	for _, set := range s.sets[w.Parts[0].Text] {
		all = append(all, texts(set.values)...)
	}
	return all
}

// option is the value of an option, behind = or in the next word.
func (f fishFetch) option(names ...string) (value string, ok bool) {
	for i, o := range f.options {
		name, value, glued := strings.Cut(o, "=")
		if !slices.Contains(names, name) {
			continue
		}
		if !glued && i+1 < len(f.options) {
			value = f.options[i+1]
		}
		return value, true
	}
	return "", false
}

// has tells of an option, also one among short ones: -fsSL.
func (f fishFetch) has(short byte, long ...string) bool {
	return slices.ContainsFunc(f.options, func(o string) bool {
		return slices.Contains(long, o) || short != 0 && len(o) > 1 && o[0] == '-' && o[1] != '-' && strings.IndexByte(o, short) > 0
	})
}

// busybox tells of the wget of busybox, which has none of the options of GNU:
// the name of the function says so, or that of the command.
func (f fishFetch) busybox() bool {
	return f.name == "wget" && strings.Contains(f.fn, "busybox")
}

// asks tells whether a call only asks the program about itself.
func (f fishFetch) asks() bool {
	return f.has('V', "--version") || f.has(0, "--help")
}

func fishPlainHTTP(s *fishScript, report report) {
	for _, f := range s.fetched {
		for _, o := range f.options {
			if plainScheme.MatchString(o) && !loopback.MatchString(o) {
				report(f.Start, "%s is fetched without TLS; write https://", o)
			}
		}
	}
}

func fishAnyCertificate(s *fishScript, report report) {
	for _, f := range s.fetched {
		for i, o := range f.options {
			if i < len(f.Words)-1 && (o == "--insecure" || o == "--no-check-certificate" || o == "-k") {
				report(f.Words[i+1].Start, "%s takes the certificate of anybody; leave it out", o)
			}
		}
	}
}

// fishProtocols reports curl that is not told which protocols to speak: a URL
// that the script does not know can name any.
func fishProtocols(s *fishScript, report report) {
	for _, f := range s.fetched {
		if f.name != "curl" || f.asks() {
			continue
		}
		protocols, given := f.option("--proto")
		computed := slices.ContainsFunc(f.Words[1:], func(w *fish.Word) bool {
			text, _ := w.Static()
			return text == "" && !strings.HasPrefix(s.text[w.Start:], "-")
		})
		switch {
		case given && !strings.HasPrefix(protocols, "="):
			report(f.Start, "--proto %s adds to the protocols that curl knows and restricts nothing; write --proto =https", protocols)
		case !given && computed && !f.knowsURL():
			report(f.Start, "nobody knows the URL, and curl speaks any protocol; give it --proto =https")
		}
	}
}

// knowsURL tells of a call with a URL that stands in the script.
func (f fishFetch) knowsURL() bool {
	return slices.ContainsFunc(f.options, func(o string) bool { return strings.Contains(o, "://") })
}

func fishOldTLS(s *fishScript, report report) {
	for _, f := range s.fetched {
		switch {
		case f.asks() || f.busybox():
		case f.name == "curl" && !f.has(0, "--tlsv1.2", "--tlsv1.3"):
			report(f.Start, "an old curl accepts TLS 1.0; add --tlsv1.2")
		case f.name == "wget":
			if v, ok := f.option("--secure-protocol"); !ok || v != "TLSv1_2" && v != "TLSv1_3" {
				report(f.Start, "an old wget accepts TLS 1.0; add --secure-protocol=TLSv1_2")
			}
		}
	}
}

func fishRedirects(s *fishScript, report report) {
	for _, f := range s.fetched {
		switch {
		case f.asks() || f.busybox():
		case f.name == "curl" && f.has('L', "--location"):
			if v, ok := f.option("--proto-redir"); ok && v == "=https" {
				continue
			}
			if v, ok := f.option("--proto"); !ok || v != "=https" {
				report(f.Start, "a redirect may lead to http://; add --proto-redir =https")
			}
		case f.name == "wget":
			if v, ok := f.option("--max-redirect"); !ok || v != "0" {
				report(f.Start, "a redirect may lead to http://; add --max-redirect=0")
			}
		}
	}
}

func fishNoTimeout(s *fishScript, report report) {
	for _, f := range s.fetched {
		switch {
		case f.asks() || f.busybox():
		case f.name == "curl" && !f.has('m', "--max-time") && !f.has('y', "--speed-time"):
			report(f.Start, "curl waits for ever for a server that stops sending; give it --max-time, or --speed-limit and --speed-time")
		case f.name == "curl" && !f.has(0, "--connect-timeout") && !f.has('m', "--max-time"):
			report(f.Start, "curl waits minutes for a server that does not answer; give it --connect-timeout")
		case f.name == "wget" && !f.has('T', "--timeout"):
			if _, ok := f.option("--timeout", "--read-timeout"); !ok {
				report(f.Start, "wget waits 15 minutes for a server that stops sending; give it --timeout=30")
			}
		}
	}
}
