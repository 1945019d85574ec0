package ruby

import "strconv"

// A TokenKind says what a token is.
type TokenKind byte

// The kinds of tokens.
const (
	EOF     TokenKind = iota // the end of the text, or of a #{ }
	NewLine                  // a line end that ends a statement
	Ident                    // name, name? or name!
	Const                    // Name
	Label                    // key:
	Symbol                   // :name
	Number                   // 10, 1.5
	String                   // in quotes, or a here-document
	Words                    // %w[a b] or %W[a b]
	Regexp                   // /a/i
	Keyword                  // do
	Op                       // ==
)

// A Token is one word, literal or sign.
type Token struct {
	Kind TokenKind
	// Start and End are its bytes in the text; of a here-document those of its
	// <<~EOS, the text being at Str.Start.
	Start, End int
	// Text is the token as it is written, of a label or symbol without the
	// colon, of %w[ ] what is inside, of a string nothing: see Str.
	Text string
	// Space says whether a blank stands before it in its line.
	Space bool
	// Str is the content of a String or of %W[ ]; nil for every other token.
	Str *Text
}

// Is says whether the token is that operator or sign.
func (t Token) Is(op string) bool { return t.Kind == Op && t.Text == op }

// Word says whether the token is that keyword.
func (t Token) Word(text string) bool { return t.Kind == Keyword && t.Text == text }

// name is what an error calls the token.
func (t Token) name() string {
	const most = 60
	switch {
	case t.Kind == String:
		return "a string"
	case len(t.Text) > most:
		return strconv.Quote(t.Text[:most]) + "..."
	}
	return strconv.Quote(t.Text)
}

// How a Text is quoted, where it is not by " or '.
const (
	Here    = 'h' // <<~EOS
	HereRaw = 'r' // <<~'EOS'
	WordSet = 'W' // %W[ ]
	Bare    = 'b' // by nothing yet: what Options.Hole calls a TextHole
)

// A Text is the content of a string.
type Text struct {
	// Quote is " or ', or one of Here, HereRaw, WordSet and Bare.
	Quote byte
	// ID is the word that ends a here-document, "" for other strings.
	ID string
	// Start and End are the bytes of the content in the text.
	Start, End int
	// Parts are its pieces in the order of the text: decoded text and #{ }.
	Parts []Part

	pending []byte // the decoded text of the last part, while it is read
}

// Fixed is the text of a string without #{ }; ok is false for one with it.
func (t *Text) Fixed() (text string, ok bool) {
	for _, part := range t.Parts {
		if part.Tokens != nil {
			return "", false
		}
		text += part.Text
	}
	return text, true
}

// A Part is a piece of a string: text with its escapes decoded, or #{ }, which
// then has Tokens and Code.
type Part struct {
	Text   string
	Tokens []Token
	Code   *Node // a Group
	Start  int
}

// A Comment goes from its # to the end of its line.
type Comment struct{ Start, End int }
