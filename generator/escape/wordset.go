package escape

import "maps"

// A wordSet is a table of fixed words, which every command of a script is looked
// up in.
type wordSet map[string]bool

func setOf(words []string) wordSet {
	set := make(wordSet, len(words))
	for _, word := range words {
		set[word] = true
	}
	return set
}

// with is a set with the words of another.
func (s wordSet) with(other wordSet) wordSet {
	maps.Copy(s, other)
	return s
}
