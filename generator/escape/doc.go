// Package escape executes text/template templates of scripts, and writes every
// value so that it stays a value: what html/template does for HTML, for sh,
// bash, zsh, fish, PowerShell, Homebrew's Ruby, and the plain formats that
// belong to a setup (JSON, YAML, TOML, Markdown, Dockerfile, text).
//
//	t, err := escape.New(dialect.Sh).Parse("hello.sh", "name={{.}}\nprintf '%s\\n' \"hello $name\"\n")
//	err = t.Execute(os.Stdout, "it's; rm -rf ~")
//
// writes
//
//	name='it'\''s; rm -rf ~'
//	printf '%s\n' "hello $name"
//
// A template reads as the script it makes. It says nothing about quoting, and
// it cannot forget it; where no way of quoting is safe, it is refused.
//
// # How it works
//
// html/template decides at parse time, so it must know the context that every
// branch ends in. A script is rendered once and run often, so this package
// decides later, on the text that the data really makes:
//
//  1. Every action that prints leaves a sentinel, a word of letters and digits
//     that stands nowhere else, and its value is put aside. The result is the
//     whole script without values, the skeleton.
//  2. The skeleton is parsed. No value can influence that: none is there.
//  3. Each sentinel's place in the syntax decides how its value is written, or
//     that none can be. The first rule that knows the place holds; what no
//     rule knows is refused.
//  4. The values are written into their places.
//  5. The result is parsed again. It must mean what the skeleton means, with
//     plain text where the sentinels were; else Execute returns an error and
//     no text.
//
// Steps 2 and 3 are done once for each shape that the branches and lists of a
// template give, and remembered.
//
// # Values
//
// A value is a string, an integer, a bool, or a pointer to one; Words, a list
// that stands as that many words; or Code. Nil, other types, text that is not
// UTF-8, a NUL, a carriage return, other control characters than newline and
// tab, and the characters that change the direction of writing are errors: no
// two shells agree on them, or no reader would see them.
//
// Code is a piece of script that this package made itself, by executing a
// template of the same set or from a constant of the program. There is no way
// to make it from a string at run time, so a value cannot be declared safe.
//
// # Contexts
//
// CONTEXTS.md beside this file has the table, made from the rules themselves:
// each kind of place, what it takes, how the value is written or why none is
// safe, and an example. Rules returns it.
//
// An Error has the position in the template, the rule's ID, and what to write
// instead; Explain tells it all.
//
// # What is refused although quoting would be correct
//
// Quoting holds for one reading of a text. Some commands read their arguments
// once more: eval and trap as code, awk and sed in a language of their own,
// read, unset and [ -v ] as a name whose subscript may run a command, a
// comparison with -eq in some shells as arithmetic, anything that begins with
// a dash as an option. So a command takes values only if it is in a list of
// those that were looked at, or if it is a function of the script itself; a
// variable that takes a value must not get to such a place elsewhere in the
// script; and a value must not begin with a dash where it could be an option.
// What an option can run is looked at through variables too, for sed, tar, git,
// scp and rsync; for others, write -- before "$v".
//
// # Limits
//
// What this package does not know, and what you have to:
//
//   - It protects against values, not against templates. Who writes the
//     template can do anything, such as define a function called printf.
//   - Data flow is followed by name and regardless of order, through variables,
//     the arguments and the output of functions, pipes, $( ) and included Code,
//     and through files that the script writes and then reads back, sources or
//     runs, by the last part of their names. It is not followed through programs
//     that are in no list here, into other files that the script sources or
//     runs, or to a name that only the run computes; nor into what it leaves for
//     others to read as code: start-up files, Makefiles, .envrc, hooks of git,
//     units, crontabs, the environment of make.
//   - What a value means to a program is not its concern: a URL to fetch, a
//     file to overwrite, a variable such as GIT_SSH_COMMAND that another program
//     runs. "rm -rf -- {{.}}" removes what the value says.
//   - Terminals are not its concern beyond control characters. A value that a
//     script prints can lie in plain words.
//   - JSON, YAML and TOML are read by programs that nobody here knows. Which keys
//     run what stands under them is a list made by people, of workflows, task
//     runners, compose files, editors and package managers; a program with keys
//     of its own is not in it. Expressions ({{ }}, ${{ }}, $[ ], in JSON ${ })
//     are taken for what these programs make of them.
//     The commands in them are not parsed: "$NAME" from env is data, and eval
//     "$NAME" is not. In a Dockerfile they are, but files are not followed from
//     one instruction to another.
//   - A fixed text as code of another language (python3 -c '...', ruby -e, sed
//     with the command e) is searched for what could run its arguments, input or
//     environment, not parsed.
//     Package oneliner has the forms of perl and python3 in which they are data.
//     Code of perl and python that a template includes is searched, too; that of
//     another language in its place is not.
//   - In Ruby, names that only the run computes, the message of an exception and
//     the names of files that a directory lists are not followed. A version of a formula is a word of letters and digits;
//     code that takes it for more than a word, such as ruby -e, gets that word.
//   - In PowerShell, methods and properties that nobody listed are not known to
//     run their arguments where these come through a variable: $p.FileName = $v,
//     [xml]$v, & $a $b with names that only the run knows.
//   - Aliases, options and functions that are there before the script starts
//     can change what its words mean, above all in a file that an interactive
//     shell sources. RC_QUOTES of zsh is provided for; CSH_JUNKIE_QUOTES, an
//     alias of export or a history expansion that is typed or pasted are not.
//   - The shells that it was tried with are dash, bash, busybox ash, mksh, yash,
//     zsh and fish 3.6. ksh93 expands braces inside quotes and is not one of
//     them. PowerShell and Ruby have lexers of our own for the part of the
//     language that setup scripts use; what they do not know is an error.
//   - The list of commands that take data, and the list of programs that run
//     their arguments, are made by people. The first is the one that matters: a
//     command in it that evaluates an argument after all would be a hole.
//   - Check, which looks at templates without data, tries all branches, none,
//     and each one flipped, not every combination. Execute looks at the
//     combination there is, every time.
//
// Random templates with hostile values were run in real shells until none
// injected any more; every injection found on the way is a rule and a test now.
// That is evidence, not proof. An injection that is still there is a bug to be
// reported.
package escape
