package simulate

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// textCommands read and print.
var textCommands = map[string]command{
	"cat":      {cmdCat, map[string]string{"": "u"}},
	"head":     {cmdHead, map[string]string{"": "n: c:"}},
	"tail":     {cmdTail, map[string]string{"": "n: c:"}},
	"wc":       {cmdWc, map[string]string{"": "l c w"}},
	"cut":      {cmdCut, map[string]string{"": "d: f: c:"}},
	"tr":       {cmdTr, map[string]string{"": "d s"}},
	"sort":     {cmdSort, map[string]string{"": "u r n k:", "gnu": "V", "busybox": "V", "bsd": "V"}},
	"uniq":     {cmdUniq, map[string]string{"": "c d"}},
	"tee":      {cmdTee, map[string]string{"": "a"}},
	"basename": {cmdBasename, map[string]string{}},
	"dirname":  {cmdDirname, map[string]string{}},
}

func cmdCat(c *cmd) int {
	return c.each(func(_ string, data []byte) { c.out.Write(data) })
}

// count reads the number of head and tail; "+3" counts from the start.
func (c *cmd) count() (n int, bytes, fromStart, ok bool) {
	text := or(c.value("n"), "10")
	if c.has("c") {
		text, bytes = c.value("c"), true
	}
	digits, fromStart := strings.CutPrefix(text, "+")
	n, err := strconv.Atoi(digits)
	return n, bytes, fromStart, err == nil && n >= 0
}

func cmdHead(c *cmd) int {
	n, inBytes, _, ok := c.count()
	if !ok {
		return c.fatal("the simulator does not know this count of head")
	}
	return c.each(func(_ string, data []byte) {
		end := min(n, len(data))
		if !inBytes {
			end = len(slices.Concat(lines(data)[:min(n, len(lines(data)))]...))
		}
		c.out.Write(data[:end])
	})
}

func cmdTail(c *cmd) int {
	n, inBytes, fromStart, ok := c.count()
	if !ok {
		return c.fatal("the simulator does not know this count of tail")
	}
	return c.each(func(_ string, data []byte) {
		parts := lines(data)
		if inBytes {
			parts = bytes.SplitAfter(data, nil)
		}
		from := max(0, len(parts)-n)
		if fromStart {
			from = min(len(parts), max(0, n-1))
		}
		c.out.Write(slices.Concat(parts[from:]...))
	})
}

// lines cuts data behind each newline; the last line may have none.
func lines(data []byte) [][]byte {
	list := bytes.SplitAfter(data, []byte("\n"))
	if len(list[len(list)-1]) == 0 {
		list = list[:len(list)-1]
	}
	return list
}

// texts is lines without their newlines.
func texts(data []byte) []string {
	var list []string
	for _, line := range lines(data) {
		list = append(list, strings.TrimSuffix(string(line), "\n"))
	}
	return list
}

func cmdWc(c *cmd) int {
	width := "%d"
	if c.flavour() == "bsd" {
		width = "%8d" // macOS pads, which many a script forgets
	}
	return c.each(func(name string, data []byte) {
		counts := []struct {
			flag string
			n    int
		}{{"l", bytes.Count(data, []byte("\n"))}, {"w", len(bytes.Fields(data))}, {"c", len(data)}}
		separator := ""
		for _, count := range counts {
			if c.has(count.flag) || len(c.set) == 0 {
				c.printf(separator+width, count.n)
				separator = " "
			}
		}
		if name != "-" {
			c.printf(" %s", name)
		}
		c.printf("\n")
	})
}

// ranges reads 1,3-5,7- into a question about numbers.
func ranges(list string) (func(int) bool, bool) {
	var spans [][2]int
	for item := range strings.SplitSeq(list, ",") {
		from, to, dash := strings.Cut(item, "-")
		a, err1 := strconv.Atoi(or(from, "1"))
		b, err2 := strconv.Atoi(or(to, "1000000"))
		if !dash {
			b = a
		}
		if err1 != nil || dash && err2 != nil {
			return nil, false
		}
		spans = append(spans, [2]int{a, b})
	}
	return func(n int) bool {
		return slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= n && n <= s[1] })
	}, true
}

func cmdCut(c *cmd) int {
	wanted, ok := ranges(c.value("f") + c.value("c"))
	if !ok || c.has("f") == c.has("c") {
		return c.fatal("the simulator knows cut -f LIST or cut -c LIST")
	}
	delimiter := or(c.value("d"), "\t")
	return c.each(func(_ string, data []byte) {
		for _, line := range texts(data) {
			parts, glue := strings.Split(line, delimiter), delimiter
			if c.has("c") {
				parts, glue = strings.Split(line, ""), ""
			} else if len(parts) == 1 {
				c.printf("%s\n", line)
				continue
			}
			var kept []string
			for i, part := range parts {
				if wanted(i + 1) {
					kept = append(kept, part)
				}
			}
			c.printf("%s\n", strings.Join(kept, glue))
		}
	})
}

// trClasses are the character classes of tr, in the C locale.
var trClasses = map[string]string{
	"[:upper:]": "A-Z", "[:lower:]": "a-z", "[:digit:]": "0-9", "[:alpha:]": "A-Za-z",
	"[:alnum:]": "A-Za-z0-9", "[:space:]": " \t\n\v\f\r", "[:blank:]": " \t",
}

var trEscapes = strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`)

var trOctal = regexp.MustCompile(`\\[0-7]{1,3}`)

// trSet spells a set of tr out.
func trSet(text string) []byte {
	for class, members := range trClasses {
		text = strings.ReplaceAll(text, class, members)
	}
	text = trOctal.ReplaceAllStringFunc(trEscapes.Replace(text), func(digits string) string {
		n, _ := strconv.ParseUint(digits[1:], 8, 16)
		return string([]byte{byte(n)})
	})
	var set []byte
	for i := 0; i < len(text); i++ {
		if i+2 < len(text) && text[i+1] == '-' {
			for b := int(text[i]); b <= int(text[i+2]); b++ {
				set = append(set, byte(b))
			}
			i += 2
			continue
		}
		set = append(set, text[i])
	}
	return set
}

func cmdTr(c *cmd) int {
	if len(c.args) == 0 || len(c.args) < 2 && !c.has("d") && !c.has("s") || strings.Contains(c.args[0], "[=") {
		return c.fatal("the simulator does not know these operands of tr")
	}
	from := trSet(c.args[0])
	var to []byte
	if len(c.args) > 1 {
		to = trSet(c.args[1])
	}
	last := -1
	for _, b := range c.input() {
		i := bytes.IndexByte(from, b)
		if i >= 0 && c.has("d") {
			continue
		}
		if i >= 0 && len(to) > 0 {
			b = to[min(i, len(to)-1)]
		}
		if c.has("s") && i >= 0 && last == int(b) {
			continue
		}
		last = int(b)
		c.out.WriteByte(b)
	}
	return 0
}

func cmdSort(c *cmd) int {
	field, err := strconv.Atoi(or(c.value("k"), "1"))
	if err != nil || field < 1 || len(c.set["k"]) > 1 || c.has("k") && (c.has("u") || c.has("n") || c.has("V")) {
		return c.fatal("the simulator knows sort -k NUMBER alone or with -r")
	}
	var all []string
	status := c.each(func(_ string, data []byte) { all = append(all, texts(data)...) })
	order := strings.Compare
	switch {
	case field > 1:
		order = func(a, b string) int {
			return cmp.Or(strings.Compare(fieldsFrom(a, field), fieldsFrom(b, field)), strings.Compare(a, b))
		}
	case c.has("V"):
		order = versions
	case c.has("n"):
		order = func(a, b string) int {
			return cmp.Or(cmp.Compare(leadingNumber(a), leadingNumber(b)), strings.Compare(a, b))
		}
	}
	slices.SortStableFunc(all, order)
	if c.has("r") {
		slices.Reverse(all)
	}
	if c.has("u") {
		all = slices.Compact(all)
	}
	for _, line := range all {
		c.printf("%s\n", line)
	}
	return status
}

// fieldsFrom is what of a line begins with the field n: the blanks before a field
// are part of it.
func fieldsFrom(line string, n int) string {
	for ; n > 1; n-- {
		line = strings.TrimLeft(line, " \t")
		end := strings.IndexAny(line, " \t")
		if end < 0 {
			return ""
		}
		line = line[end:]
	}
	return line
}

func leadingNumber(s string) int {
	s = strings.TrimLeft(s, " \t")
	end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(s)
	}
	n, _ := strconv.Atoi(s[:end])
	return n
}

// versions compares as sort -V: numbers by value, the rest byte by byte.
func versions(a, b string) int {
	for a != "" && b != "" {
		if isDigit(a[0]) && isDigit(b[0]) {
			if d := cmp.Compare(leadingNumber(a), leadingNumber(b)); d != 0 {
				return d
			}
			a, b = strings.TrimLeft(a, "0123456789"), strings.TrimLeft(b, "0123456789")
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func cmdUniq(c *cmd) int {
	return c.each(func(_ string, data []byte) {
		all := texts(data)
		for i := 0; i < len(all); {
			n := i + 1
			for n < len(all) && all[n] == all[i] {
				n++
			}
			switch {
			case c.has("d") && n == i+1:
			case c.has("c"):
				c.printf("%7d %s\n", n-i, all[i])
			default:
				c.printf("%s\n", all[i])
			}
			i = n
		}
	})
}

func cmdTee(c *cmd) int {
	data := c.input()
	c.out.Write(data)
	status := 0
	for _, name := range c.args {
		full := c.path(name)
		n, err := c.sh.create(c.user(), full, 0o666, !c.has("a"))
		if err == nil {
			err = c.sh.write(n, full, n.data, data)
		}
		if err != nil {
			status = c.failed(name, err)
		}
	}
	return status
}

func cmdBasename(c *cmd) int {
	if len(c.args) == 0 {
		c.errorf("missing operand")
		return 1
	}
	name := path.Base(c.args[0])
	if len(c.args) > 1 && name != c.args[1] {
		name = strings.TrimSuffix(name, c.args[1])
	}
	c.printf("%s\n", name)
	return 0
}

func cmdDirname(c *cmd) int {
	if len(c.args) != 1 {
		c.errorf("missing operand")
		return 1
	}
	c.printf("%s\n", path.Dir(strings.TrimRight(c.args[0], "/")+strings.Repeat("/", btoi(c.args[0] == "/"))))
	return 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
