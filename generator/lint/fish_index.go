package lint

import (
	"slices"
	"strings"

	"github.com/org/gosetup/generator/fish"
)

// A fishIndex says what stands in which function. Functions have numbers; 0 is
// the script itself.
type fishIndex struct {
	numbers   map[string]int
	inside    int              // while the script is indexed: the function
	users     map[string][]int // the functions that a variable stands in
	callees   map[int][]int    // the functions that one calls
	computes  map[int]bool     // functions that compute the names of commands or variables
	arguments map[string]bool  // names that functions give their arguments
	switches  []fishSwitch
}

// A fishSwitch is what a switch in a function looks at.
type fishSwitch struct {
	fn    int
	words []*fish.Word
}

func newFishIndex() fishIndex {
	return fishIndex{
		numbers: map[string]int{"": 0}, users: map[string][]int{}, callees: map[int][]int{},
		computes: map[int]bool{}, arguments: map[string]bool{},
	}
}

// enter notes that what follows stands in a function; leave ends that.
func (x *fishIndex) enter(name string) (leave func()) {
	outer := x.inside
	n, known := x.numbers[name]
	if !known {
		n = len(x.numbers)
		x.numbers[name] = n
	}
	x.inside = n
	return func() { x.inside = outer }
}

// used notes a variable that stands in the function.
func (x *fishIndex) used(name string) {
	if all := x.users[name]; len(all) == 0 || all[len(all)-1] != x.inside {
		x.users[name] = append(all, x.inside)
	}
}

// indexed notes what a command calls and sets, once all functions are known.
func (s *fishScript) indexed(c *fishCall) {
	s.inside = s.numbers[c.fn]
	if callee := s.numbers[c.name]; callee != 0 && !slices.Contains(s.callees[s.inside], callee) {
		s.callees[s.inside] = append(s.callees[s.inside], callee)
	}
	switch {
	case c.name == "" || fishWrappers[c.name]:
		s.computes[s.inside] = true
	case c.name == "set":
		words := c.args()
		i := slices.IndexFunc(words, func(w string) bool { return !strings.HasPrefix(w, "-") })
		if i < 0 {
			return
		}
		name, _, _ := strings.Cut(words[i], "[")
		s.used(name)
		s.computes[s.inside] = s.computes[s.inside] || name == ""
	}
}
