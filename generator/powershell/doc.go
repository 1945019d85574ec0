// Package powershell reads the PowerShell that gosetup writes: Lex cuts it into
// tokens, Parse makes a tree of it, Whole says whether a part of it could run.
//
// Parse takes a subset on which Windows PowerShell 5.1 and PowerShell 7 agree,
// and nothing else; what it does not know is an *Error with its place. It has
// functions with parameters and attributes, if, while, do, for, foreach,
// switch, try, return, break, continue, throw, exit, assignments, pipelines,
// commands with parameters and redirections, every operator with a name,
// members, casts, indexes, script blocks, hashtables, arrays, sub-expressions
// and strings with expansions.
//
// It refuses what one of the two PowerShells refuses or takes for something
// else (&& || ?? ?. ?: clean, `e, 1u, a byte beyond ASCII), what both refuse at
// the end of a long search (an else alone, a late param, a key twice, cmd <
// file), and what both take but nobody means: "$x:" (a scope), f(1) (an array as
// the argument), x = 1 (a command x), $a > 5 (a file 5). It does not read
// classes, here-strings, data sections, traps, begin, process and end blocks,
// redirections of an expression, and bare words with variables in them.
//
// Sources: the language specification of PowerShell, its about_ pages, and its
// own parser (System.Management.Automation.Language), which the tests ask where
// pwsh is installed.
package powershell
