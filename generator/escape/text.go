package escape

import "strings"

// textLanguage is for files that no program reads as code: help texts. Values
// stand in them as they are.
type textLanguage struct{ rules []rule[textPlace] }

type textPlace struct{}

var textRules = []rule[textPlace]{
	{
		Rule: Rule{
			ID: "text/text", Place: "anywhere in a .txt file", Takes: Text,
			Why:     "the value is printed as it is; where the file becomes part of a script, it is one value there",
			Example: Example{"Hello {{.}}.", "it's", "Hello it's."},
		},
		match: func(textPlace) bool { return true },
		write: func(_ textPlace, value string) (string, error) { return value, nil },
		list:  ", ",
	},
}

func (l textLanguage) analyse(sk *skeleton) (*analysis, error) {
	a := &analysis{}
	for range sk.marks {
		a.decisions = append(a.decisions, decide(l.rules, textPlace{}, "a text"))
	}
	return a, nil
}

func (l textLanguage) canon(text string) (string, error) {
	return strings.ReplaceAll(text, "\x00", "\x00\x00"), nil
}

func (l textLanguage) table() []Rule { return rulesOf(l.rules) }

func (l textLanguage) without(id string) language { return textLanguage{withoutRule(l.rules, id)} }
