//go:build unix

package simulate

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// on makes a machine like another, without some commands and with other rules of
// the network in front.
func on(t *testing.T, like, without string, rules ...Rule) *Machine {
	t.Helper()
	m, err := New(like, Description{Like: like, Without: without, Network: rules})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const (
	proxy      = "https://default-proxy.example"
	toolchains = proxy + "/golang.org/toolchain/@v"
)

// A Go from a module proxy is the same as that from the archive, with every
// program that can unpack and hash it; one that differs in a byte is refused, and
// so is the right one if the list of its files is not sorted.
func TestModuleProxy(t *testing.T) {
	tampered := Rule{URL: toolchains, Toolchains: true, Damage: "tamper"}
	unpacked := "could not unpack it; it is broken, or an unzip is to be installed"
	for _, row := range []struct {
		machine, without string
		rule             Rule
		says             string // "" if it is installed
	}{
		{"debian-amd64", "", Rule{}, ""},
		{"debian-amd64", "openssl", Rule{}, ""},
		{"debian-amd64", "openssl sha256sum", Rule{}, ""},
		{"debian-amd64", "unzip", Rule{}, unpacked}, // GNU tar knows no zips
		{"alpine-amd64", "", Rule{}, ""},
		{"macos-arm64", "", Rule{}, ""},
		{"macos-arm64", "openssl sha256sum", Rule{}, ""},
		{"macos-arm64", "unzip", Rule{}, ""},
		{"macos-arm64", "unzip bsdtar", Rule{}, ""},
		{"debian-amd64", "", tampered, "its module hash is"},
		{"debian-amd64", "openssl", tampered, "its module hash is"},
		{"debian-amd64", "openssl sha256sum", tampered, "its module hash is"},
		{"alpine-amd64", "", tampered, "its module hash is"},
		{"macos-arm64", "", tampered, "its module hash is"},
		{"debian-amd64", "", Rule{URL: toolchains, Toolchains: true, Damage: "flip"}, unpacked},
		{"debian-amd64", "", Rule{URL: toolchains, Body: "<!doctype HTML>\n"}, "it is a web page"},
		{"debian-amd64", "", Rule{URL: toolchains, Status: 404}, "the server answered HTTP 404"},
		{"debian-amd64", "", Rule{URL: toolchains, Toolchains: true, Cut: 9}, ""},
		{"debian-amd64", "", Rule{URL: toolchains, Toolchains: true, Cut: 9, Ranges: "ignored"}, "the server cannot go on in the middle"},
	} {
		archive := load(t, row.machine)
		mustRun(t, archive, installer(t))
		fresh := on(t, row.machine, row.without, row.rule)
		if row.rule.URL == "" {
			fresh = on(t, row.machine, row.without)
		}
		m := fresh.Clone()
		r := mustRun(t, m, installer(t, "--mirror", "goproxy+"+proxy+"/"))
		top := installRoot(m) + "/go/" + newest
		switch {
		case row.says == "":
			if diff := cmp.Diff(archive.subtree(top), m.subtree(top)); diff != "" || r.Status != 0 {
				t.Errorf("%s without %q, %+v: exit %d, -archive +module\n%s%s%s", row.machine, row.without, row.rule, r.Status, diff, r.Stdout, r.Stderr)
			}
		case r.Status != 1 || !strings.Contains(r.Stderr, row.says):
			t.Errorf("%s without %q, %+v: exit %d, want %q\n%s%s", row.machine, row.without, row.rule, r.Status, row.says, r.Stdout, r.Stderr)
		default:
			if diff := cmp.Diff(fresh.Tree("/"), m.Tree("/")); diff != "" {
				t.Errorf("%s without %q, %+v: something is left behind\n%s", row.machine, row.without, row.rule, diff)
			}
		}
	}
}

// subtree is Tree without the name of the machine's own top.
func (m *Machine) subtree(top string) map[string]string {
	all := map[string]string{}
	for path, line := range m.Tree(top) {
		all[strings.TrimPrefix(path, top)] = line
	}
	return all
}

// The superuser's bsdtar leaves files that the group may write, which Go's are not.
func TestModuleModes(t *testing.T) {
	archive := load(t, "alpine-amd64")
	mustRun(t, archive, installer(t))
	m, err := New("bsdtar", Description{Like: "alpine-amd64", Without: "unzip", Commands: map[string]string{"/usr/local/bin": "bsdtar"}})
	if err != nil {
		t.Fatal(err)
	}
	r := mustRun(t, m, installer(t, "--mirror", "goproxy+"+proxy))
	top := installRoot(m) + "/go/" + newest
	if diff := cmp.Diff(archive.subtree(top), m.subtree(top)); diff != "" || r.Status != 0 {
		t.Errorf("exit %d, -archive +module\n%s%s%s", r.Status, diff, r.Stdout, r.Stderr)
	}
}

// What the hash of a module depends on is seen when it is missing.
func TestForgottenModuleHash(t *testing.T) {
	for _, row := range []struct {
		old, new string
		damage   string
		status   int
	}{
		{`[ "$got" = "$module_sum" ]`, `true`, "tamper", 0}, // what is tampered with unpacks and runs
		{`sort -k 2 >`, `cat >`, "", 1},
		{`sed 's/ \*/  /'`, `cat`, "", 1},
		{`-exec chmod 755 {} + || exit`, `-print >/dev/null`, "", 1},
	} {
		s := installer(t, "--mirror", "goproxy+"+proxy)
		if strings.Count(s.Text, row.old) != 1 {
			t.Errorf("install.sh has %q %d times, want once", row.old, strings.Count(s.Text, row.old))
		}
		s.Text = strings.Replace(s.Text, row.old, row.new, 1)
		m := on(t, "debian-amd64", "", Rule{URL: toolchains, Toolchains: true, Damage: row.damage})
		if r := mustRun(t, m, s); r.Status != row.status {
			t.Errorf("%q: exit %d, want %d\n%s%s", row.new, r.Status, row.status, r.Stdout, r.Stderr)
		}
	}
}

// A find that cannot be started is heard: what it says nothing of is not known to
// be harmless.
func TestFindIsHeard(t *testing.T) {
	tr := newTrial(t, situation{"install", load(t, "module-proxy"), installer(t), "", newest}, &figures{})
	finds := 0
	for _, e := range tr.effects {
		if e.Kind != Run || e.Args[0] != "find" {
			continue
		}
		finds++
		if m, r := tr.strike("error", e); r.Status == 0 {
			t.Errorf("%s: exit 0\n%s%s", Story{Home: m.Home()}.line(e), r.Stdout, r.Stderr)
		}
	}
	if finds != 5 {
		t.Errorf("%d times find, want 5", finds)
	}
}

const google = "https://dl.google.com/go"

// downloadFaults are servers with bad manners, and what becomes of an installation
// with curl, GNU wget and busybox wget: a part of what it says, "" if it succeeds.
var downloadFaults = []struct {
	name                string
	rules               []Rule
	curl, wget, busybox string
}{
	{"it breaks off and goes on", []Rule{{URL: google, Archives: true, Cut: 9}}, "", "", ""},
	{"it breaks off once and begins again", []Rule{{URL: google, Archives: true, Cut: 9, Times: 1}, {URL: google, Archives: true, Ranges: "ignored"}}, "", "", ""},
	{"it breaks off once and refuses ranges", []Rule{{URL: google, Archives: true, Cut: 9, Times: 1}, {URL: google, Archives: true, Ranges: "refused"}}, "", "", ""},
	{"it always breaks off and begins again", []Rule{{URL: google, Archives: true, Cut: 9, Ranges: "ignored"}}, "the connection broke off", "the network failed", "wget could not fetch it"},
	{"it is busy", []Rule{{URL: google, Status: 503, Times: 3}}, "", "an error or a redirect", ""},
	{"it is always busy", []Rule{{URL: google, Status: 503}}, "the server answered HTTP 503", "an error or a redirect", "wget could not fetch it"},
	{"it is gone", []Rule{{URL: google, Status: 404}}, "the server answered HTTP 404", "an error or a redirect", "wget could not fetch it"},
	{"a captive portal", []Rule{{URL: "https://", Body: "<HTML>\n"}}, "it is a web page", "it is a web page", "it is a web page"},
	{"the sources do not fit together", []Rule{{URL: "https://go.dev/dl", Archives: true, Cut: 9, Ranges: "ignored"}, {URL: google, Archives: true, Damage: "tamper"}}, "no source has an intact", "no source has an intact", "no source has an intact"},
}

// Bad manners of a server end in an installation, or in words that say why; what
// is kept for the next run is where it goes on when the server is well again.
func TestDownloadFaults(t *testing.T) {
	for _, row := range downloadFaults {
		for machine, says := range map[string]string{"debian-amd64": row.curl, "wget-only": row.wget, "alpine-amd64": row.busybox} {
			m := on(t, machine, "", row.rules...)
			r := mustRun(t, m, installer(t))
			if (r.Status == 0) != (says == "") || !strings.Contains(r.Stderr, says) {
				t.Errorf("%s, %s: exit %d, want %q\n%s%s", row.name, machine, r.Status, says, r.Stdout, r.Stderr)
			}
			if r.Status == 0 {
				continue
			}
			well := load(t, machine)
			well.disk = m.disk
			if r := mustRun(t, well, installer(t)); r.Status != 0 {
				t.Errorf("%s, %s: the next run: exit %d\n%s%s", row.name, machine, r.Status, r.Stdout, r.Stderr)
			}
			works(t, well, newest)
			for path := range well.Tree(installRoot(well)) {
				if strings.Contains(path, "/.part-") {
					t.Errorf("%s, %s: %s stays", row.name, machine, path)
				}
			}
		}
	}
}

// What a failed installation of another Go has kept is taken away, too.
func TestUninstallPart(t *testing.T) {
	m := load(t, "breaking-line")
	mustRun(t, m, installer(t, "--go", older))
	if part := m.Tree(installRoot(m) + "/.part-go" + older + ".linux-amd64.tar.gz"); len(part) != 1 {
		t.Fatal("nothing was kept")
	}
	r := mustRun(t, m, installer(t, "--uninstall"))
	if diff := cmp.Diff(load(t, "breaking-line").Tree("/"), m.Tree("/")); diff != "" || r.Status != 0 {
		t.Errorf("exit %d\n%s%s%s", r.Status, r.Stdout, r.Stderr, diff)
	}
}

// A beginning that is not that of the archive, as long as the archive or longer,
// does not keep an installation from its end.
func TestBadBeginning(t *testing.T) {
	for _, machine := range []string{"debian-amd64", "wget-only", "alpine-amd64"} {
		for _, text := range []string{"x", strings.Repeat("x", len(archiveText("go"+newest+".linux-amd64.tar.gz"))), strings.Repeat("x", 999)} {
			m := load(t, machine)
			m.WriteFile(installRoot(m)+"/.part-go"+newest+".linux-amd64.tar.gz", []byte(text), 0o644)
			if r := mustRun(t, m, installer(t)); r.Status != 0 {
				t.Errorf("%s, a beginning of %d bytes: exit %d\n%s%s", machine, len(text), r.Status, r.Stdout, r.Stderr)
			}
		}
	}
}

// Killed at any effect of a run that had the beginning of an archive from one
// source and Go from a module proxy, the next one leaves no more than that.
func TestKillBetweenSources(t *testing.T) {
	t.Parallel()
	const second = "source_url '" + google + "'\n"
	s := installer(t)
	if strings.Count(s.Text, second) != 1 {
		t.Fatal("the script names its sources in another way; change this test")
	}
	s.Text = strings.Replace(s.Text, second, "source_url 'goproxy+"+proxy+"'\n", 1)
	m := on(t, "debian-amd64", "", Rule{URL: "https://go.dev/dl", Archives: true, Cut: 9, Ranges: "ignored"})
	tr := newTrial(t, situation{"install", m, s, "", newest}, &figures{})
	if !strings.Contains(tr.effects.String(), "/module/") {
		t.Fatal("the module proxy was not asked")
	}
	for i, e := range tr.effects {
		if tr.fresh(i) {
			m, _ := tr.strike("kill", e)
			tr.sound("kill", e, m)
			tr.mends("kill", e, m)
		}
	}
}
