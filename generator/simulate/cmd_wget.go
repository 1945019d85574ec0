package simulate

import (
	"fmt"
	"path"
	"strconv"
)

func cmdWget(c *cmd) int {
	if c.has("--version") {
		c.printf("GNU Wget 1.25.0 built on linux-gnu.\n")
		return 0
	}
	stdout := c.value("O") == "-"
	if len(c.args) != 1 || c.has("c") && (stdout || c.has("--spider") || c.flavour() == "bsd") {
		return c.fatal("the simulator knows wget with one URL, and -c only with a file")
	}
	hops := 20
	if n, err := strconv.Atoi(c.value("--max-redirect")); err == nil {
		hops = n
	}
	url := c.args[0]
	to := c.path(or(c.value("O"), path.Join(c.value("P"), path.Base(url))))
	from := 0
	if c.has("c") {
		from = c.begun(to)
	}
	a := c.follow(url, from, hops, "")
	switch {
	case c.has("--spider"):
	case stdout:
		c.out.Write(a.body)
	default:
		return c.wgetSave(to, a, from)
	}
	return c.wgetStatus(a)
}

// wgetSave puts the body into a file. GNU wget takes an answer with nothing new
// for success, and skips what it has of one that is not the rest; busybox begins
// such a file again.
func (c *cmd) wgetSave(to string, a reply, from int) int {
	gnu := c.flavour() == "gnu"
	switch {
	case gnu && from > 0 && (a.status == 416 || a.status == 200 && a.length <= from):
		return 0
	case a.status != 200 && a.status != 206 || a.fail != "" && a.fail != "break":
		if gnu && c.has("O") { // it makes the file at once, even if nothing comes
			c.sh.create(c.user(), to, 0o666, !c.has("c"))
		}
		return c.wgetStatus(a)
	case gnu && from > 0 && a.status == 200:
		a.status, a.body = 206, a.body[min(from, len(a.body)):]
	case from > 0 && a.status == 200:
		c.errorf("restart failed")
		a.body = c.overwritten(to, a)
	}
	if err := c.save(to, a); err != nil {
		c.failed(to, err)
		return map[string]int{"gnu": 3}[c.flavour()] + btoi(!gnu)
	}
	return c.wgetStatus(a)
}

// overwritten is the file that is there with the body over its beginning: only at
// the end busybox cuts off what it had of the old one.
func (c *cmd) overwritten(to string, a reply) []byte {
	old, err := c.disk().read(c.user(), to)
	if a.fail == "" || err != nil || len(old) < len(a.body) {
		return a.body
	}
	return append(a.body[:len(a.body):len(a.body)], old[len(a.body):]...)
}

func (c *cmd) wgetStatus(a reply) int {
	status, text := 0, ""
	switch {
	case a.fail != "":
		status, text = failures[a.fail].wget, failures[a.fail].text
	case a.status != 200 && a.status != 206:
		status, text = 8, fmt.Sprintf("server returned error: HTTP/1.1 %d", a.status)
	}
	if c.flavour() == "busybox" {
		status = min(status, 1)
		if a.fail == "break" {
			text = "connection closed prematurely"
		}
	}
	if text != "" && (!c.has("q") || c.flavour() == "busybox") {
		c.errorf("%s", text)
	}
	return status
}
