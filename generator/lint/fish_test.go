package lint

import (
	"slices"
	"strings"
	"testing"
)

// What somebody could break in our own script, and the rule that sees it; ""
// where nothing is broken.
var fishDamages = []struct{ what, old, new, rule string }{
	{"the comparison is gone", `if test "$got" = "$sha256"`, `if true`, "GS101"},
	{"the comparison is the other way round", `if test "$got" = "$sha256"`, `if test "$got" != "$sha256"`, "GS101"},
	{"it compares with nothing of the script", `if test "$got" = "$sha256"`, `if test -n "$got"`, "GS101"},
	{"it goes on where they differ", "    set -g why \"never its SHA-256 is $got, not the pinned $sha256\"\n    return 1\n", "    return 0\n", "GS101"},
	{"only one way removes what is not verified, and the other stops", "    rm -f \"$stage/$file\"\nend", "end", ""},
	{"nothing is removed, and nobody asks", "    die \"no source has an intact", "    warn \"no source has an intact", ""},
	{"another file is hashed", `hash_file "$stage/$archive"`, `hash_file "$stage/other"`, "GS101"},
	{"it unpacks first", `    hash_file "$stage/$archive"`, "    unpack\n    hash_file \"$stage/$archive\"", "GS101"},
	{"it unpacks another copy", "    if fetch \"$url\" \"$stage/$archive\"", "    fetch \"$url\" \"$stage/x\"; and tar -xzf \"$stage/x\" -C \"$stage\"\n    if fetch \"$url\" \"$stage/$archive\"", "GS101"},
	{"what is to be resumed gets the name of a Go", "    mv -f \"$stage/$archive\" \"$root/.part-$archive\"\n    keep_dirs", "    mv -f \"$stage/$archive\" \"$root/$archive\"\n    keep_dirs", "GS101"},
	{"what is fetched is taken without a look", "        check_archive; and return 0\n        wrong_file", "        return 0\n        wrong_file", "GS101"},
	{"what is fetched is hashed, and then fetched again", "    if test \"$got\" = \"$sha256\"\n        step verify", "    fetch_curl \"$url\" \"$stage/$archive\"\n    if test \"$got\" = \"$sha256\"\n        step verify", "GS101"},
	{"whatever ends the rounds is unpacked", "    if test \"$fetched\" = archive\n        unpack", "    if test \"$fetched\" = module\n        unpack", "GS101"},
	{"perl inflates first", "    before_fetch\n    if fetch \"$url\" \"$stage/$archive\"", "    before_fetch\n    fetch \"$url\" \"$stage/$archive\"; and perl -T -MCompress::Raw::Zlib -e 'print 1' <\"$stage/$archive\" | tar -xf - -C \"$stage/tree\"\n    if fetch \"$url\" \"$stage/$archive\"", "GS101"},
	{"python3 unpacks first", "    before_fetch\n    if fetch \"$url\" \"$stage/$archive\"", "    before_fetch\n    fetch \"$url\" \"$stage/$archive\"; and python3 -m tarfile -e \"$stage/$archive\"\n    if fetch \"$url\" \"$stage/$archive\"", "GS101"},
	{"a faster program unpacks first", "    before_fetch\n    if fetch \"$url\" \"$stage/$archive\"", "    before_fetch\n    if fetch \"$url\" \"$stage/$archive\"; and unpack_fast", "GS101"},
	{"a dry run goes on", "        say \"This was a dry run; nothing was changed\"\n        return 0\n", "        say \"This was a dry run; nothing was changed\"\n", "GS140"},
	{"a dry run of the way back goes on", "restore $goenv and remove $root\"\n        return 0\n", "restore $goenv and remove $root\"\n", "GS140"},
	{"the work begins before the plan", "    survey\n    if test -z", "    survey\n    make_dir \"$root\"\n    if test -z", "GS140"},
	{"it is planned as if it were done", "    set -g mode plan\n    set -g go_todo", "    set -g mode apply\n    set -g go_todo", "GS140"},
	{"it unpacks into the final place", `(tar -xzf "$stage/$archive" -C "$stage/tree" </dev/null 2>&1)`, `(tar -xzf "$stage/$archive" -C "$go_dir" </dev/null 2>&1)`, "GS120"},
	{"the Go is copied", `mv "$stage/tree/go" "$go_dir"; or`, `cp -R "$stage/tree/go" "$go_dir"; or`, "GS120"},
	{"the start-up file is written in place", `edit write >"$draft"; or`, `edit write >"$startup"; or`, "GS128"},
	{"curl follows anywhere", ` --proto-redir =https`, ``, "GS163"},
	{"curl takes any TLS", ` --tlsv1.2 \`, ` \`, "GS164"},
	{"curl waits", `--connect-timeout 15 --speed-limit 1000 --speed-time 30 `, ``, "GS165"},
	{"wget follows", `--max-redirect=0 `, ``, "GS163"},
	{"wget takes any TLS", `--secure-protocol=TLSv1_2 `, ``, "GS164"},
	{"wget waits", ` --timeout=30 `, ` `, "GS165"},
	{"a value without quotes", `test -n "$mirror"`, `test -n $mirror`, "GS200"},
	{"a misspelt function", "        look_over\n", "        lookover\n", "GS400"},
	{"a step is forgotten", "        look_over\n", "", "GS401"},
	{"a misspelt variable", `rm -rf "$old"`, `rm -rf "$olld"`, "GS403"},
	{"the block is gone", "\nbegin\n# No function", "\n# No function", "GS001"},
	{"the exit is gone", "\nmain $argv\nexit\nend", "\nmain $argv\nend", "GS010"},
	{"something behind the end", "\nexit\nend\n", "\nexit\nend\necho done\n", "GS010"},
	{"a file behind the end", "\nexit\nend\n", "\nexit\nend >log\n", "GS011"},
	{"a command that a cut makes an end", "\nmain $argv\nexit", "\nfunction endgame; true; end\nendgame\nmain $argv\nexit", "GS011"},
}

func TestFishDamages(t *testing.T) {
	golden := read(t, "../../golden/default/install.fish")
	for _, d := range fishDamages {
		text := strings.Replace(golden, d.old, d.new, 1)
		if text == golden {
			t.Errorf("%s: the script has no %q", d.what, d.old)
			continue
		}
		got := ids(Check("install.fish", []byte(text), Options{}).Findings)
		if d.rule == "" && len(got) == 0 {
			continue
		}
		if !slices.Contains(got, d.rule) {
			t.Errorf("%s: %v, want %s", d.what, got, d.rule)
		}
	}
}

// Whatever the text, the checks come to an end, and find places in it.
func FuzzFish(f *testing.F) {
	for _, name := range append(corpus(f, "bad"), corpus(f, "good")...) {
		if strings.HasSuffix(name, ".fish") {
			f.Add(read(f, name))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range Check("x.fish", []byte(text), Options{}).Findings {
			if found.Offset < 0 || found.Offset > len(text) || found.Rule == nil {
				t.Errorf("%q: a finding that is nowhere: %+v", text, found)
			}
		}
	})
}

func BenchmarkFish(b *testing.B) {
	text := []byte(read(b, "../../golden/default/install.fish"))
	for b.Loop() {
		Check("install.fish", text, Options{})
	}
}
