package lint

import (
	"strings"
	"testing"

	"github.com/org/gosetup/generator/fish"
)

// fishFindings are those of a script, with the outcomes of calls remembered by
// what they look at, or by everything.
func fishFindings(t *testing.T, name, text string, wide bool) string {
	s := newSource(name, []byte(text), Options{})
	tree, err := fish.Parse(s.text)
	if err != nil {
		return err.Error()
	}
	script := newFishScript(s, tree)
	script.wide = wide
	runChecks(s, script, fishChecks)
	return list(sorted(s.found))
}

// What a function sees decides whether it unpacks what nobody verified: a variable
// that it names, that what it calls names, or whose name it is given, another
// value the second time, and how the command before it ended.
var fishSeen = []string{
	"set -g done 1; fetch; unpack",
	"set -g done ''; fetch; unpack",
	"set -g done 1; fetch; outer; set -g done ''; outer",
	"set -g done ''; put done 1; fetch; unpack; set -g done 1; unpack",
	"set -g done 1; fetch; put done ''; unpack; put done 1; unpack",
	"set -g done 1; fetch; call put done ''; unpack; set -g done ''; unpack",
	"set -g done ''; unpack; fetch; keep; unpack",
	"set -g done 1; fetch; drop; unpack",
	"set -g done 1; fetch; true; really; unpack",
	"set -g done 1; fetch; false; really; unpack",
	"set -g done 1; fetch; false; inside; unpack",
	"set -g done 1; fetch; false; later; unpack",
	"set -g done 1; fetch; false; chosen; unpack",
	"set -g done 1; fetch; false; same; and set -g done ''; unpack",
	"set -g done 1; fetch; false; for x in a b; and set -g done ''; end; unpack",
	"set -g done 1; fetch; false; while begin; and test -e x; end; set -g done ''; end; unpack",
}

const fishSeenHead = `begin
function fetch; curl -fsSL -o a.tgz https://go.dev/dl/a.tgz; end
function unpack; test -n "$done"; and return 0; tar -xzf a.tgz; end
function outer; unpack; end
function put; set -g $argv[1] "$argv[2]"; rm -f b.tgz; end
function call; $argv; end
function really; and set -g done ''; rm -f b.tgz; end
function inside; set -l x (and set -g done ''); rm -f b.tgz; end
function later; set -g last 1; and set -g done ''; rm -f b.tgz; end
function chosen; switch "$x"; case '*'; and set -g done ''; end; rm -f b.tgz; end
function same; return; rm -f b.tgz; end
function drop; set -e done; end
function keep; switch "$done"; case ''; set -g done 1; case 1; set -g done ''; end; end
`

// It makes no difference to the findings whether a call is run again where only
// what it does not look at is another, in the corpus and in our script with all
// its damages.
func TestFishRememberedCalls(t *testing.T) {
	texts := map[string]string{"install.fish": read(t, "../../golden/default/install.fish")}
	for _, d := range fishDamages {
		texts[d.rule+": "+d.old+d.new] = strings.Replace(texts["install.fish"], d.old, d.new, 1)
	}
	for _, text := range fishSeen {
		texts[text] = fishSeenHead + text + "\nexit\nend\n"
	}
	sameRemembered(t, texts, ".fish", "fish", fishFindings)
}
