package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/org/gosetup/generator"
)

// Limits of a download: its size in bytes, which is that of standard input, too, and
// the time it may take.
const (
	maxFetched   = 64 << 20
	fetchTimeout = 2 * time.Minute
)

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
	data, err := fetch(arg)
	if err != nil {
		return nil, err
	}
	found := v.bytes(arg, data)
	sums, err := fetch(u.ResolveReference(&url.URL{Path: generator.SumsPath}).String())
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

// allowed refuses what others on the way can read or change.
func allowed(u *url.URL) error {
	if u.Scheme == "https" || u.Scheme == "http" && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()) {
		return nil
	}
	return fmt.Errorf("%s: want https://", u)
}

// fetch gets what a URL gives, and no more than maxFetched bytes of it.
func fetch(address string) ([]byte, error) {
	client := &http.Client{
		Timeout: fetchTimeout,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("more than 5 redirects")
			}
			return allowed(r.URL)
		},
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "gosetup-gen/"+generator.Version)
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, response.Status)
	}
	data, err := io.ReadAll(io.LimitReader(response.Body, maxFetched+1))
	if err == nil && len(data) > maxFetched {
		err = fmt.Errorf("%s: more than %d MB", address, maxFetched>>20)
	}
	return data, err
}
