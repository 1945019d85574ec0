//go:build unix

package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A doctorNet is a network on this machine: module proxies, a checksum database
// and HTTP proxies, good and bad ones.
type doctorNet struct {
	good    *httptest.Server // its authority is known in the jail; by the first folder it is bad
	unknown *httptest.Server // with a certificate that nobody knows
	forward *httptest.Server // an HTTP proxy, by the user good or bad
	silent  net.Listener     // takes connections, and never says a word

	asked          atomic.Int64 // requests and connections
	waiting, crowd atomic.Int64 // hanging requests: now, at most
}

func newDoctorNet(t *testing.T) *doctorNet {
	t.Helper()
	n := &doctorNet{}
	n.good = httptest.NewUnstartedServer(http.HandlerFunc(n.serve))
	n.unknown = httptest.NewUnstartedServer(http.HandlerFunc(n.serve))
	n.unknown.TLS = &tls.Config{Certificates: []tls.Certificate{selfSigned(t)}}
	n.forward = httptest.NewUnstartedServer(http.HandlerFunc(n.tunnel))
	for _, s := range []*httptest.Server{n.good, n.unknown, n.forward} {
		s.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that trust nobody hang up
		s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
			if state == http.StateNew {
				n.asked.Add(1)
			}
		}
		t.Cleanup(s.Close)
	}
	n.good.StartTLS()
	n.unknown.StartTLS()
	n.forward.Start()
	var err error
	if n.silent, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { n.silent.Close() })
	go n.listen()
	return n
}

// listen takes connections and holds them.
func (n *doctorNet) listen() {
	for {
		c, err := n.silent.Accept()
		if err != nil {
			return
		}
		n.asked.Add(1)
		defer c.Close()
	}
}

func selfSigned(t *testing.T) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// serve answers as a module proxy and as a checksum database do.
func (n *doctorNet) serve(w http.ResponseWriter, r *http.Request) {
	kind, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	status := map[string]int{"none": http.StatusNotFound, "private": http.StatusForbidden, "broken": http.StatusServiceUnavailable}[kind]
	switch {
	case kind == "hang":
		n.hang(r)
	case status != 0:
		http.Error(w, kind, status)
	case path == "golang.org/x/text/@v/v0.3.0.info":
		fmt.Fprint(w, `{"Version":"v0.3.0"}`)
	case path == "latest", kind == "passing" && path == "sumdb/sum.golang.org/supported":
		fmt.Fprint(w, "go.sum database tree\n")
	default:
		http.NotFound(w, r)
	}
}

func (n *doctorNet) hang(r *http.Request) {
	n.crowd.Store(max(n.crowd.Load(), n.waiting.Add(1)))
	defer n.waiting.Add(-1)
	select {
	case <-r.Context().Done():
	case <-time.After(30 * time.Second):
	}
}

// tunnel is an HTTP proxy: whatever host is asked for, it is the good server.
func (n *doctorNet) tunnel(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Proxy-Authorization") == "" {
		w.Header().Set("Proxy-Authenticate", "Basic realm=x")
		http.Error(w, "who are you?", http.StatusProxyAuthRequired)
		return
	}
	to, err := net.Dial("tcp", n.good.Listener.Addr().String())
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer to.Close()
	w.WriteHeader(http.StatusOK)
	from, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer from.Close()
	go io.Copy(to, buffered)
	io.Copy(from, to)
}

const nobody = "127.0.0.1:1" // where nobody listens

// online puts a machine into that network, with nothing wrong there.
func (n *doctorNet) online(j *jail) {
	j.have("/usr/bin", []string{"curl"})
	j.write("/etc/ca.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: n.good.Certificate().Raw})))
	j.env["CURL_CA_BUNDLE"] = "/etc/ca.pem"
	j.env["GOPROXY"] = n.good.URL + "/good"
	j.env["GOSUMDB"] = "sum.golang.org " + n.good.URL + "/good"
}

// A networkFault is a machineFault of a Linux in such a network.
type networkFault struct {
	machineFault
	set  func(n *doctorNet, j *jail)
	slow bool // for the time-outs of curl are waited
}

func networkRow(id, name string, set func(n *doctorNet, j *jail), says ...string) networkFault {
	return networkFault{machineFault: machineFault{id: id, name: name, machine: "linux", says: says}, set: set}
}

func (f networkFault) with(also ...string) networkFault {
	f.also = also
	return f
}

func (f networkFault) slowly() networkFault {
	f.slow = true
	return f
}

var networkFaults = []networkFault{
	networkRow("GD13", "refused", func(n *doctorNet, j *jail) { j.env["GOPROXY"] = "https://" + nobody }, "https://"+nobody+" does not answer: the connection is refused", "curl: (7)", "go env -w GOPROXY="),
	networkRow("GD13", "no such host", func(n *doctorNet, j *jail) { j.env["GOPROXY"] = "https://proxy.invalid" }, "https://proxy.invalid does not answer: there is no such host"),
	networkRow("GD13", "the second of two", func(n *doctorNet, j *jail) { j.env["GOPROXY"] += "|https://" + nobody + "|direct" }, "https://"+nobody+" does not answer"),
	networkRow("GD13", "404, and nobody else is asked", func(n *doctorNet, j *jail) { j.env["GOPROXY"] = n.good.URL + "/none" }, "/none does not answer: it has no golang.org/x/text", "error: 404"),
	networkRow("GD13", "503", func(n *doctorNet, j *jail) { j.env["GOPROXY"] = n.good.URL + "/broken/" }, "/broken does not answer: it says that it is out of order", "error: 503"),
	networkRow("GD13", "hanging, with all else that can hang", func(n *doctorNet, j *jail) {
		j.env["GOPROXY"] = n.good.URL + "/hang/a|" + n.good.URL + "/hang/b|https://" + n.silent.Addr().String()
		j.env["GOSUMDB"] = "sum.golang.org " + n.good.URL + "/hang/sum"
		j.env["ALL_PROXY"] = "http://" + n.silent.Addr().String()
	}, "/hang/a does not answer: it does not answer within 8 seconds", "/hang/b does not answer", "ALL_PROXY names a proxy that does not answer", "/hang/sum does not answer").with("GD15", "GD19").slowly(),
	networkRow("GD16", "an authority that is not known", func(n *doctorNet, j *jail) { j.env["GOPROXY"] = n.unknown.URL + "/good" }, "is not known here", "curl: (60)", "add your company's authority"),
	networkRow("GD16", "the checksum database", func(n *doctorNet, j *jail) { j.env["GOSUMDB"] = "sum.golang.org " + n.unknown.URL + "/good" }, "is not known here", "curl: (60)"),
	networkRow("GD15", "refused", func(n *doctorNet, j *jail) { j.env["HTTPS_PROXY"] = "http://" + nobody }, "HTTPS_PROXY names a proxy that refuses connections", "HTTPS_PROXY=http://"+nobody+" in this environment", "unset HTTPS_PROXY"),
	networkRow("GD15", "no such host", func(n *doctorNet, j *jail) { j.env["https_proxy"] = "http://proxy.invalid:3128" }, "https_proxy names a host that there is not"),
	networkRow("GD15", "ALL_PROXY, which Go does not read", func(n *doctorNet, j *jail) { j.env["ALL_PROXY"] = "http://" + nobody }, "ALL_PROXY names a proxy that refuses connections"),
	networkRow("GD15", "a name and a password are wanted", func(n *doctorNet, j *jail) { j.env["HTTPS_PROXY"] = n.forward.URL }, "HTTPS_PROXY names a proxy that wants a name and a password"),
	networkRow("GD15", "it goes around for the module proxy, which is dead, too", func(n *doctorNet, j *jail) {
		j.env["HTTPS_PROXY"], j.env["NO_PROXY"], j.env["GOPROXY"] = "http://"+nobody, "example.com, 127.0.0.1", "https://"+nobody
	}, "HTTPS_PROXY names a proxy that refuses", "the module proxy https://"+nobody+" does not answer").with("GD13"),
	networkRow("GD19", "refused", func(n *doctorNet, j *jail) { j.env["GOSUMDB"] = "sum.golang.org https://" + nobody }, "the checksum database https://"+nobody+" does not answer", "curl: (7)", "go env -w GOSUMDB=sum.golang.google.cn"),
	networkRow("GD19", "404", func(n *doctorNet, j *jail) { j.env["GOSUMDB"] = "sum.golang.org " + n.good.URL + "/none" }, "/none does not answer", "error: 404"),
}

// healthyNets are networks of which doctor says nothing.
var healthyNets = map[string]func(n *doctorNet, j *jail){
	"all well": func(n *doctorNet, j *jail) {},
	"an HTTP proxy": func(n *doctorNet, j *jail) {
		j.env["HTTPS_PROXY"] = "http://me:x@" + n.forward.Listener.Addr().String()
	},
	"a private proxy asks who you are": func(n *doctorNet, j *jail) { j.env["GOPROXY"] = n.good.URL + "/private|" + n.good.URL + "/good" },
	"a private proxy has not all":      func(n *doctorNet, j *jail) { j.env["GOPROXY"] = n.good.URL + "/none|" + n.good.URL + "/good" },
	"a proxy passes the database on": func(n *doctorNet, j *jail) {
		j.env["GOPROXY"], j.env["GOSUMDB"] = n.good.URL+"/passing", "sum.golang.org https://"+nobody
	},
	"a proxy passes it on for China": func(n *doctorNet, j *jail) {
		j.env["GOPROXY"], j.env["GOSUMDB"] = n.good.URL+"/passing", "sum.golang.google.cn"
	},
	"no proxies": func(n *doctorNet, j *jail) { j.env["GOPROXY"] = "off" },
	"no curl":    func(n *doctorNet, j *jail) { j.remove("/usr/bin/curl"); j.env["GOPROXY"] = "https://" + nobody },
}
