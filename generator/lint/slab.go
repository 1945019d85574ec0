package lint

// A slab makes lists of what a run needs thousands of, many at a time. Nothing of
// it is given back before the run ends, so memos may keep what they see.
type slab[T any] []T

// take is a list of n zero values, with no room for more. Where the slab is used
// up, the next has room for at least so many.
func (s *slab[T]) take(n, room int) []T {
	if len(*s) < n {
		*s = make([]T, max(n, room))
	}
	list := (*s)[:n:n]
	*s = (*s)[n:]
	return list
}

// one is a zero value.
func (s *slab[T]) one(room int) *T { return &s.take(1, room)[0] }
