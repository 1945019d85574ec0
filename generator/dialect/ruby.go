package dialect

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/org/gosetup/generator/ruby"
)

// parseRuby parses the part of Ruby that formulae and Brewfiles need; the rest
// is an error too.
func parseRuby(name string, src io.Reader) error {
	data, err := io.ReadAll(src)
	if err != nil {
		return err
	}
	text := string(data)
	_, err = ruby.Parse(text)
	var e *ruby.Error
	if !errors.As(err, &e) {
		return err
	}
	before := text[:e.Offset]
	line := strings.Count(before, "\n") + 1
	return fmt.Errorf("%s:%d:%d: %s", name, line, len(before)-strings.LastIndexByte(before, '\n'), e.What)
}
