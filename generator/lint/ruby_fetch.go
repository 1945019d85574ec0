package lint

import (
	"regexp"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

var (
	sha256Form = regexp.MustCompile(`^[0-9a-f]{64}$`)
	commitForm = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

// emptySHA256 is the digest of no bytes at all.
const emptySHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// formulaPinned: every archive, resource and patch has its digest. head and
// livecheck are addresses of what changes.
func formulaPinned(f *formulaFile, report report) {
	digests := map[int]bool{}
	for _, s := range f.all("sha256") {
		digests[s.scope] = true
		if isSymbol(s.arg(), "no_check") {
			report(s.Start, "sha256 :no_check installs whatever the server sends; write the digest of the file")
		}
	}
	for _, s := range f.all("url") {
		switch {
		case s.within("livecheck", "head") || digests[s.scope]:
		case option(s.Node, "tag") != nil || option(s.Node, "revision") != nil:
			if !commitForm.MatchString(fixed(option(s.Node, "revision"))) {
				report(s.Start, "a tag can be moved to another commit; add revision: and the 40 hexadecimal digits of the commit")
			}
		default:
			report(s.Start, "url without a sha256 beside it, so that whatever the server sends is installed; add sha256")
		}
	}
}

// formulaDigests: what sha256 is given is a digest, or one for each bottle.
func formulaDigests(f *formulaFile, report report) {
	for _, s := range f.all("sha256") {
		if !s.within("bottle") {
			digest(s.arg(), s.Node, report)
			continue
		}
		for _, arg := range s.Args {
			if arg.Kind == ruby.Pair && arg.Name != "cellar" {
				digest(arg.Args[0], s.Node, report)
			}
		}
	}
}

func digest(n, stanza *ruby.Node, report report) {
	switch text := fixed(n); {
	case n == nil:
		report(stanza.Start, "sha256 without a digest")
	case isSymbol(n, "no_check"): // formulaPinned says so
	case !sha256Form.MatchString(text):
		report(n.Start, "this is no SHA-256: it wants 64 hexadecimal digits in lower case, written out")
	case text == emptySHA256:
		report(n.Start, "this is the digest of an empty file: a download failed when it was computed")
	case strings.Trim(text, text[:1]) == "":
		report(n.Start, "this digest is a placeholder; write that of the file")
	}
}

// formulaAddresses: HTTPS only.
func formulaAddresses(f *formulaFile, report report) {
	for _, s := range f.all("url", "mirror", "head", "root_url") {
		secure(s.arg(), report)
	}
}

func brewfileAddresses(b *brewfile, report report) {
	for _, e := range b.entries {
		if e.Name == "tap" && len(e.Args) > 1 {
			secure(e.Args[1], report)
		}
	}
}

func secure(n *ruby.Node, report report) {
	if text := leading(n); plainScheme.MatchString(text) && !loopback.MatchString(text) {
		report(n.Start, "%s is read without TLS: anybody on the way can change it or see it; use https://", plainScheme.FindString(text))
	}
}
