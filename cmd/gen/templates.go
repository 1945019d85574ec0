package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/org/gosetup/generator/escape"
)

// checkTemplates reports on the templates below dir.
func checkTemplates(stdout, stderr io.Writer, dir string, explain bool) error {
	files, err := readTemplates(dir)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("%s: there is no file NAME.tmpl below it", dir)
	}
	checked, err := escape.Lint(filepath.ToSlash(filepath.Clean(dir))+"/", files)
	if err == nil {
		fmt.Fprintf(stdout, "%s: every hole of %d templates (%d files) is safe\n", dir, checked, len(files))
		return nil
	}
	if !explain {
		return err
	}
	for _, e := range unjoin(err) {
		var own *escape.Error
		if errors.As(e, &own) {
			fmt.Fprintln(stderr, own.Explain())
		} else {
			fmt.Fprintln(stderr, e)
		}
	}
	return errReported
}

// unjoin undoes errors.Join.
func unjoin(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, unjoin(e)...)
	}
	return all
}

// readTemplates reads the files NAME.tmpl below dir, by their path from there.
func readTemplates(dir string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(name, ".tmpl") {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	return files, err
}
