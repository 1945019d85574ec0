package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
)

// goSumDB is the checksum database of Go and its key, as the go command has it
// built in (cmd/go/internal/modfetch/key.go).
const goSumDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"

// toolchainModule has every release of Go as a module, a version a platform.
const toolchainModule = "golang.org/toolchain"

// A toolchainSums looks up module hashes in a checksum database: it proves that each
// record is in the tree that the database signed, and each tree it sees in the
// ones after it. Nothing is kept beyond the process, and GOSUMDB, GONOSUMDB and
// GOPRIVATE play no part.
type toolchainSums struct {
	client *sumdb.Client
	ops    *sumdbOps
}

// newToolchainSums takes what GOSUMDB takes: "name+hash+key", and another URL
// than https://name after a space.
func newToolchainSums(f *fetcher, where string) (*toolchainSums, error) {
	key, base, _ := strings.Cut(where, " ")
	v, err := note.NewVerifier(key)
	if err != nil {
		return nil, usageError{fmt.Errorf("--sumdb %q: %w; want NAME+HASH+KEY, or that and a URL", where, err)}
	}
	if base == "" {
		base = "https://" + v.Name()
	}
	ops := &sumdbOps{fetcher: f, base: strings.TrimSuffix(base, "/"), files: map[string][]byte{"key": []byte(key)}}
	return &toolchainSums{sumdb.NewClient(ops), ops}, nil
}

// lookUp returns the h1: hash of the toolchain of a release such as "go1.27.3"
// for a platform such as "linux-amd64", "" if the database has none.
func (s *toolchainSums) lookUp(release, platform string) (string, error) {
	version := "v0.0.1-" + release + "." + platform
	s.ops.gone = false
	lines, err := s.client.Lookup(toolchainModule, version)
	switch {
	case s.ops.alarm != "":
		return "", fmt.Errorf("SECURITY: the checksum database contradicts itself; nothing was changed: %s", s.ops.alarm)
	case s.ops.gone:
		return "", nil
	case err != nil:
		return "", err
	}
	for _, line := range lines {
		if sum, ok := strings.CutPrefix(line, toolchainModule+" "+version+" "); ok {
			return sum, nil
		}
	}
	return "", fmt.Errorf("%s: no hash in the record of %s@%s; nothing was changed", s.ops.base, toolchainModule, version)
}

// A sumdbOps keeps the state of the client in memory.
type sumdbOps struct {
	fetcher *fetcher
	base    string // "https://sum.golang.org"

	mu    sync.Mutex
	files map[string][]byte // what the client keeps: its key, the latest tree
	alarm string            // what is wrong with the database
	gone  bool              // whether the last lookup was of something it does not have
}

// maxRecord is more than any answer of a checksum database has: a tile is 8 KiB.
const maxRecord = 1 << 20

func (o *sumdbOps) ReadRemote(path string) ([]byte, error) {
	data, err := o.fetcher.get(o.base+path, maxRecord)
	var refused errStatus
	if strings.HasPrefix(path, "/lookup/") {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.gone = errors.As(err, &refused) && (refused.code == http.StatusNotFound || refused.code == http.StatusGone)
	}
	return data, err
}

func (o *sumdbOps) ReadConfig(file string) ([]byte, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.files[file], nil // empty is a fresh start
}

func (o *sumdbOps) WriteConfig(file string, old, new []byte) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !bytes.Equal(o.files[file], old) {
		return sumdb.ErrWriteConflict
	}
	o.files[file] = new
	return nil
}

func (o *sumdbOps) ReadCache(string) ([]byte, error) { return nil, fs.ErrNotExist }

func (o *sumdbOps) WriteCache(string, []byte) {}

func (o *sumdbOps) Log(string) {}

func (o *sumdbOps) SecurityError(msg string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.alarm = msg
}
