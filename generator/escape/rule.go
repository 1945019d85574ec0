package escape

import "github.com/org/gosetup/generator/dialect"

// A Rule is one row of the table of contexts: a kind of place in a template,
// and what may stand there. A rule whose Takes is Nothing refuses every hole in
// such a place; a limit refuses some values where another rule takes text.
type Rule struct {
	ID      string // stable, language first: "sh/word"; the code of an Error
	Place   string // where: "an argument of a command"
	Takes   string // Text, Integer, Name, Plain, List, Nothing or what else it says
	Why     string // how the value is written there, or why none is safe
	Instead string // for a refusal: what to write
	Example Example
}

// What a place takes.
const (
	Text    = "text"    // any text without NUL, carriage return and control characters
	Line    = "a line"  // text without a line end
	Integer = "integer" // a decimal number that does not begin with a sign or a zero
	Name    = "name"    // a name of the language: letters, digits, underscores
	Plain   = "plain"   // letters, digits and ._/+@%,=:- (and space between quotes)
	Nothing = "nothing"
)

// An Example shows a rule at work, and is its test: without the rule its
// outcome is another.
type Example struct {
	Template string // with one hole, {{.}}
	Value    any
	Output   string // "" when the rule refuses the template or the value
}

// A rule is a Rule of a language whose parser tells places as P. The first
// whose match holds decides about a hole, whatever comes later; limits (those
// with refuse) are asked about each value besides.
type rule[P any] struct {
	Rule
	match  func(p P) bool
	refuse func(p P, value string) bool            // not nil: a limit
	write  func(p P, value string) (string, error) // nil: no value is safe
	list   string                                  // what to put between Words; "" where no list can stand
	code   bool                                    // Code of the same language can stand here, nothing else
}

// A decision is what the rules of a language say about one hole.
type decision struct {
	rule  *Rule
	write func(value string) (string, error)
	limit func(value string) *Rule // the limit that refuses value, or nil
	list  string
	code  bool
	found string // the place, in the words of the template: `the program of awk`
}

// decide asks the rules about place p. The last rule of every language has no
// match: it refuses what no other rule knows.
func decide[P any](rules []rule[P], p P, found string) decision {
	d := decision{rule: &unknownPlace, found: found}
	var limits []*rule[P]
	for i := range rules {
		if r := &rules[i]; r.refuse != nil && r.match(p) {
			limits = append(limits, r)
		}
	}
	d.limit = func(value string) *Rule {
		for _, r := range limits {
			if r.refuse(p, value) {
				return &r.Rule
			}
		}
		return nil
	}
	for i := range rules {
		r := &rules[i]
		if r.refuse != nil || !r.match(p) {
			continue
		}
		d.rule, d.list, d.code = &r.Rule, r.list, r.code
		if r.write != nil {
			d.write = func(value string) (string, error) { return r.write(p, value) }
		}
		return d
	}
	return d
}

// refused says whether no value at all can stand in the place.
func (d *decision) refused() bool { return d.write == nil && !d.code }

// unknownPlace is the default: what no rule allows is refused.
var unknownPlace = Rule{
	ID: "any/unknown", Place: "a place that no rule knows", Takes: Nothing,
	Why:     "only places whose reading by every supported shell is known take values",
	Instead: "assign the value to a variable on a line of its own and use that, quoted",
}

func rulesOf[P any](rules []rule[P]) []Rule {
	var all []Rule
	for _, r := range rules {
		all = append(all, r.Rule)
	}
	return all
}

// withoutRule is rules without the one called id, for the test that every rule
// is needed.
func withoutRule[P any](rules []rule[P], id string) []rule[P] {
	var rest []rule[P]
	for _, r := range rules {
		if r.ID != id {
			rest = append(rest, r)
		}
	}
	return rest
}

// Rules lists the rules of a dialect in the order in which they are asked. It is
// empty for a dialect in which no value can stand.
func Rules(d *dialect.Dialect) []Rule {
	if lang, ok := languages[d]; ok {
		return lang.table()
	}
	return nil
}
