package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// A fetcher gets small files over HTTPS, as this command trusts no other way.
// HTTP is for servers on this machine.
type fetcher struct {
	client *http.Client
	pause  time.Duration // before the second try; each further one waits twice as long
}

// Of a request: how often it is tried, and how long one try may take.
const (
	fetchTries   = 4
	fetchTimeout = 90 * time.Second
)

func newFetcher() *fetcher {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	return &fetcher{pause: time.Second, client: &http.Client{
		Transport: transport,
		Timeout:   fetchTimeout,
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errors.New("more than 5 redirects")
			}
			return allowed(r.URL)
		},
	}}
}

// allowed refuses what could be read or changed on its way.
func allowed(u *url.URL) error {
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	if u.Scheme == "https" || u.Scheme == "http" && local {
		return nil
	}
	return errInsecure(u.Redacted())
}

// errInsecure is an address that nothing is fetched from.
type errInsecure string

func (e errInsecure) Error() string {
	return string(e) + " is not https; name a place that is"
}

// errStatus is an answer that trying again would not change.
type errStatus struct {
	url  string
	code int
}

func (e errStatus) Error() string {
	return fmt.Sprintf("%s: HTTP %d; check the address", e.url, e.code)
}

// get fetches at most limit bytes. It tries again if the network or the server
// fails, not if the server refuses.
func (f *fetcher) get(address string, limit int64) ([]byte, error) {
	u, err := url.Parse(address)
	if err == nil {
		err = allowed(u)
	}
	if err != nil {
		return nil, err
	}
	var failed error
	for try := range fetchTries {
		if try > 0 {
			time.Sleep(f.pause << (try - 1))
		}
		data, err := f.once(address, limit)
		var refused errStatus
		var insecure errInsecure
		if err == nil || errors.As(err, &refused) || errors.As(err, &insecure) || errors.Is(err, errTooLong) {
			return data, err
		}
		failed = err
	}
	return nil, fmt.Errorf("%w, %d times; try again later", failed, fetchTries)
}

var errTooLong = errors.New("longer than such a file is; nothing was read")

func (f *fetcher) once(address string, limit int64) ([]byte, error) {
	answer, err := f.client.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode >= 500 || answer.StatusCode == http.StatusTooManyRequests:
		return nil, fmt.Errorf("%s: HTTP %d", address, answer.StatusCode)
	case answer.StatusCode != http.StatusOK:
		return nil, errStatus{address, answer.StatusCode}
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: %w", address, errTooLong)
	}
	return data, nil
}
