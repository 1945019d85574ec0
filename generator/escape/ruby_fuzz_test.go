package escape

import (
	"errors"
	"strings"
	"testing"
)

// FuzzRubyQuote writes a text for each kind of quotes and reads it back.
func FuzzRubyQuote(f *testing.F) {
	for _, v := range append([]string{"", "a", "EOS"}, rubyAtoms...) {
		f.Add(v)
	}
	for _, v := range worst {
		f.Add(v)
	}
	const template = "desc {{.}}\ndesc \"a#{{.}}b{{.}}\"\ndesc 'a{{.}}'\nlicense any_of: [{{.}}]\ndef caveats\n  <<~EOS\n    a{{.}}b\n      #{{.}}{{.}}\n  EOS\nend\n"
	f.Fuzz(func(t *testing.T, v string) {
		out, err := renderRuby(template, v)
		var own *Error
		switch {
		case plain(v) != nil && err == nil:
			t.Errorf("%q is taken", v)
		case plain(v) == nil && err != nil:
			if !errors.As(err, &own) || own.Code != "ruby/here-end" {
				t.Errorf("%q: %v", v, err)
			}
		case err == nil:
			file, err := parseRuby(out)
			if err != nil {
				t.Fatal(err)
			}
			if got := file.List[0].Args[0].Token.Str.Parts; v != "" && (len(got) != 1 || got[0].Text != v) {
				t.Errorf("%q is read as %v", v, got)
			}
		}
	})
}

// FuzzRubyCanon reads any text: it ends, with a canon or an error in the text,
// and a hole at any place does not let a value out.
func FuzzRubyCanon(f *testing.F) {
	for _, text := range []string{rubyLong(f), "desc \"#{a \"b\"}\"", "x <<~A, <<~'B'\n  a\nA\n  b\nB\n", "a {|x| x }\n", "class A < B\nend", "desc V", "# V", "def caveats\n  'V'\nend"} {
		f.Add(text, "x\"#{y}'\nEOS")
	}
	f.Fuzz(func(t *testing.T, text, value string) {
		canon, err := rubyLanguage{}.canon(text)
		var te *textError
		if err != nil && (!errors.As(err, &te) || te.Offset < 0 || te.Offset > len(text)) {
			t.Fatalf("%v", err)
		}
		if err == nil && strings.Contains(text, "\"") && !strings.Contains(canon, "\x00") {
			t.Error("no syntax in the canon")
		}
		if strings.Contains(text, "{{") || strings.Contains(text, "}}") {
			return
		}
		template := strings.ReplaceAll(text, "V", "{{.}}")
		out, err := renderRuby(template, value)
		if err == nil {
			if _, err := parseRuby(out); err != nil {
				t.Errorf("%q becomes %q: %v", template, out, err)
			}
		}
		var own *Error
		if errors.As(err, &own) && own.Code == codeShape {
			t.Logf("only the comparison refuses %q with %q: %v", template, value, err)
		}
	})
}
