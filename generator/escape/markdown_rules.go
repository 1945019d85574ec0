package escape

import (
	"fmt"
	"strings"
)

// markRules is the table of Markdown: refusals, limits, then what is allowed.
var markRules = []rule[markPlace]{
	{
		Rule: Rule{ID: "markdown/html", Place: "HTML, and a line with tags in it", Takes: Nothing,
			Why:     "Markdown's escapes do not count there",
			Instead: "write Markdown: **{{.}}** for <b>, `{{.}}` for <code>",
			Example: Example{"<b>{{.}}</b>\n", "x", ""}},
		match: func(p markPlace) bool { return p.kind == markHTML || p.tags },
	},
	{
		Rule: Rule{ID: "markdown/other", Place: "indented code, the language of fenced code, [x]: url, a destination without < >, a title, <url>", Takes: Nothing,
			Why:     "there are no escapes, or others",
			Instead: "put code between ``` lines, and destinations between < >: [text](<{{.}}>)",
			Example: Example{"[a]({{.}})\n", "x", ""}},
		match: func(p markPlace) bool { return p.kind == markOther || p.kind == markFence },
	},
	{
		Rule: Rule{ID: "markdown/backslash", Place: "directly behind a backslash, or behind & and a part of the name of an entity", Takes: Nothing,
			Why:     "it would act on the value",
			Instead: "write a blank between them",
			Example: Example{`a \{{.}}` + "\n", "*x*", ""}},
		match: func(p markPlace) bool {
			before, _ := p.word()
			return p.kind == markText && (strings.HasSuffix(before, `\`) || markHalfEntity.MatchString(before))
		},
	},
	{
		Rule: Rule{ID: "markdown/reference", Place: "between [ and ] that no (destination) follows on the same line", Takes: Nothing,
			Why:     "it would be the name of a link, of a footnote, or a box to tick",
			Instead: "write \\[{{.}}\\] for brackets that mean themselves",
			Example: Example{"- [{{.}}] a\n", "x", ""}},
		match: func(p markPlace) bool { return p.kind == markText && p.bracket },
	},
	{
		Rule: Rule{ID: "markdown/autolink", Place: "text in one word with ://, www. or @, other than those of the destination of the link it is the text of", Takes: Nothing,
			Why:     "GitHub makes a link of such a word, and takes the escapes for a part of it",
			Instead: "write [text](<https://{{.}}>), or a code span",
			Example: Example{"https://example.com/{{.}}\n", "x", ""}},
		match: func(p markPlace) bool {
			return p.kind == markText && p.linked()
		},
	},
	{
		Rule: Rule{ID: "markdown/line", Place: "text, a code span, the destination of a link, a comment", Takes: Line,
			Why:     "an empty line would end the paragraph, and a mark at the start of a line begins a heading or list",
			Instead: "put the value in fenced code, which takes several lines",
			Example: Example{"a {{.}}\n", "b\n# c", ""}},
		match:  func(p markPlace) bool { return p.kind != markLines },
		refuse: func(_ markPlace, value string) bool { return strings.Contains(value, "\n") },
	},
	{
		Rule: Rule{ID: "markdown/start", Place: "at the start of a line of text", Takes: "text that is not empty, does not begin with U+FEFF, and is no number where . or ) follows",
			Why:     "the line would be an empty one, or begin with another mark: a list, a heading",
			Instead: "put a word before the value",
			Example: Example{"{{.}}. a\n", "1", ""}},
		match:  func(p markPlace) bool { return p.kind == markText },
		refuse: markPlace.startsLine,
	},
	{
		Rule: Rule{ID: "markdown/beside", Place: "text directly beside * _ or ~, or before |", Takes: "text that has a letter or digit on that side; before |, no backslash",
			Why:     "with a blank or a mark beside them, the stars mean themselves; so does the | behind a backslash, to some readers",
			Instead: "put a word between them",
			Example: Example{"**{{.}}** a\n", "(x)", ""}},
		match:  func(p markPlace) bool { return p.kind == markText },
		refuse: func(p markPlace, value string) bool { return !p.flanks(value) },
	},
	{
		Rule: Rule{ID: "markdown/scheme", Place: "text with . or : directly behind it", Takes: "text that does not end in http, https, ftp, www, mailto or xmpp",
			Why:     "GitHub would make a link of it",
			Example: Example{"{{.}}.example.com\n", "www", ""}},
		match: func(p markPlace) bool {
			return p.kind == markText && p.after != "" && strings.IndexByte(".:", p.after[0]) >= 0
		},
		refuse: func(_ markPlace, value string) bool { return markScheme.MatchString(value) },
	},
	{
		Rule: Rule{ID: "markdown/backtick", Place: "a code span", Takes: "a line without a backtick, that is not empty, has no blank at its ends and, in a table, no |",
			Why:     "there are no escapes",
			Instead: "write the value as text",
			Example: Example{"a `{{.}}`\n", "b`c", ""}},
		match: func(p markPlace) bool { return p.kind == markCode },
		refuse: func(p markPlace, value string) bool {
			return value == "" || strings.Contains(value, "`") || strings.Trim(value, " \t") != value || strings.Contains(value, "|") && (p.row || strings.Contains(p.before+p.after, "|"))
		},
	},
	{
		Rule: Rule{ID: "markdown/fence", Place: "fenced code", Takes: "text with no line that begins with ``` or ~~~; of one line, where the fence is indented",
			Why:     "such a line would end the code",
			Instead: "make the fence one that the value cannot have, by writing the value somewhere else",
			Example: Example{"```text\n{{.}}\n```\n", "a\n```\n# b", ""}},
		match: func(p markPlace) bool { return p.kind == markLines },
		refuse: func(p markPlace, value string) bool {
			return p.closes(value) || p.indent > 0 && strings.Contains(value, "\n")
		},
	},
	{
		Rule: Rule{ID: "markdown/comment-end", Place: "a comment", Takes: "a line without --, < and >, and without - at its ends",
			Why:     "it would end the comment",
			Example: Example{"<!-- made by {{.}} -->\n", "x --> <script>", ""}},
		match: func(p markPlace) bool { return p.kind == markComment },
		refuse: func(p markPlace, value string) bool {
			all := p.before + value + p.after
			return strings.ContainsAny(value, "<>") || strings.Contains(all, "--") || strings.HasPrefix(all, "-") || strings.HasSuffix(all, "-")
		},
	},
	{
		Rule: Rule{ID: "markdown/pasted", Place: "fenced code of a shell or a session with one, by the first word behind the fence, or that does not name its language", Takes: "letters, digits and ._/+@%,=:-, and no - first",
			Why:     "people paste such code into a shell, where no escape of Markdown counts",
			Instead: "name the language behind the ```: ```text",
			Example: Example{"```sh\nbrew install {{.}}\n```\n", "tool; rm -rf ~", ""}},
		match: markPlace.pasted,
		write: func(_ markPlace, value string) (string, error) {
			if value == "" || !isPlain(value, "") || value[0] == '-' {
				return "", fmt.Errorf("%s is not plain", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "markdown/code", Place: "fenced code of another language, or a code span", Takes: Text,
			Why:     "written as it is",
			Example: Example{"a `b {{.}}`\n", "*c* <d>", "a `b *c* <d>`\n"}},
		match: func(p markPlace) bool { return p.kind == markLines || p.kind == markCode },
		write: func(_ markPlace, value string) (string, error) { return value, nil },
	},
	{
		Rule: Rule{ID: "markdown/url", Place: "the destination of a link, between < and >", Takes: "a URL that begins with http:// or https://, there or before the value, of letters, digits, ._~:/?#@!$&'()*+,=- and % with two digits",
			Why:     "written as it is; other schemes can be scripts",
			Example: Example{"[a](<{{.}}>)\n", "https://example.com/?b=c", "[a](<https://example.com/?b=c>)\n"}},
		match: func(p markPlace) bool { return p.kind == markURL },
		write: func(p markPlace, value string) (string, error) {
			if strings.Contains(value, "&") && strings.Contains(p.after, ";") || !markURLRest.MatchString(value) || !markURLStart.MatchString(p.before+value) {
				return "", fmt.Errorf("%s is no part of an http or https URL", abridged(value))
			}
			return value, nil
		},
	},
	{
		Rule: Rule{ID: "markdown/comment", Place: "in a comment <!-- --> on a line of its own", Takes: Line,
			Why:     "written as it is",
			Example: Example{"<!-- made by {{.}} -->\n", "it's & *x*", "<!-- made by it's & *x* -->\n"}},
		match: func(p markPlace) bool { return p.kind == markComment },
		write: func(_ markPlace, value string) (string, error) { return writeLine(value) },
	},
	{
		Rule: Rule{ID: "markdown/text", Place: "text: of a paragraph, a heading, a list, a quote, a cell of a table, a link", Takes: Line,
			Why:     "a backslash goes before all punctuation, and blanks at the ends become &#32;",
			Example: Example{"- a {{.}}\n", "*b* <c> | d", "- a \\*b\\* \\<c\\> \\| d\n"}},
		match: func(p markPlace) bool { return p.kind == markText },
		write: func(_ markPlace, value string) (string, error) { return writeMark(value), nil },
	},
}
