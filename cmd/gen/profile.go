package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/org/gosetup/generator"
	"github.com/org/gosetup/profiles"
)

// loadProfile reads a profile, built in or of one's own, as the release called
// version, or as the profile says if version is "". A built-in profile is part of
// the generator and has no other version than that.
func loadProfile(name, version string) (*profiles.Profile, error) {
	p, err := profiles.Load(name, os.ReadFile)
	if err != nil || version == "" || version == generator.Version {
		return p, err
	}
	if slices.Contains(profiles.Builtin(), name) {
		return nil, usageError{fmt.Errorf("--version %s: profile %s is built in and has the version of the generator, %s; write a profile of your own (extends: %s) to publish others", version, name, generator.Version, name)}
	}
	if err := p.SetVersion(version); err != nil {
		return nil, usageError{fmt.Errorf("--version: %w", err)}
	}
	return p, nil
}
