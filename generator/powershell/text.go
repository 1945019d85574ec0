package powershell

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// literalText decodes ('it' + [char]0x2019 + 's').
func literalText(s string) string {
	var b strings.Builder
	s = s[1 : len(s)-1]
	for s != "" {
		s = strings.TrimPrefix(s, " + ")
		if strings.HasPrefix(s, "[char]") {
			n := strings.Index(s, " + '")
			if n < 0 {
				n = len(s)
			}
			b.WriteString(unitsText(s[:n]))
			s = s[n:]
			continue
		}
		i := 1
		for ; s[i] != '\'' || i+1 < len(s) && s[i+1] == '\''; i++ {
			if s[i] == '\'' {
				i++
			}
			b.WriteByte(s[i])
		}
		s = s[i+1:]
	}
	return b.String()
}

var unit = regexp.MustCompile(`0x([0-9A-F]{4})`)

// unitsText decodes the UTF-16 units of a run of [char]0xNNNN.
func unitsText(s string) string {
	var units []uint16
	for _, m := range unit.FindAllStringSubmatch(s, -1) {
		n, _ := strconv.ParseUint(m[1], 16, 16)
		units = append(units, uint16(n))
	}
	return string(utf16.Decode(units))
}

var escapedRune = regexp.MustCompile(`\\u\{([0-9A-F]+)\}`)

// commentText decodes the characters beyond ASCII of a comment.
func commentText(s string) string {
	return escapedRune.ReplaceAllStringFunc(s, func(m string) string {
		n, _ := strconv.ParseUint(m[3:len(m)-1], 16, 32)
		return string(rune(n))
	})
}
