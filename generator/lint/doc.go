// Package lint checks scripts, ours and anybody's: that they parse, that no
// part of one does anything, and that they keep the promises every generated
// script makes.
//
//	text --parse--> syntax tree --checks--> []Finding --waivers--> Report
//
// It reads text and nothing else: it runs no program and opens no file.
//
// # Rules
//
// A rule is a file, rules/GS101.md. Its first line says all the facts there are
// about it, its text explains, its examples are tests:
//
//	# GS101 error P2: what the network sent is used before it is verified
//
//	Why it matters, what to write instead.
//
//	```sh bad
//	#!/bin/sh
//	...
//	```
//
//	```sh good
//	...
//	```
//
// The words before the colon are the ID, the severity (error, warning, note)
// and, if it stands for one, the promise of a generated script. An example is a
// whole file in the language its fence names (sh, bash, zsh, fish, powershell,
// ruby, awk). "snippet" as a third word makes it a file that is sourced, "debian"
// one that is to run there only. A bad
// one is flagged by its rule and by no other; a good one by none. IDs never
// change their meaning; a rule that goes leaves its number unused.
//
//	GS001-GS009  the file parses; its encoding; waivers
//	GS010-GS019  P1: no part of a script does anything
//	GS100-GS119  P2: what the network sent is used only when verified
//	GS120-GS139  P3, P4, P5: final names by rename, others' files, twice is once
//	GS140-GS149  P7: a dry run has no effect
//	GS150-GS159  P9: a snippet starts no process and leaves nothing behind
//	GS160-GS179  P11: how things are fetched
//	GS200-GS219  P6: quoting, expansion, code from data
//	GS300-GS339  portability: commands, flags and words that not all platforms have
//	GS400-GS419  names: functions and variables that are not there, or not used
//	GS500-GS539  traps: what parses, runs, and does something else
//	GS600-GS619  what is false about Go setups; PowerShell, 5.1 above all
//	GS700-GS739  Homebrew's Ruby
//
// # Adding one
//
// Write rules/GSnnn.md and add a row to the table of each language that it
// looks at (textChecks, shChecks, fishChecks, powershellChecks, formulaChecks,
// brewfileChecks):
// the rule's ID and a function that gets the parsed file and reports offsets
// into its text. Facts that several rules need are found once, by a method of
// the parsed file that keeps its result. Then "go test ./generator/lint
// -update" renews RULES.md. More bad examples than the one in the text belong
// in testdata/bad/GSnnn*.EXT, scripts without a finding in testdata/good.
package lint
