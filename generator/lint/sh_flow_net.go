package lint

import (
	"slices"
	"strings"
)

// A fetcher is a program that gets files from the network, with the options
// that take a word.
type fetcher struct {
	short string
	long  []string
}

var fetchers = map[string]fetcher{
	"curl": {"oAbCdDeEFhHKmPQrtTuUwxXyYz", strings.Fields(`--output --url --proto --proto-redir --proto-default --connect-timeout --max-time --retry
--retry-delay --retry-max-time --speed-limit --speed-time --write-out --header --user-agent --user --data --data-raw --data-binary --data-urlencode
--request --cacert --capath --cert --key --config --cookie --cookie-jar --dump-header --output-dir --range --referer --resolve --noproxy --proxy
--limit-rate --max-redirs --tls-max --ciphers --interface --dns-servers --max-filesize --time-cond --continue-at --stderr --form --upload-file
--etag-save --etag-compare --netrc-file --connect-to --unix-socket --pinnedpubkey --tls13-ciphers --curves --doh-url --keepalive-time`)},
	"wget": {"aoeiBtOTwQPUlARDIX", strings.Fields(`--output-document --timeout --tries --directory-prefix --header --user-agent --max-redirect
--secure-protocol --read-timeout --connect-timeout --dns-timeout --waitretry --ca-certificate --wait --user --password --execute --input-file
--progress --body-data --post-data --method --load-cookies --save-cookies --output-file --append-output --referer --limit-rate --retry-on-http-error`)},
	"fetch":  {"oBiNSTw", nil},
	"aria2c": {"oditjkxms", []string{"--out", "--dir"}},
	"axel":   {"onsTUH", []string{"--output"}},
	"ftp":    {"oPrsw", nil},
}

// A download is a parsed command line of a fetcher.
type download struct {
	options map[value]value // by name, with its dashes; "" if it takes none
	urls    []value
}

func (d *download) has(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := d.options[name]; return ok })
}

// parse takes a command line apart.
func (s fetcher) parse(args []value) *download {
	d := &download{options: map[value]value{}}
	for i := 0; i < len(args); i++ {
		arg := args[i]
		next := func() value {
			if i+1 < len(args) {
				i++
				return args[i]
			}
			return ""
		}
		switch {
		case arg == "-" || !strings.HasPrefix(arg, "-"):
			d.urls = append(d.urls, arg)
		case strings.HasPrefix(arg, "--"):
			name, v, with := strings.Cut(arg, "=")
			if !with && slices.Contains(s.long, name) {
				v = next()
			}
			d.options[name] = v
			if name == "--url" {
				d.urls = append(d.urls, v)
			}
		default:
			s.letters(d, arg, next)
		}
	}
	return d
}

// letters are options such as -fsSLo FILE.
func (s fetcher) letters(d *download, arg value, next func() value) {
	for j := 1; j < len(arg); j++ {
		name := "-" + arg[j:j+1]
		if !strings.Contains(s.short, arg[j:j+1]) {
			d.options[name] = ""
			continue
		}
		if j+1 < len(arg) {
			d.options[name] = arg[j+1:]
		} else {
			d.options[name] = next()
		}
		return
	}
}

// fetch gets files, or prints what it got.
func (c *flowCall) fetch() []*flowState {
	f := c.f
	d := fetchers[c.name].parse(c.args)
	if d.has("--version", "-V", "--help", "-h") && len(d.urls) == 0 {
		c.printsSome(c.name)
		return c.done(f.anyStatus)
	}
	c.connects(c.at, c.name+" connects")
	f.fetchHygiene(c, d)
	if len(d.urls) > 0 && allLocal(f, d.urls) {
		c.printsSome("what " + c.name + " fetched")
		return c.done(f.anyStatus)
	}
	var states []*flowState
	files, toOut := c.targets(d)
	if len(files) == 0 {
		if toOut {
			c.prints(f.symbol("net "+f.show(f.unknown(c.at, c.name))+string(rune(c.at)), symbol{name: "what " + c.name + " fetched", net: true, other: true}))
		}
		return c.done(f.anyStatus)
	}
	f.asks(asksFiles)
	ok, bad := f.both(c.flowState)
	bad.status = f.failStatus
	for _, file := range files {
		f.note("fetch", file, c.at)
		c.effect(c.at, "it writes ", file)
		ok.files = withFile(ok.files, flowFile{path: file, fresh: true, fetched: true, text: unset})
		bad.files = withFile(bad.files, flowFile{path: file, fresh: true, fetched: true, failed: true, text: unset})
	}
	if d.has("-w", "--write-out") {
		ok.prints(f.unknown(c.at, "what curl says"))
		bad.prints(f.unknown(c.at, "what curl says"))
	}
	return append(states, ok, bad)
}

// targets lists the files that are written; toOut tells whether the rest goes
// to standard output.
func (c *flowCall) targets(d *download) (files []value, toOut bool) {
	f := c.f
	dir := ""
	var name value
	switch c.name {
	case "curl":
		if d.has("-I", "--head") {
			return nil, false
		}
		name, dir = first(d, "-o", "--output"), first(d, "--output-dir")
		if name == "" && !d.has("-O", "--remote-name", "--remote-name-all") {
			return nil, true
		}
	case "wget":
		if d.has("--spider") {
			return nil, false
		}
		name, dir = first(d, "-O", "--output-document"), first(d, "-P", "--directory-prefix")
	default:
		name, dir = first(d, "-o", "--out", "--output"), first(d, "-d", "--dir")
	}
	if name == "-" || name == "/dev/stdout" {
		return nil, true
	}
	if device(name) {
		return nil, false
	}
	if name != "" {
		return []value{c.below(dir, name)}, false
	}
	for _, url := range d.urls {
		url, _, _ = strings.Cut(url, "?")
		files = append(files, f.path(c.flowState, c.below(dir, url[strings.LastIndexByte(url, '/')+1:])))
	}
	return files, false
}

func (c *flowCall) below(dir, name value) value {
	if dir != "" && !strings.HasPrefix(name, "/") {
		name = dir + "/" + name
	}
	return c.f.path(c.flowState, name)
}

func first(d *download, names ...string) value {
	for _, name := range names {
		if v := d.options[name]; v != "" {
			return v
		}
	}
	return ""
}
