package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/org/gosetup/generator"
)

// maxFetched is the size of the longest file that is verified from a URL or from
// standard input, in bytes.
const maxFetched = 64 << 20

func isURL(arg string) bool {
	return strings.HasPrefix(arg, "https://") || strings.HasPrefix(arg, "http://")
}

// url verifies what a URL gives, also by SHA256SUMS beside it if there is one.
func (v *verifier) url(arg string) ([]verdict, error) {
	u, err := url.Parse(arg)
	if err == nil {
		err = allowed(u)
	}
	if err != nil {
		return nil, usageError{err}
	}
	data, err := v.fetcher.get(arg, maxFetched)
	if err != nil {
		return nil, err
	}
	found := v.bytes(arg, data)
	sums, err := v.fetcher.get(u.ResolveReference(&url.URL{Path: generator.SumsPath}).String(), maxFetched)
	if err != nil {
		return found, nil // it need not be there: what counts is the rendering
	}
	sum := sha256.Sum256(data)
	for line := range strings.Lines(string(sums)) {
		word := strings.Fields(line)
		if len(word) == 2 && word[1] == path.Base(u.Path) && word[0] != hex.EncodeToString(sum[:]) {
			found = append(found, verdict{File: arg, Status: isOther, What: fmt.Sprintf("%s beside it says sha256 %s, and it has %x", generator.SumsPath, word[0], sum)})
		}
	}
	return found, nil
}
