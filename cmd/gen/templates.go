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
	files, unread, err := readTemplates(dir)
	if err != nil {
		return err
	}
	if len(files) == 0 && unread == nil {
		return fmt.Errorf("%s: there is no file NAME.tmpl below it", dir)
	}
	checked, unchecked, err := escape.Lint(filepath.ToSlash(filepath.Clean(dir))+"/", files)
	err = errors.Join(err, unread)
	for _, what := range unchecked {
		fmt.Fprintf(stdout, "NOT CHECKED: template %s: nothing executes it, and no name tells its dialect\n", what)
	}
	if err == nil {
		fmt.Fprintf(stdout, "%s: no unsafe hole in %d templates (%d files)\n", dir, checked, len(files))
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
// What cannot be read does not keep the rest from being checked.
func readTemplates(dir string) (files map[string]string, unread, err error) {
	root, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, nil, err
	}
	files = map[string]string{}
	var errs []error
	err = filepath.WalkDir(root, func(name string, e fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, name)
		if relErr != nil {
			return relErr
		}
		rel = filepath.ToSlash(rel)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		if e.Type()&fs.ModeSymlink != 0 {
			if to, err := os.Stat(name); err == nil && to.IsDir() {
				errs = append(errs, fmt.Errorf("%s/%s: a link to a directory, which is not followed; check that directory on its own", dir, rel))
				return nil
			}
		}
		if e.IsDir() || !strings.HasSuffix(name, ".tmpl") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		files[rel] = string(text)
		return nil
	})
	return files, errors.Join(errs...), err
}
