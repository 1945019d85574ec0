package escape

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
)

// fishReviewed are the templates of fish with which people who read the rules
// got a value executed. Random templates had not found them.
var fishReviewed = []string{
	// Programs that run an argument, by another name.
	"function run; $argv; end\nrun sh -c $v", "function run; command $argv; end\nrun sh -c $v", "function run; $argv; end\nrun sudo sh -c $v", "function run; set -e argv[1]; $argv; end\nrun x sh -c $v",
	"function run; $argv; end\nfunction go2; run $argv; end\ngo2 sh -c $v", "function run; $argv[1] -c $argv[2]; end\nrun sh $v", "function run; env $argv; end\nrun sh -c $v", "function run; exec $argv; end\nrun sh -c $v",
	"set sh sh -c\n$sh \"$v\"", "set sh sh\n$sh -c $v", "set sh sh\nset w $sh\n$w -c $v", "for sh in bash sh; $sh -c $v; end", "set sh (command -v sh)\n$sh -c $v", "set c -c\n$SHELL $c $v",
	"/bin/sh -c \"$v\"", "/bin/sh -c $v", "/usr/bin/env sh -c $v", "$SHELL -c $v", "\"$SHELL\" -c \"$v\"", "$SHELL -lc $v", "$d/bin/sh -c $v", "sh -o pipefail -c $v", "bash -euo pipefail -c $v", "fish -c\"$v\"", "fish -c true $v", "fish --command=$v",
	"ionice2 -c3 sh -c $v", "sudo -E -u root sh -c $v", "sudo -E $v", "env -S $v", "timeout 5 $v", "timeout 5 sh -c $v", "setsid sh -c $v", "stdbuf -o L sh -c $v", "env LD_PRELOAD=$v ls", "env X=$v bash -c 'eval \"$X\"'", "command sh -c $v", "exec sh -c $v",
	"python3.11 -c $v", "/usr/bin/python3 -c $v", "perl -e 'print 1' $v", "python3 -c 'import os,sys; os.system(sys.argv[1])' $v", "set -x v $v\npython3 -c 'import os; os.system(os.environ[\"v\"])'", "perl -ne 'system $_' f $v", "echo $v | perl -ne 'system $_'",
	"echo $v | /bin/sh", "echo $v | /usr/bin/env sh", "echo $v | sudo sh", "echo $v | $SHELL", "echo $v | sh -c 'read x; eval \"$x\"'", "echo $v | sh -c 'sh'", "echo $v | xargs", "echo $v | python3", "function run; $argv; end\necho $v | run sh",
	"sh -c 'eval \"$1\"' sh $v", "set c 'eval \"$1\"'\nsh -c $c sh $v", "busybox sh -c $v", "make \"$v\"", "git clone $v", "git -c alias.x=\"!$v\" x", "git config alias.x \"!$v\"", "tar -xf x $v", "tar --to-command=\"$v\" -xf x", "tar -I \"$v\" -xf x", "set l (string split ' ' -- $v)\ntar -xf $l", "rsync $v a b",
	// sed and awk.
	"sed -e s/a/b/ -e $v f", "sed -n -e s/a/b/ -e \"s/x/$v/\" f", "sed f -e $v", "sed -ne \"$v\" f", "sed -n p $v", "sed -e\"$v\" f", "echo $v | sed 's/x/x/e'", "echo $v | sed 1e", "awk -F : $v", "awk -v x=1 $v",
	"echo $v | awk '{system($0)}'", "awk 'BEGIN { system(ARGV[1]) }' $v", "awk -v c=$v 'BEGIN { system(c) }'", "awk -v c=$v 'BEGIN { c | getline }'", "set -gx v $v\nawk 'BEGIN { system(ENVIRON[\"v\"]) }'", "v=$v awk 'BEGIN { system(ENVIRON[\"v\"]) }'", "set p '{system($0)}'\necho $v | awk $p",
	"echo $v | tee f\nawk '{ system($0) }' f", "echo $v >f.awk\nawk -f f.awk", "awk -v x=$v 'BEGIN { print x > \"f\" }'\nsource f",
	// Files.
	"echo $v >$d/f\nsource $HOME/f", "echo $v >\"$HOME/f\"\nsource $HOME/f", "echo $v >$PWD/f\nsource f", "echo $v >f\nsource $PWD/f", "echo $v >f\nmv f g\nsource g", "echo $v >f\nmv f g\ncp g h\n./h", "echo $v >f\n./f", "echo $v >./f\nsource f", "echo $v >f\nfor f in *; source $f; end", "echo $v >f\nsource (ls)", "echo $v >f\nsource (cat g)", "echo $v >f\nsource \"$d/f\"",
	"echo $v >~/.x\nsource $HOME/.x", "echo $v >f\nset g $f\nsource $g", "set f x\necho $v >$f\nset g $f\nsource $g", "set f $d/tool\necho $v >$f\nsource $d/tool", "set f $d/tool\necho $v >$f\nchmod +x $f\n$d/tool", "echo $v >$d/tool\nset -p PATH $d\ntool", "echo $v >$d/run.$n\nsource $d/run.sh",
	"echo $v >f\nln -s f g\nsh g", "echo $v >f\nsh <f", "echo $v >f\nsh $d/f", "echo $v >f\nfish f", "echo $v >f\neval (cat f)", "echo $v >f\neval (head -n1 g)", "echo $v >f\nread x <f\neval $x", "echo $v >f\nwhile read x; eval $x; end <f", "echo $v >f\nbegin; read x; end <f\neval $x", "cat <f | source\necho $v >f",
	"echo $v >~/.config/fish/conf.d/x.fish\nfish -c true", "echo $v >>~/.config/fish/config.fish\nexec fish -l", "echo $v >>~/.bashrc\nexec bash -l", "echo $v >functions/foo.fish\nfoo", "echo $v >Makefile\nmake", "touch $v\nfor f in *; eval $f; end", "touch $v\neval (ls)", "echo x >$v\neval (ls)",
	"printf '%s' $v | tee f\nsource ./f", "printf '%s' $v | dd of=f\nsource f", "printf '%s' $v | sponge f\nsource f", "function w; echo $argv[1] >$argv[2]; end\nw $v tool\n$d/tool", "begin; echo $v; end >f\nsource f", "echo a >f\necho $v >>f\n. ./f",
	"echo $v | cat >f\ncat f | while read x; eval $x; end", "echo $v | cat | cat >f\nsource f", "echo $v | begin; cat >f; end\nsource f", "echo $v | begin; cat; end >f\nsource f", "function f; cat; end\nfunction g; f | source; end\necho $v | g", "function f; cat; end\necho $v | f | source", "echo $v 2>&1 | source", "echo $v | begin; eval (cat); end",
	"echo $v | source /dev/stdin", "echo $v | source -", "echo $v | sh /dev/stdin", "echo $v | sh -s",
	// What fish calls.
	"function x; argparse 'x/foo=!eval $_flag_value' -- $argv; end\nx --foo=$v", "argparse 'x/foo=!eval $_flag_value' -- $argv $v", "argparse 'x/foo=!$_flag_value' -- $v", "function fish_command_not_found; eval $argv[2]; end\nnosuch $v", "function fish_command_not_found; $argv; end\nnosuch $v", "function h --on-event fish_command_not_found; eval $argv; end\nnosuch $v",
	"function h --on-event fish_preexec; eval $argv; end\ntrue $v", "function __fish_command_not_found_handler --on-event fish_command_not_found; eval $argv[2]; end\nnosuch $v",
	"function g -ax; eval $x; end\ng $v", "function g -Sa x; eval $x; end\ng $v", "function g --argument-names x y; eval $y; end\ng a $v", "function g --argument-names=x; eval $x; end\ng $v", "function g -d text -a x y; eval $y; end\ng a $v", "function g --argument x; eval $x; end\ng $v",
	// Functions in a text, and what package managers and git run.
	"set -gx v $v\nfish -c 'function run_it; sh -c \"echo $argv\"; end; run_it $v'", "fish -c 'function f; eval $argv; end; f $argv' $v", "mise exec node@22 -- sh -c \"cd $v\"", "npm exec -c \"tool $v\"", "brew sh -c \"tool $v\"", "rustup run stable sh -c \"cd $v\"", "git submodule foreach \"git checkout $v\"", "set -gx v $v\nenvsubst <template.sh | sh",
	// What prints its arguments, or the values of variables.
	"eval (date +$v)", "eval (wc -c $v)", "eval (du $v)", "eval (df $v | tail -n1)", "eval (cksum $v)", "eval (command -v $v)", "eval (type $v)", "eval (mkdir -v $v)", "eval (mkdir $v 2>&1)", "eval (begin; rm $v; end 2>&1)", "function f; mkdir $v; end\neval (f 2>&1)", "mkdir $v 2>| source", "mkdir $v 2>f\nsource f", "rm $v &| source",
	"eval (set)", "set | source", "set -S | source", "set -S v | source", "set --show v | source", "eval (set -g)", "eval (set -S v)", "env | source", "printenv v | source", "eval (sh -c 'echo $v')", "set -gx v $v\neval (sh -c 'echo \"$v\"')", "eval (awk 'BEGIN { print ENVIRON[\"v\"] }')", "export | source", "read <f | source\necho $v >f",
	// Directories.
	"mkdir $v\ncd $v\neval (pwd)", "cd $v\neval $PWD", "cd ./$v\neval (string split / -- $PWD)[-1]", "mkdir $v\ncd $v\neval (basename (pwd))", "cd $v\npwd | source", "cd $v\neval (realpath .)", "pushd $v\neval (pwd)", "cd $v\ncd /\neval $OLDPWD", "cd $v\ncd /\neval $dirprev", "set -gx HOME $v\ncd\neval (pwd)", "set -gx HOME $v\neval ~/x", "set d $v\nfunction go2; cd $d; end\ngo2\neval (pwd)",
}

func TestFishReview(t *testing.T) {
	for _, text := range fishReviewed {
		text = "set v {{.A}}\n" + text + "\n"
		for _, text := range []string{text, strings.ReplaceAll(text, "set v {{.A}}\n", "for v in {{.A}}\n") + "end"} {
			_, err := renderFish(t, text, map[string]any{"A": "pwned"})
			if codeOf(err) != "fish/reached" {
				t.Errorf("%q: %v", text, err)
			}
		}
	}
}

// What install scripts do with a value is taken.
func TestFishHonest(t *testing.T) {
	for _, text := range []string{
		"fish_add_path $v", "fish_add_path {{.A}}/bin", "fish_add_path -g -- $v/bin", "set -gx GOPATH {{.A}}", "set -gx PATH $v/bin $PATH", "set -Ux GOPATH $v", "test -d $v; and set -g root $v", "set -q XDG_DATA_HOME; or set XDG_DATA_HOME {{.A}}",
		"curl -fsSL $v -o $file", "curl -fsSL $v -o $d/x.sh\nsh $d/x.sh", "wget -qO $file $v", "curl -fsSL https://example.com/install.sh | sh", "curl -fsSL \"https://example.com/$v\" | tar -xz -C $d", "set archive $v.tar.gz\ntar -xzf $archive -C $d", "tar -xzf $archive -C $dir", "tar -xzf \"$v\" -C \"$v\"", "tar xzf $v", "tar -C $v -xzf $d/x.tgz",
		"\"$v/bin/go\" version", "$v/bin/go version", "$v/bin/go install golang.org/x/tools/gopls@latest", "$d/bin/go env -w GOBIN=$v", "env GOPATH=$v go version", "GOPATH=$v go env GOPATH", "set go $v/bin/go\nmkdir -p $v", "nice -n 5 go build $v",
		"set tmp (mktemp -d)\ncurl -o $tmp/go.tgz $v\ntar -xzf $tmp/go.tgz -C $tmp\nmv $tmp/go $v\n$v/bin/go version", "mkdir -p $v; and cd $v; and ./install.sh", "pushd $v; make install; popd", "make -C $v install",
		"git clone -- $v x", "git clone -q \"https://example.com/$v\" x", "git config --global user.name $v", "git -C $v pull", "git clone --depth 1 --branch $v https://example.com/x",
		"sudo apt-get install -y $v", "sudo mkdir -p -- $v", "sudo tee /etc/$v >/dev/null", "brew install fish $v", "chsh -s (command -v fish) $v",
		"sed -n 's/a/b/p' /etc/$v", "sed -n 's/a/b/p' -- $v", "sed -i 's/a/b/' ./$v", "awk -v x=$v '{ print x }' f", "awk '/a|b/ { print $1 }' /x/$v", "echo $v | awk '{ print $1 }'", "jq -r .version $v", "cat $v | jq -r --arg x $v .version", "df -Pk $v | awk 'NR == 2 { print $4 }'",
		"echo 'set -gx GOPATH '(string escape -- $v) >>~/.config/fish/config.fish", "printf '%s\\n' $v >>$HOME/.profile\nsource /etc/os-release.fish", "source $v/env.fish", "test -f $v/env.fish; and source $v/env.fish", "brew shellenv | source\ncd $v", "eval (/opt/homebrew/bin/brew shellenv)\ncd $v\necho $v >f", "starship init fish | source\necho $v >f",
		"if test (uname -m) = arm64; set arch $v; end", "switch (uname)\ncase Linux\nset os $v\nend", "if not contains -- $v $PATH; set -gx PATH $v $PATH; end", "command -v go >/dev/null; or die $v\nfunction die; echo $argv >&2; exit 1; end", "sh -c 'printf %s \"$1\"' sh $v", "/bin/sh -c 'kill -0 \"$1\"' sh $v", "echo $v | string trim | read x\necho $x", "for line in (cat $v); echo $line; end", "set sum (sha256sum $v | string split ' ')[1]\ntest $sum = $v; or exit 1",
		"function log; echo \"[x] $argv\"; end\nlog $v", "function run; echo $argv; $argv; or exit 1; end\nrun mkdir -p -- $v", "function run; $argv; end\nrun tar -xzf $v -C $d", "function x; argparse h/help 'v/version=' 'n=!_validate_int --min 1' -- $argv; or return; echo $_flag_version; end\nx --version $v", "set files $v/*.txt\nrm -f -- $files", "math (count $v) + 1", "ln -sf $v/bin/go ~/.local/bin/go\ngo version", "mkdir -p $v/bin\nmv go $v/go\n$v/go/bin/go version", "cp -r $v/. $d\nsource $d/env.fish",
		"set n (wc -l <$v)\ntest $n -gt 3", "read -P 'Continue? ' answer; test \"$answer\" = y; or exit\nmkdir -p $v", "$EDITOR $v", "exec $SHELL -l\ncd $v", "type -q go; and echo $v", "perl -e 'open(F, \">f\")'\necho x >a$v.txt", "command -sq $v; or exit 1", "function cleanup --on-event fish_exit; rm -rf -- $argv; end\ncleanup $v", "mv $dir $dir.old; mv $stage/go $dir\necho $v >$stage/x\n$dir/bin/go version", "status is-interactive; and set -gx X $v",
	} {
		if _, err := renderFish(t, "set v {{.A}}\n"+text+"\n", map[string]any{"A": "pwned"}); err != nil && codeOf(err) != "fish/command" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A long script with the same names in each function takes no minutes.
func TestFishLongScript(t *testing.T) {
	text := "set -g base {{.}}\n"
	for i := range 600 {
		text += fmt.Sprintf("function f%d\nset -l d $argv[1]\nset -l s $argv[2]\ncp -- $s $d\nmv -- $s $d\nln -s -- $s $d\necho x >$d/%d.txt\n./tool $d\nend\nf%[1]d \"$base\" x\n", i, i)
	}
	began := time.Now()
	if _, err := renderFish(t, text, "x"); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("it takes %v", took)
	} else {
		t.Logf("it takes %v", took)
	}
}

// Many holes take time in proportion.
func TestFishManyHoles(t *testing.T) {
	for _, format := range []string{"set v%s", "printf '%%s' x%s", "mkdir --%s", "echo x%s", "true%s", "set v \"$x%s\"", "for x in%s; end", "function f; end; f%s", "contains -- x%s", "string join -- x%s"} {
		text := fmt.Sprintf(format, strings.Repeat(" {{.}}", 9_999))
		began := time.Now()
		tmpl, err := New(dialect.Fish).Parse("t", text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tmpl.Code("t", "x"); err != nil {
			t.Errorf("%.30q: %v", text, err)
		}
		if took := time.Since(began); took > 15*time.Second {
			t.Errorf("%.30q takes %v", text, took)
		} else {
			t.Logf("%.30q takes %v", text, took)
		}
	}
}
