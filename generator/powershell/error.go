package powershell

import "fmt"

// An Error is a text that is not in the subset of PowerShell that this package
// reads.
type Error struct {
	Offset int    // in bytes from the beginning of the text
	What   string // what is wrong and, where one thing helps, what to write
}

func (e *Error) Error() string { return e.What }

func errorAt(offset int, format string, args ...any) error {
	return &Error{Offset: offset, What: fmt.Sprintf(format, args...)}
}
