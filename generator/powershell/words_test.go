package powershell

import (
	"regexp"
	"testing"
)

// The words that are asked about byte by byte are those of a regular expression.
func TestWordForms(t *testing.T) {
	bare := regexp.MustCompile(`^[A-Za-z0-9._/\\:~=+*%^?@-]+$`)
	command := regexp.MustCompile(`^[A-Za-z_./~\\][A-Za-z0-9_./~\\:+-]*$|^[%?]$`)
	for i := range 256 * 257 {
		word := string([]byte{byte(i), byte(i >> 8)})
		if i >= 1<<16 {
			word = word[:1]
		}
		for _, word := range []string{word, "a" + word, word + "a"} {
			if isBare(word) != bare.MatchString(word) || isCommand(word) != command.MatchString(word) {
				t.Fatalf("%q: bare %v, command %v", word, isBare(word), isCommand(word))
			}
		}
	}
	if isBare("") || isCommand("") {
		t.Error("nothing is a word")
	}
}
