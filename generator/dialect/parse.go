package dialect

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/org/gosetup/generator/awk"
	"github.com/org/gosetup/generator/fish"
	"github.com/org/gosetup/generator/powershell"
	"github.com/org/gosetup/generator/roff"
	"github.com/org/gosetup/generator/ruby"
)

func parseFish(name string, src io.Reader) error {
	return parseText(name, src, func(text string) (int, string, error) {
		_, err := fish.Parse(text)
		var e *fish.Error
		if errors.As(err, &e) {
			return e.Offset, e.What, err
		}
		return 0, "", err
	})
}

func parsePowerShell(name string, src io.Reader) error {
	return parseText(name, src, func(text string) (int, string, error) {
		_, err := powershell.Parse(text)
		var e *powershell.Error
		if errors.As(err, &e) {
			return e.Offset, e.What, err
		}
		return 0, "", err
	})
}

func parseRuby(name string, src io.Reader) error {
	return parseText(name, src, func(text string) (int, string, error) {
		_, err := ruby.Parse(text)
		var e *ruby.Error
		if errors.As(err, &e) {
			return e.Offset, e.What, err
		}
		return 0, "", err
	})
}

func parseRoff(name string, src io.Reader) error {
	return parseText(name, src, func(text string) (int, string, error) {
		_, err := roff.Parse(text)
		var e *roff.Error
		if errors.As(err, &e) {
			return e.Offset, e.What, err
		}
		return 0, "", err
	})
}

func parseJSON(name string, src io.Reader) error {
	return parseText(name, src, func(text string) (int, string, error) {
		var v any
		err := json.Unmarshal([]byte(text), &v)
		var e *json.SyntaxError
		if errors.As(err, &e) {
			return max(int(e.Offset)-1, 0), e.Error(), err
		}
		return 0, "", err
	})
}

func parseAwk(name string, src io.Reader) error {
	text, err := io.ReadAll(src)
	if err != nil {
		return err
	}
	if _, err := awk.Parse(string(text)); err != nil {
		return fmt.Errorf("%s:%w", name, err)
	}
	return nil
}

// parseText reads a text and lets a parser look at it, which says at what
// offset what is wrong. What it says nothing about is returned as it is.
func parseText(name string, src io.Reader, parse func(string) (int, string, error)) error {
	text, err := io.ReadAll(src)
	if err != nil {
		return err
	}
	offset, what, err := parse(string(text))
	if err == nil || what == "" {
		return err
	}
	before := text[:offset]
	return fmt.Errorf("%s:%d:%d: %s", name, bytes.Count(before, []byte("\n"))+1, offset-bytes.LastIndexByte(before, '\n'), what)
}
