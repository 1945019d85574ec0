package lint

import (
	"regexp"
	"slices"
	"strings"
)

// hashTools print digests; weak ones are no proof of where bytes come from.
var hashTools = map[string]bool{
	"sha256sum": false, "gsha256sum": false, "sha512sum": false, "sha384sum": false, "sha256": false, "sha512": false,
	"shasum": false, "gshasum": false, "rhash": false, "b2sum": false, "b3sum": false, "digest": false, "sha224sum": false, "hashsum": false,
	"md5sum": true, "md5": true, "gmd5sum": true, "sha1sum": true, "sha1": true, "cksum": true, "crc32": true, "sum": true, "stat": true, "du": true,
}

// hash prints the digest of a file or, with -c, compares.
func (c *flowCall) hash() []*flowState {
	weak := hashTools[c.name]
	check := false
	var files []value
	for i := 0; i < len(c.args); i++ {
		arg := c.args[i]
		switch {
		case c.name == "shasum" && strings.HasPrefix(arg, "-a"), strings.HasPrefix(arg, "--algorithm"):
			if (arg == "-a" || arg == "--algorithm") && i+1 < len(c.args) {
				i++
			}
			weak = strings.HasSuffix(c.args[i], "1") && !strings.HasSuffix(c.args[i], "51") || strings.HasSuffix(c.args[i], "md5")
			continue
		case c.name == "cksum" && strings.HasPrefix(arg, "-a"), c.name == "digest" && arg == "-a":
			if arg == "-a" && i+1 < len(c.args) {
				i++
			}
			weak = !strings.Contains(c.args[i], "sha2") && !strings.Contains(c.args[i], "sha5") && !strings.Contains(c.args[i], "blake")
			continue
		case c.name == "stat" && (arg == "-c" || arg == "-f" || arg == "--format"):
			i++
			continue
		case arg == "--check" || len(arg) > 1 && arg[0] == '-' && arg[1] != '-' && strings.Contains(arg, "c") && c.name != "stat":
			check = true
			continue
		case strings.HasPrefix(arg, "-") && arg != "-":
			continue
		}
		files = append(files, arg)
	}
	if c.name == "shasum" && !slices.ContainsFunc(c.args, func(a value) bool { return strings.HasPrefix(a, "-a") || strings.HasPrefix(a, "--al") }) {
		weak = !check
	}
	if check {
		return c.checkSums(files, weak)
	}
	return c.printDigest(files, weak)
}

// printDigest is the digest of the first file, or of the input.
func (c *flowCall) printDigest(files []value, weak bool) []*flowState {
	f := c.f
	file := value("")
	if len(files) > 0 && files[0] != "-" {
		file = f.path(c.flowState, files[0])
	} else if s := f.only(c.in); c.in != unset && s != nil {
		file = s.of
	}
	c.flags &^= noTool
	c.prints(f.digest(hashed{weak: weak, file: file}))
	return c.done(f.anyStatus)
}

// checkSums compares files with a list of digests.
func (c *flowCall) checkSums(files []value, weak bool) []*flowState {
	f := c.f
	list := c.in
	var sums *flowFile
	if len(files) > 0 && files[0] != "-" {
		name := f.path(c.flowState, files[0])
		sums = f.fetchedAt(c.flowState, name)
		list = f.content(name, c.flowState)
	}
	f.asks(asksFiles)
	ok, bad := f.both(c.flowState)
	bad.status = f.failStatus
	match := f.listed(c.flowState, list)
	reported := false
	if slices.ContainsFunc(ok.files, func(file flowFile) bool { return file.fetched && match(file) }) {
		reported = f.judge(c.at, hashed{weak: weak}, list)
	}
	verify := func(file flowFile) bool { return match(file) || reported && sums != nil && file.path == sums.path }
	ok.changeFiles(verify, func(file *flowFile) { file.fetched = false })
	bad.changeFiles(match, func(file *flowFile) { file.checked = true })
	return ok.pair(bad)
}

// listed tells which files a list of digests is about: those it names or, if
// only a run knows, all.
func (f *shFlow) listed(st *flowState, list value) func(flowFile) bool {
	var named []value
	if list != unset {
		for _, field := range strings.Fields(list) {
			field = strings.TrimPrefix(strings.Trim(field, "()"), "*")
			if slices.ContainsFunc(st.files, func(file flowFile) bool { return file.fetched && f.namesFile(st, file.path, field) }) {
				named = append(named, field)
			}
		}
	}
	return func(file flowFile) bool {
		if f.some(list, func(s *symbol) bool { return s.of == file.path }) {
			return false // the list itself
		}
		return len(named) == 0 && !isConst(list) || slices.ContainsFunc(named, func(v value) bool { return f.namesFile(st, file.path, v) })
	}
}

// judge reports a digest that proves nothing.
func (f *shFlow) judge(at int, h hashed, want value) bool {
	switch {
	case want != unset && f.fromNet(want):
		f.report("GS103", at, "the digest comes from the network like the file, so whoever changes one changes both; write the digest into the script")
	case h.weak:
		f.report("GS105", at, "MD5, SHA-1, a check sum or a size does not prove that these are the bytes; compare the SHA-256")
	default:
		return false
	}
	return true
}

// isDigestTest tells whether one side is the digest of a file and the other
// may be one: not "none", and not the ” of a test of emptiness.
func (f *shFlow) isDigestTest(a, b operand) bool {
	for _, pair := range [][2]operand{{a, b}, {b, a}} {
		if h := f.hashOf(pair[0].value); h != nil && f.pinsBytes(*h, pair[1]) {
			return true
		}
	}
	return false
}

var fullDigest = regexp.MustCompile(`(^|[^0-9A-Za-z])[0-9a-fA-F]{64,128}($|[^0-9A-Za-z])`)

// pinsBytes tells whether what a digest is compared with may be a whole digest:
// it is one, or only a run knows. An empty one is the subject of GS104, a weak
// one that of GS105.
func (f *shFlow) pinsBytes(h hashed, want operand) bool {
	if h.weak {
		return true
	}
	return slices.ContainsFunc(f.alternatives(want.value), func(alt value) bool {
		return !isConst(alt) || fullDigest.MatchString(alt) || h.head && fullCommit.MatchString(alt) || alt == "" && want.name != ""
	})
}

// compared is a comparison with a digest: the file is verified where the two
// are the same.
func (f *shFlow) compared(a, b operand, st *flowState) []*flowState {
	f.asks(asksFiles)
	same, other := f.both(st)
	for _, pair := range [][2]operand{{a, b}, {b, a}} {
		got, want := pair[0], pair[1]
		h := f.hashOf(got.value)
		if h == nil {
			continue
		}
		match := func(file flowFile) bool { return h.file != "" && f.concerns(st, file, h.file) }
		if !slices.ContainsFunc(st.files, func(file flowFile) bool { return file.fetched && match(file) }) {
			continue
		}
		if !f.judge(got.at, *h, want.value) && f.passesEmpty(got.value, want.value) {
			f.report("GS104", got.at, "an empty digest passes this comparison; stop when "+f.show(want.value)+" or the result of the hash tool is empty")
		}
		same.changeFiles(match, func(file *flowFile) { file.fetched = false })
		other.changeFiles(match, func(file *flowFile) { file.checked = true })
	}
	return same.pair(other)
}

// passesEmpty tells whether the two may be equal without a digest: both empty,
// or got is what was wanted because no tool could tell.
func (f *shFlow) passesEmpty(got, want value) bool {
	wants := f.alternatives(want)
	for _, alt := range f.alternatives(got) {
		if f.hashOf(alt) == nil && alt != "" && slices.Contains(wants, alt) {
			return true
		}
	}
	if !slices.Contains(wants, "") {
		return false
	}
	fixed := !slices.ContainsFunc(wants, func(v value) bool { return !isConst(v) })
	return fixed || f.mayBeEmpty(got)
}

// openssl prints digests, too, and checks signatures.
func (c *flowCall) openssl() []*flowState {
	if len(c.args) == 0 {
		return c.done(c.f.anyStatus)
	}
	weak := true
	var files []value
	for i, arg := range c.args {
		switch {
		case arg == "-verify" || arg == "-prverify" || arg == "-pubin":
			return c.signature()
		case strings.Contains(arg, "sha2") || strings.Contains(arg, "sha3") || strings.Contains(arg, "sha5"):
			weak = false
		case i > 0 && !strings.HasPrefix(arg, "-"):
			files = append(files, arg)
		}
	}
	if c.args[0] == "dgst" || strings.HasPrefix(c.args[0], "sha") || c.args[0] == "md5" {
		return c.printDigest(files, weak)
	}
	c.prints(c.filtered(c.in))
	return c.done(c.f.anyStatus)
}

// signature is a program that checks one: what fails is not to be used. What
// passes is no more verified than before, for the key and the signature come
// from where the file comes from, and P2 asks for a digest in the script.
func (c *flowCall) signature() []*flowState {
	f := c.f
	if !slices.ContainsFunc(c.args, func(a value) bool {
		return strings.Contains(a, "verify") || strings.HasPrefix(a, "-V") || c.name == "gpgv"
	}) {
		c.prints(c.filtered(c.in))
		return c.done(f.anyStatus)
	}
	f.asks(asksFiles)
	ok, bad := f.both(c.flowState)
	bad.status = f.failStatus
	bad.changeFiles(func(file flowFile) bool {
		return slices.ContainsFunc(c.args, func(a value) bool {
			return f.namesFile(c.flowState, file.path, a) || file.path+".asc" == a || file.path+".sig" == a || strings.TrimSuffix(f.path(c.flowState, a), ".asc") == file.path
		})
	}, func(file *flowFile) { file.checked = true })
	return ok.pair(bad)
}
