package formula

import (
	"slices"
	"strings"

	"github.com/github/go-spdx/v2/spdxexp/spdxlicenses"
)

// A License is what the stanza license says: one identifier, several of which
// Any or else all hold, or none if a formula has no words for it.
type License struct {
	IDs []string // "MIT"
	Any bool     // one of them is enough
}

// ParseLicense reads an SPDX expression. What mixes AND and OR, or has an
// exception, comes without IDs: Homebrew has the symbol :cannot_represent for it.
func ParseLicense(expression string) License {
	words := strings.Fields(expression)
	var ids []string
	operators := map[string]bool{}
	for i, word := range words {
		if i%2 == 0 {
			ids = append(ids, word)
		} else {
			operators[word] = true
		}
	}
	if len(words)%2 == 0 || len(operators) > 1 || operators["WITH"] || strings.ContainsAny(expression, "()") {
		return License{}
	}
	return License{ids, operators["OR"]}
}

// Check says what brew refuses of l, "" if nothing.
func (l License) Check() string {
	for _, id := range l.IDs {
		if what := CheckLicense(id); what != "" {
			return what
		}
	}
	return ""
}

// CheckLicense says why brew refuses id as a license, "" if it does not. A
// plus, for this or any later version, may stand behind it.
func CheckLicense(id string) string {
	plain := strings.TrimSuffix(id, "+")
	switch {
	case slices.Contains(spdxlicenses.GetLicenses(), plain):
		return ""
	case slices.Contains(spdxlicenses.GetDeprecated(), plain):
		return id + " is an identifier that SPDX has deprecated, which brew audit --strict refuses; say which it is: " + plain + "-only or " + plain + "-or-later"
	}
	if _, known := spdxlicenses.IsActiveLicense(plain); known != plain && known != "" {
		return id + " is written " + known
	}
	return id + " is no SPDX identifier; have one of https://spdx.org/licenses, or :cannot_represent"
}

// LicenseSymbols are what license takes besides identifiers.
var LicenseSymbols = []string{"public_domain", "cannot_represent"}
