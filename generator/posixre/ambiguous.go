package posixre

// isAmbiguous tells whether the rule of POSIX for groups, that each from left to
// right takes the most, may give another result than that of package regexp. It
// may where a group repeats, or where the branches of a choice are not told
// apart by their first byte.
func isAmbiguous(tokens []token) bool {
	levels := []branches{{}}
	for i, t := range tokens {
		level := &levels[len(levels)-1]
		switch {
		case t.kind == repeat && t.max != 1 && tokens[i-1].kind == closed:
			return true
		case t.kind == choice:
			level.chosen, level.inside = true, false
		case t.kind == closed:
			levels = levels[:len(levels)-1]
		case !level.inside && t.kind != begin:
			level.inside = true
			level.head(tokens[i:])
		}
		if level.chosen && level.unclear {
			return true
		}
		if t.kind == open {
			levels = append(levels, branches{})
		}
	}
	return false
}

// branches are those of one group: what they may begin with.
type branches struct {
	heads   set
	chosen  bool // there is more than one
	inside  bool // the head of the present one is known
	unclear bool // two may begin alike
}

// head adds the first byte of a branch that begins with tokens.
func (b *branches) head(tokens []token) {
	t := tokens[0]
	optional := len(tokens) > 1 && tokens[1].kind == repeat && tokens[1].min == 0
	if optional || t.kind != char && t.kind != bracket && t.kind != dot {
		b.unclear = true
		return
	}
	for c, is := range t.matches() {
		b.unclear = b.unclear || is && b.heads[c]
		b.heads[c] = b.heads[c] || is
	}
}
