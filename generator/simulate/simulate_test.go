//go:build unix

package simulate

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func load(t *testing.T, name string) *Machine {
	t.Helper()
	m, err := Load(name)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func mustRun(t *testing.T, m *Machine, s Script, faults ...Fault) *Result {
	t.Helper()
	r, err := m.Run(s, faults...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What the simulator does not know is an error with its place, never a success,
// also where the script would go on.
func TestUnknownIsNoSuccess(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"echo a\nfrobnicate --all || true", "x:2:1: the simulator does not know the command frobnicate"},
		{"x=$(frobnicate)\necho on", "x:1:5: the simulator does not know the command frobnicate"},
		{"(frobnicate) | cat; echo on", "x:1:2: the simulator does not know the command frobnicate"},
		{"frobnicate & wait", "x:1:1: the simulator does not know the command frobnicate"},
		{"mv --exchange a b 2>/dev/null || :", "x:1:1: the simulator does not know mv with the flag --exchange"},
		{"curl -Z https://go.dev || :", "x:1:1: the simulator does not know curl with the flag Z"},
		{"go-of-mine() { :; }\n", "x:1:1: "},
		{"exec 3>&1", "x:1:6: the simulator has no redirection 3>&1"},
		{"cat <>f", "x:1:5: the simulator has no redirection <>f"},
		{"[[ a == b ]] && echo", "x:1:1: the simulator has no [[ in sh"},
		{"a=(b c)", "x:1:3: "},
		{"diff <(echo a) b", "x:1:6: "},
		{"echo {a,b}", "x:1:6: the simulator has no brace expansion in sh"},
		{"echo $RANDOM", "x:1:6: the simulator has no $RANDOM"},
		{"trap 'echo $RANDOM' EXIT", "x:1:1: in a text that is evaluated here: x:1:6: the simulator has no $RANDOM"},
		{"eval 'cat <>f'", "x:1:1: in a text that is evaluated here"},
		{"(trap 'echo no' EXIT)", "x:1:2: interp runs no trap that is set in a subshell"},
		{"set -C", "x:1:1: the simulator has no set -C"},
		{"ulimit -n 5", "x:1:1: the simulator has no ulimit"},
		{"[ a -ef b ]", ""},
		{"[ -O f ]", "x:1:1: the simulator has no test -O"},
		{"tar -cf x y", "x:1:1: the simulator does not know tar with the flag c"},
		{"openssl enc -d", "x:1:1: the simulator knows openssl dgst -sha256 only"},
		{"awk 'BEGIN { system(\"x\") }'", "x:1:1: awk: "},
		{"sed -i s/a/b/ f", "x:1:1: sed: "},
		{"while :; do :; done", "500000 commands and no end"},
		{"rm -rf /", "x:1:1: rm of the root directory"},
		{"find . -newer x", "x:1:1: the simulator knows find PATH..."},
		{"find . -type", "x:1:1: the simulator knows find PATH..."},
		{"find . -type s", "x:1:1: the simulator knows find PATH..."},
		{"find . -exec rm {} ';'", "x:1:1: the simulator knows find PATH..."},
		{"find . -exec rm +", "x:1:1: the simulator knows find PATH..."},
		{"find -L . -name x", "x:1:1: the simulator knows find PATH..."},
		{"find . -name a -o -name b", "x:1:1: the simulator knows find PATH..."},
		{"find . -type d -exec frobnicate {} +", "x:1:1: the simulator does not know the command frobnicate"},
		{"sort -k 2,2 f", "x:1:1: the simulator knows sort -k NUMBER"},
		{"sort -n -k 2 f", "x:1:1: the simulator knows sort -k NUMBER"},
		{"curl -C 5 -o f https://go.dev/dl", "x:1:1: the simulator knows curl with one URL"},
		{"echo x >f; curl -sC - -o f https://go.dev/dl/none", "x:1:12: the simulator does not know what curl -C does with an answer of 302"},
		{"wget -c -O - https://go.dev/dl", "x:1:1: the simulator knows wget with one URL"},
		{"unzip -p f.zip", "x:1:1: the simulator knows unzip"},
		{"if", "x:1:1: "},
		{"true\na=(b c)", "x:2:3: arrays are a bash"},
	} {
		r, err := load(t, "debian-amd64").Run(Script{Name: "x", Text: row.text})
		var problem *Error
		switch {
		case row.want == "":
			if err != nil || r.Status == 0 {
				t.Errorf("%s: %+v, %v; want a status", row.text, r, err)
			}
		case !errors.As(err, &problem) || !strings.Contains(err.Error(), row.want), strings.Count(err.Error(), "x:") > 1 && !strings.Contains(err.Error(), "evaluated"):
			t.Errorf("%s: %v, want %s", row.text, err, row.want)
		}
	}
}

// The flavours differ as the real commands do.
func TestFlavours(t *testing.T) {
	for _, row := range []struct{ machine, text, want string }{
		{"debian-amd64", "mkdir a b; ln -s a l; ln -s b n; mv -fT n l && readlink l", "b\n"},
		{"alpine-amd64", "mkdir a b; ln -s a l; ln -s b n; mv -fT n l && readlink l", "b\n"},
		{"macos-arm64", "mkdir a b; ln -s a l; ln -s b n; mv -fT n l 2>/dev/null || echo refused; mv -fh n l; readlink l", "refused\nb\n"},
		{"debian-amd64", "mkdir a; mv -fh a b 2>/dev/null || echo refused", "refused\n"},
		{"debian-amd64", "echo -n 'a\\tb'; echo -e c", "a\tb-e c\n"},
		{"alpine-amd64", "echo -n 'a\\tb'; echo -e 'c\\td'", "a\\tbc\td\n"},
		{"macos-arm64", "echo -n 'a\\tb'; printf 'x\\n' | wc -l; mktemp -t x | sed 's/[0-9]*$//'", "-n a\tb\n       1\n/var/folders/zz/T/x.\n"},
		{"macos-arm64-rosetta", "uname -m; sysctl -in hw.optional.arm64; sysctl -n no.such 2>/dev/null || echo none", "x86_64\n1\nnone\n"},
		{"macos-amd64", "sysctl -in hw.optional.arm64; sysctl -in no.such; sw_vers -productVersion", "0\n14.8\n"},
		{"alpine-amd64", "wget --version >/dev/null 2>&1 || echo busybox; wget -q -T 30 -O f https://go.dev/dl/go1.27.3.linux-amd64.tar.gz && tar -xzf f && cat go/VERSION | head -n 1", "busybox\ngo1.27.3\n"},
		{"wget-only", "wget -q --max-redirect=0 -O f https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; echo $? $(wc -c <f)", "8 0\n"},
		{"captive-portal", "curl -fsS https://go.dev/dl/go1.27.3.linux-amd64.tar.gz | head -c 9", "<!DOCTYPE"},
		{"wrong-clock", "curl -fsSL https://go.dev/; echo $?; date +%Y", "60\n1980\n"},
		{"no-client", "curl x || echo $?", "127\n"},
		{"read-only-home", "touch ~/x 2>&1; [ -w ~ ] || echo not", "touch: cannot touch '/home/dev/x': Read-only file system\nnot\n"},
		{"debian-amd64", "touch /usr/x 2>&1; [ -w /usr ] || echo not", "touch: cannot touch '/usr/x': Permission denied\nnot\n"},
		{"disk-full", "df -Pk ~ | awk 'NR == 2 { print $4 }'", "300000\n"},
		{"existing-go", "command -v go; go version; go env GOPRIVATE", "/usr/local/go/bin/go\ngo version go1.22.1 linux/amd64\n*.corp.example\n"},
		{"wsl2-amd64", "command -v go; go version 2>/dev/null || echo $?", "/mnt/c/Program Files/Go/bin/go\ngo version go1.25.1 linux/amd64\n"},
	} {
		r := mustRun(t, load(t, row.machine), Script{Name: "x", Text: row.text})
		if r.Stdout != row.want {
			t.Errorf("%s: %s\n got %q\nwant %q\nstderr %s", row.machine, row.text, r.Stdout, row.want, r.Stderr)
		}
	}
}

// What unpacks does so with what it knows, each in its own way.
func TestUnpackers(t *testing.T) {
	const fetch = "curl -sLo a https://go.dev/dl/go1.27.3.linux-amd64.tar.gz; curl -so z " + toolchains + "/v0.0.1-go1.27.3.linux-amd64.zip; "
	const module = "golang.org/toolchain@v0.0.1-go1.27.3.linux-amd64/VERSION"
	for _, row := range []struct{ machine, text, want string }{
		{"debian-amd64", "igzip -dc a | tar -xf - && cat go/VERSION | head -n 1", "go1.27.3\n"},
		{"debian-amd64", "libdeflate-gunzip -c a | tar -xf - && head -n 1 go/VERSION", "go1.27.3\n"},
		{"debian-amd64", "zstd -dcq a | tar -xf - && head -n 1 go/VERSION", "go1.27.3\n"},
		{"debian-amd64", "mkdir d; bsdtar -xzf a -C d && head -n 1 d/go/VERSION", "go1.27.3\n"},
		{"debian-amd64", "mkdir d; bsdtar -xf z -C d && head -n 1 d/" + module, "go1.27.3\n"},
		{"debian-amd64", "mkdir d; unzip -q -o z -d d && head -n 1 d/" + module + "; [ ! -x d/" + module + " ] && echo plain", "go1.27.3\nplain\n"},
		{"debian-amd64", "tar -xf z 2>/dev/null; echo $?", "2\n"},
		{"alpine-amd64", "tar -xf z 2>/dev/null; echo $?", "1\n"},
		{"macos-arm64", "tar -xf z; head -n 1 " + module, "go1.27.3\n"},
		{"debian-amd64", "echo x >a; igzip -dc a 2>/dev/null; echo $?; zstd -dcq a 2>/dev/null; echo $?; libdeflate-gunzip -c a 2>/dev/null; echo $?", "1\n1\n1\n"},
		{"debian-amd64", "perl -T -MCompress::Raw::Zlib -e 1 && perl -T -MCompress::Raw::Zlib -e '" + ownProgram("part/inflate.pl") + "' <a | tar -xf - && head -n 1 go/VERSION", "go1.27.3\n"},
		{"debian-amd64", "python3 -I -S -c 'import zlib' && python3 -I -S -c '" + ownProgram("part/inflate.py") + "' <a | tar -xf - && head -n 1 go/VERSION", "go1.27.3\n"},
		{"debian-amd64", "head -c 20 a >y; perl -T -MCompress::Raw::Zlib -e '" + ownProgram("part/inflate.pl") + "' <y; echo $?", "1\n"},
		{"debian-amd64", "mkdir d; python3 -I -S -m zipfile -e z d; head -n 1 d/" + module + "; python3 -I -S -m zipfile -e a d 2>/dev/null; echo $?", "go1.27.3\n1\n"},
		{"debian-amd64", "head -c 20 z >y; unzip -q -o y -d d 2>/dev/null; echo $?; unzip -q a 2>/dev/null; echo $?; bsdtar -xzf z 2>/dev/null; echo $?", "9\n9\n1\n"},
	} {
		m, err := New("unpackers", Description{Like: row.machine, Commands: map[string]string{"/usr/local/bin": "igzip libdeflate-gunzip zstd bsdtar perl python3 curl"}})
		if err != nil {
			t.Fatal(err)
		}
		if r := mustRun(t, m, Script{Name: "x", Text: fetch + row.text}); r.Stdout != row.want {
			t.Errorf("%s: %s\n got %q\nwant %q\nstderr %s", row.machine, row.text, r.Stdout, row.want, r.Stderr)
		}
	}
}

func TestUnknownOfInflaters(t *testing.T) {
	unknown, err := New("inflaters", Description{Like: "debian-amd64", Commands: map[string]string{"/usr/local/bin": "igzip perl python3"}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"igzip -dck f":                       "the simulator does not know igzip with the flag k",
		"igzip -c f":                         "the simulator knows igzip -d",
		"perl -e 1":                          "the simulator knows perl -T -MCompress::Raw::Zlib -e CODE only",
		"perl -T -MCompress::Raw::Zlib -e 2": "the simulator knows no other program of perl",
		"python3 -c 1":                       "the simulator knows python3 -I -S -c CODE and",
		"python3 -I -S -c 1":                 "the simulator knows no other program of python3",
		"python3 -I -S -m zipfile -c a b":    "the simulator knows python3 -I -S -c CODE and",
	} {
		if _, err := unknown.Clone().Run(Script{Name: "x", Text: text}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

// Words that no rule of the network knows are an error, not a good answer.
func TestRuleWords(t *testing.T) {
	for _, r := range []Rule{{Damage: "break"}, {Ranges: "none"}, {Fail: "dns"}} {
		if _, err := New("x", Description{Like: "debian-amd64", Network: []Rule{r}}); err == nil {
			t.Errorf("%+v is taken", r)
		}
	}
}

// A rename to another device is a copy and a removal, which can be seen half done.
func TestOtherDevice(t *testing.T) {
	d, err := describeOnce("debian-amd64")
	if err != nil {
		t.Fatal(err)
	}
	d.Like, d.Mounts = "", []string{"/home/dev/disk"}
	d.Files = append(d.Files[:len(d.Files):len(d.Files)], FileSpec{Path: "/home/dev/disk", Dir: true})
	m, err := New("two disks", d)
	if err != nil {
		t.Fatal(err)
	}
	r := mustRun(t, m, Script{Name: "x", Text: "mkdir -m 700 d; echo 1 >d/f; ln -s f d/l; mv d disk/e; ln disk/e/f g 2>/dev/null || echo no; readlink disk/e/l"})
	story := Story{Home: m.Home()}.Tell(r.Trace)
	want := `mkdir ~/d 0700
create ~/d/f 0644
write ~/d/f 2 bytes sha256 4355a46b19d3
link ~/d/l -> f
mkdir ~/disk/e 0700
create ~/disk/e/f 0644
write ~/disk/e/f 2 bytes sha256 4355a46b19d3
link ~/disk/e/l -> f
remove ~/d/f
remove ~/d/l
rmdir ~/d
`
	if story != want || r.Stdout != "no\nf\n" {
		t.Errorf("%q\n%s", r.Stdout, story)
	}
}

// Faults do what they say: each effect is struck, and nothing behind a kill.
func TestFaults(t *testing.T) {
	script := Script{Name: "x", Text: "trap 'echo exit' EXIT; trap 'echo term; exit 9' TERM; mkdir d || echo no dir; printf 123456 >f || echo no write; mv f g || echo no move; echo end\n"}
	for _, row := range []struct {
		fault, out, file string
		status           int
	}{
		{"", "end\nexit\n", "123456", 0},
		{"error@2", "no dir\nend\nexit\n", "123456", 0},
		{"ENOSPC@4", "no write\nend\nexit\n", "", 0},
		{"EACCES@6", "no move\nend\nexit\n", "-", 0},
		{"kill@3", "", "-", 137},
		{"kill@6", "", "-", 137},
		{"partial@4", "", "-", 137},
		{"TERM@2", "term\nexit\n", "-", 9},
		{"INT@2", "", "-", 130},
	} {
		m := load(t, "debian-amd64")
		var faults []Fault
		if row.fault != "" {
			f, err := ParseFault(row.fault)
			if err != nil {
				t.Fatal(err)
			}
			faults = append(faults, f)
		}
		r := mustRun(t, m, script, faults...)
		file := "-"
		if data, err := m.ReadFile("/home/dev/g"); err == nil {
			file = string(data)
		}
		if r.Stdout != row.out || r.Status != row.status || file != row.file {
			t.Errorf("%s: exit %d, file %q, stdout %q, stderr %q\n%s", row.fault, r.Status, file, r.Stdout, r.Stderr, r.Trace)
		}
		if half, err := m.ReadFile("/home/dev/f"); row.fault == "partial@4" && (err != nil || string(half) != "123") {
			t.Errorf("%s: %q, %v; want half", row.fault, half, err)
		}
	}
	for _, bad := range []string{"kill", "kill@0", "boom@1", "kill@x", ""} {
		if f, err := ParseFault(bad); err == nil {
			t.Errorf("ParseFault(%q) = %v", bad, f)
		}
	}
}

// A fault whose effect never comes is an error, not a pass; one of several, too.
func TestFaultWithoutEffect(t *testing.T) {
	for _, row := range []struct {
		text   string
		faults []Fault
		want   string
	}{
		{"mkdir a b", []Fault{{9999, "kill"}}, "x: kill@9999 never struck: the run has 3 effects; no effect 9999"},
		{"mkdir a b", []Fault{{2, "error"}, {4, "TERM"}}, "x: TERM@4 never struck: the run has 3 effects; no effect 4"},
		{"echo", []Fault{{1, "partial"}}, "x: partial@1 never struck: the run has 0 effects; no effect 1"},
		{"mkdir a b", []Fault{{3, "kill"}}, ""},
	} {
		_, err := load(t, "debian-amd64").Run(Script{Name: "x", Text: row.text}, row.faults...)
		if (err != nil || row.want != "") && (err == nil || err.Error() != row.want) {
			t.Errorf("%s %v: %v, want %s", row.text, row.faults, err, row.want)
		}
	}
}

// The script inflates and unpacks with the best there is that works.
func TestInflaterThatIsUsed(t *testing.T) {
	const noZlib, options = "perl -T -MCompress::Raw::Zlib -e 1", "--no-tools"
	for _, row := range []struct {
		like, commands, without, used string
		fails                         string // the question that is answered with no
	}{
		{"debian-amd64", "igzip perl python3", "", "igzip -dc", ""},
		{"debian-amd64", "perl python3", "", "perl -T -MCompress::Raw::Zlib -e # Inflates", ""},
		{"debian-amd64", "perl python3", "", "python3 -I -S -c # Inflates", noZlib},
		{"debian-amd64", "python3", "", "tar -xzf", "python3 -I -S -c import zlib"},
		{"module-proxy", "python3", "unzip", "python3 -I -S -m zipfile -e", ""},
		{"module-proxy", "python3", "", "unzip -q", ""},
	} {
		about := Description{Like: row.like, Commands: map[string]string{"/usr/local/bin": row.commands}, Without: row.without, Answers: map[string]Answer{row.fails: {Status: 2}}}
		m, err := New("inflates", about)
		if err != nil {
			t.Fatal(err)
		}
		r := mustRun(t, m, installer(t, options))
		if r.Status != 0 || !slices.ContainsFunc(r.Trace, func(e Effect) bool {
			return e.Kind == Run && e.Status == 0 && strings.HasPrefix(strings.Join(e.Args, " "), row.used)
		}) {
			t.Errorf("%+v: exit %d, and %s is not used\n%s%s", row, r.Status, row.used, r.Stdout, r.Stderr)
		}
	}
}
