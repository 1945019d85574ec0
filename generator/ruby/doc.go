// Package ruby parses the part of Ruby that Homebrew's formulae and Brewfiles
// are written in.
//
// It is strict. Ruby decides by blanks, and by which names were assigned before,
// whether a character begins a string, a regular expression or an argument;
// where that is a matter of guessing, and where the part of the language ends
// that formulae need, Parse stops with an *Error. So what Parse takes, Ruby
// takes too and reads in the same way; the reverse does not hold, and tests
// count where.
//
// Left out on purpose: backticks and %x, other % literals than %w[ ] and %W[ ],
// global, instance and class variables, lambdas with ->, ranges, case, while,
// until, for, yield, &., a line that begins with .name, rescue behind a statement, <<EOS and <<-EOS, characters
// such as ?a, escapes of bytes, numbers in other bases, ; between statements,
// a carriage return, and a comment between =begin and =end.
package ruby
