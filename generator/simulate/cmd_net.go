package simulate

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"
)

// netCommands fetch. Their flags are those that change nothing here (time-outs,
// progress) and those that do.
var netCommands = map[string]command{
	"curl": {cmdCurl, map[string]string{"": `f s S L o: O w: H: A: m: k C: x: # I
		--fail=f --silent=s --show-error=S --location=L --output:=o --remote-name=O --write-out:=w --header:=H
		--proto: --proto-redir: --tlsv1.2 --tlsv1.3 --connect-timeout: --max-time:=m --speed-limit: --speed-time:
		--retry: --retry-delay: --retry-connrefused --retry-all-errors --progress-bar=# --no-progress-meter --create-dirs --compressed --max-redirs:
		--user-agent:=A --insecure=k --continue-at:=C --proxy:=x --head=I --http1.1 --fail-with-body=f`}},
	"wget": {cmdWget, map[string]string{"": "q O: T: c S P: U: --spider",
		"gnu": `nv t: --quiet=q --output-document:=O --timeout:=T --tries:=t --max-redirect: --secure-protocol: --https-only
		--show-progress --no-verbose --progress: --no-check-certificate --waitretry: --continue=c --version --header: --user-agent:=U`}},
}

// failures are the ways to get no answer: the words, and the exit statuses of
// curl and GNU wget.
var failures = map[string]struct {
	text       string
	curl, wget int
}{
	"resolve": {"Could not resolve host", 6, 4},
	"refuse":  {"Connection refused", 7, 4},
	"tls":     {"certificate is not yet valid or has expired", 60, 5},
	"timeout": {"Operation timed out", 28, 4},
	"break":   {"transfer closed with outstanding read data remaining", 18, 4},
	"fault":   {"Failure when receiving data from the peer", 56, 4},
	"proto":   {"Protocol not supported or disabled", 1, 1},
}

// The days between which the certificates of the simulated network are valid.
var certificates = [2]time.Time{time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)}

// fetch asks for what is behind the first bytes of one URL and makes that an effect.
func (c *cmd) fetch(url string, from int) reply {
	a := c.sh.m.ask(url, from)
	now := c.sh.m.now
	if strings.HasPrefix(url, "https://") && (now.Before(certificates[0]) || now.After(certificates[1])) {
		a = reply{fail: "tls"}
	}
	e := Effect{Kind: Fetch, Path: url, Status: a.status, To: a.location}
	if a.fail != "" {
		e.To = failures[a.fail].text
	}
	if a.status == 200 || a.status == 206 {
		e.Size, e.Digest = c.sh.m.world.size(a.body), c.sh.m.world.digest(a.body)
	}
	if _, err := c.sh.effect(e); err != nil {
		return reply{fail: "fault"}
	}
	return a
}

// follow fetches what of url is behind from and, up to hops times, where it
// redirects to.
func (c *cmd) follow(url string, from, hops int, protocols string) reply {
	for {
		scheme, _, _ := strings.Cut(url, "://")
		if protocols != "" && !allows(protocols, scheme) {
			return reply{fail: "proto"}
		}
		a := c.fetch(url, from)
		if a.location == "" || hops == 0 || a.fail != "" {
			return a
		}
		hops--
		url = a.location
		if redirects := c.value("--proto-redir"); redirects != "" {
			protocols = redirects
		}
	}
}

// allows reads curl's "=https,http".
func allows(protocols, scheme string) bool {
	for p := range strings.SplitSeq(strings.TrimPrefix(protocols, "="), ",") {
		if p == scheme {
			return true
		}
	}
	return false
}

func cmdCurl(c *cmd) int {
	if c.has("I") || len(c.args) != 1 || c.has("C") && (c.value("C") != "-" || c.value("o") == "") {
		return c.fatal("the simulator knows curl with one URL, without -I, and -C - only with -o")
	}
	url := c.args[0]
	if !strings.Contains(url, "://") {
		url = "http://" + url
	}
	hops := 0
	if c.has("L") {
		hops = 50
		if n, err := strconv.Atoi(c.value("--max-redirs")); err == nil {
			hops = n
		}
	}
	from := 0
	if c.has("C") {
		from = c.begun(c.path(c.value("o")))
	}
	a := c.follow(url, from, hops, c.value("--proto"))
	status := c.curlEnd(url, a, from)
	if status != 0 && status != 23 && (!c.has("s") || c.has("S")) {
		c.errorf("(%d) %s", status, c.curlWhy(a, status))
	}
	return c.writeOut(a, status)
}

// begun is how much of a file is there already.
func (c *cmd) begun(full string) int {
	p, err := c.disk().find(c.user(), full, true)
	if err != nil {
		return 0
	}
	return len(p.node.data)
}

// curlEnd saves the answer and tells how curl ends. To a request for the rest that
// answers 416, and where all is there already, it saves nothing and is content;
// what is not the rest it does not take.
func (c *cmd) curlEnd(url string, a reply, from int) int {
	switch {
	case from > 0 && (a.status == 416 || a.status == 200 && a.length == from):
		return 0
	case from > 0 && a.status == 200:
		return 33
	case from > 0 && a.status >= 300 && !(a.status >= 400 && c.has("f")):
		return c.fatal("the simulator does not know what curl -C does with an answer of %d", a.status)
	}
	if status := c.curlSave(url, a); status != 0 {
		return status
	}
	switch {
	case a.fail != "":
		return failures[a.fail].curl
	case a.status >= 400 && c.has("f"):
		return 22
	}
	return 0
}

func (c *cmd) curlWhy(a reply, status int) string {
	if status == 33 {
		return "HTTP server doesn't seem to support byte ranges. Cannot resume."
	}
	if a.fail != "" {
		return failures[a.fail].text
	}
	return fmt.Sprintf("The requested URL returned error: %d", a.status)
}

// curlSave puts the body where it belongs: with -f, that of an error nowhere.
func (c *cmd) curlSave(url string, a reply) int {
	if a.status >= 400 && c.has("f") || a.status == 0 && a.body == nil {
		return 0
	}
	to := c.value("o")
	if c.has("O") {
		to = path.Base(url)
	}
	if to == "" || to == "-" {
		c.out.Write(a.body)
		return 0
	}
	if c.has("--create-dirs") {
		c.set["p"] = []string{""}
		if err := c.mkdir(path.Dir(c.path(to)), 0o750); err != nil {
			c.errorf("(23) Failed writing: %v", err)
			return 23
		}
	}
	if err := c.save(c.path(to), a); err != nil {
		if !c.has("s") || c.has("S") {
			c.errorf("(23) Failure writing output to destination: %v", err)
		}
		return 23
	}
	return 0
}

// save makes the body the content of a file; the rest of one goes behind what is
// there.
func (c *cmd) save(full string, a reply) error {
	if a.status != 206 {
		return c.sh.put(c.user(), full, a.body, 0o666)
	}
	n, err := c.sh.create(c.user(), full, 0o666, false)
	if err != nil {
		return err
	}
	return c.sh.write(n, full, n.data, a.body)
}

func (c *cmd) writeOut(a reply, status int) int {
	if !c.has("w") {
		return status
	}
	text := strings.NewReplacer("%{http_code}", fmt.Sprintf("%03d", a.status), "%{response_code}", fmt.Sprintf("%03d", a.status), `\n`, "\n").Replace(c.value("w"))
	if strings.Contains(text, "%{") {
		return c.fatal("the simulator does not know curl --write-out %s", c.value("w"))
	}
	c.printf("%s", text)
	return status
}
