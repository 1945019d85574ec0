// Package templates holds the text of everything gosetup writes.
//
// A template is called as the file it makes plus ".tmpl"; below part/ are the
// pieces that several files share. A template reads as the script it makes:
// decisions are taken before, in package generator.
package templates

import "embed"

// FS has every template, by its path in this folder.
//
//go:embed *.tmpl */*.tmpl */*/*.tmpl
var FS embed.FS
