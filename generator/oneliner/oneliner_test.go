package oneliner

import (
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	for _, row := range []struct {
		program, words string // between blanks; ? is one that only the run knows
		want           Call
	}{
		{"perl", "-e CODE", Call{Code: "CODE", Args: 2}},
		{"perl", "-T -MCompress::Raw::Zlib -e CODE", Call{Code: "CODE", Args: 4, Alone: true}},
		{"perl", "-Tw -e CODE a ?", Call{Code: "CODE", Args: 3, Alone: true}},
		{"perl", "-e CODE -- -i", Call{Code: "CODE", Args: 2}},
		{"python3", "-I -S -c CODE -x ?", Call{Code: "CODE", Args: 4, Alone: true}},
		{"python", "-Sc CODE", Call{}},
		{"python3", "-c CODE", Call{Code: "CODE", Args: 2}},
		{"python3", "-IS -m zipfile -e ? ?", Call{Module: "zipfile", Args: 3, Alone: true}},
		{"python3", "-m json.tool", Call{Module: "json.tool", Args: 2}},
		{"perl", "", Call{}}, {"perl", "-e", Call{}}, {"perl", "-e ?", Call{}}, {"perl", "? -e CODE", Call{}}, {"perl", "file", Call{}}, {"perl", "-E CODE", Call{}},
		{"perl", "-n -e CODE", Call{}}, {"perl", "-pe CODE", Call{}}, {"perl", "-i -e CODE", Call{}}, {"perl", "-s -e CODE", Call{}}, {"perl", "-x -e CODE", Call{}},
		{"perl", "-e CODE -e ?", Call{}}, {"perl", "-e CODE a -i", Call{}}, {"perl", "-MIPC::Run -e CODE", Call{}}, {"perl", "-M? -e CODE", Call{}}, {"perl", "-I. -e CODE", Call{}},
		{"perl", "-d -e CODE", Call{}}, {"perl", "-0777 -e CODE", Call{}}, {"perl", "-- -e CODE", Call{}},
		{"python3", "", Call{}}, {"python3", "-c ?", Call{}}, {"python3", "-m ?", Call{}}, {"python3", "-m pip", Call{}}, {"python3", "-m", Call{}}, {"python3", "-i -c CODE", Call{}},
		{"python3", "-X importtime -c CODE", Call{}}, {"python3", "- -c CODE", Call{}}, {"python3", "file -c CODE", Call{}},
		{"ruby", "-e CODE", Call{}}, {"sh", "-c CODE", Call{}},
	} {
		words := strings.Fields(strings.ReplaceAll(row.words, "?", Unknown))
		got, ok := Read(row.program, words)
		if got != row.want || ok != (row.want != Call{}) {
			t.Errorf("%s %s: %+v %v, want %+v", row.program, row.words, got, ok, row.want)
		}
	}
}

func TestRuns(t *testing.T) {
	for _, code := range []string{
		"1", "import zlib", "import sys, zlib\nprint(zlib.crc32(sys.stdin.buffer.read()))", "import sys; print(sys.argv[1])", "# open it\nprint 1",
		"use strict; while (my $line = <STDIN>) { print $line }", "print scalar(@ARGV) and exit 1", "while (sysread STDIN, $part, 1 << 18) { print $part }",
	} {
		if (Call{Code: code}).Runs() {
			t.Errorf("%q is taken to run something", code)
		}
	}
	for _, code := range []string{
		"import os", "import sys, os", "import sys as os", "from os import path", "import zlib, subprocess", "__builtins__", "eval(input())", "exec(x)", "print(input())", "open(x)",
		"system $x", "exec $x", "`$x`", "qx($x)", "while (<>) { print }", "print <ARGV>", "print <$x>", "open F, $x", "do $x", "require $x", "use IPC::Run; run @ARGV", "eof()",
		"s/a/b/ee", "&$x", "$x->$y", "readline", "getattr(a, b)", "sys.modules[x]", "import sys\nimport os", "print 1 | \"sh\"",
	} {
		if !(Call{Code: code}).Runs() {
			t.Errorf("%q is taken for harmless", code)
		}
	}
	if (Call{Module: "zipfile"}).Runs() {
		t.Error("a module of the list runs something")
	}
}
