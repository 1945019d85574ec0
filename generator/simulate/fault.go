package simulate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// A Fault strikes at one effect of a run.
type Fault struct {
	At   int    // the number of the effect
	What string // one of FaultNames
}

// faults says what each kind of fault does to the effect: the errno it fails
// with, or nothing where run.strike knows more.
var faults = map[string]errno{
	"error":   ioError,
	"ENOSPC":  noSpace,
	"EACCES":  denied,
	"kill":    "", // the script and its children are gone before the effect
	"partial": "", // of a write, half the bytes arrive, then as kill
	"TERM":    "", // the effect happens, then the script gets the signal
	"INT":     "",
	"HUP":     "",
}

// FaultNames lists the kinds of faults.
func FaultNames() []string { return slices.Sorted(maps.Keys(faults)) }

// ParseFault reads a fault as "kill@12". It fails on an unknown kind and on a
// number below 1.
func ParseFault(text string) (Fault, error) {
	what, at, ok := strings.Cut(text, "@")
	n, err := strconv.Atoi(at)
	if _, known := faults[what]; !ok || !known || err != nil || n < 1 {
		return Fault{}, fmt.Errorf("bad fault %q; want KIND@NUMBER with the kind one of %s", text, strings.Join(FaultNames(), ", "))
	}
	return Fault{n, what}, nil
}

func (f Fault) String() string { return fmt.Sprintf("%s@%d", f.What, f.At) }

// A strike is a fault of a run, and whether its effect came.
type strike struct {
	Fault
	hit bool
}

func strikes(faults []Fault) []strike {
	all := make([]strike, len(faults))
	for i, f := range faults {
		all[i].Fault = f
	}
	return all
}

// signals has the number of each signal that a script can be sent.
var signals = map[string]int{"HUP": 1, "INT": 2, "TERM": 15}
