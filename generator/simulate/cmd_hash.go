package simulate

import (
	"slices"
	"strings"
)

// hashCommands print SHA-256 digests; of others the simulator knows nothing.
var hashCommands = map[string]command{
	"sha256sum": {cmdSum, map[string]string{"": "c", "gnu": "b t --check=c --status --quiet --ignore-missing", "busybox": "s=--status"}},
	"shasum":    {cmdShasum, map[string]string{"": "a: c b t s=--status --algorithm:=a --check=c --status"}},
	"openssl":   {cmdOpenssl, nil},
}

func cmdSum(c *cmd) int {
	if c.has("c") {
		return c.check()
	}
	return c.each(func(name string, data []byte) { c.printf("%s  %s\n", c.sh.m.world.digest(data), name) })
}

func cmdShasum(c *cmd) int {
	if c.value("a") != "256" {
		return c.fatal("the simulator knows shasum -a 256 only")
	}
	return cmdSum(c)
}

// check is sha256sum -c: every line is a digest and a file that has it.
func (c *cmd) check() int {
	status := 0
	lists := 0
	status = max(status, c.each(func(_ string, data []byte) {
		for _, line := range texts(data) {
			want, name, ok := strings.Cut(line, " ")
			if !ok || len(want) != 64 {
				continue
			}
			lists++
			status = max(status, c.checkOne(strings.ToLower(want), strings.TrimLeft(name, " *")))
		}
	}))
	if lists == 0 {
		c.errorf("no properly formatted checksum lines found")
		return 1
	}
	return status
}

func (c *cmd) checkOne(want, name string) int {
	data, err := c.disk().read(c.user(), c.path(name))
	if err != nil && c.has("--ignore-missing") {
		return 0
	}
	word := "OK"
	if err != nil || c.sh.m.world.digest(data) != want {
		word = "FAILED"
	}
	if !c.has("--status") && !(c.has("--quiet") && word == "OK") {
		c.printf("%s: %s\n", name, word)
	}
	return btoi(word != "OK")
}

// cmdOpenssl is openssl dgst -sha256 [-r] and openssl sha256 [-r].
func cmdOpenssl(c *cmd) int {
	words := c.args
	flag := func(name string) bool {
		i := slices.Index(words, name)
		if i >= 0 {
			words = slices.Delete(slices.Clone(words), i, i+1)
		}
		return i >= 0
	}
	if !(flag("sha256") || flag("dgst") && flag("-sha256")) {
		return c.fatal("the simulator knows openssl dgst -sha256 only")
	}
	reversed := flag("-r")
	for _, word := range words {
		if strings.HasPrefix(word, "-") {
			return c.fatal("the simulator does not know openssl dgst %s", word)
		}
	}
	c.args = words
	return c.each(func(name string, data []byte) {
		sum := c.sh.m.world.digest(data)
		switch {
		case reversed:
			c.printf("%s *%s\n", sum, name)
		case name == "-":
			c.printf("SHA2-256(stdin)= %s\n", sum)
		default:
			c.printf("SHA2-256(%s)= %s\n", name, sum)
		}
	})
}
