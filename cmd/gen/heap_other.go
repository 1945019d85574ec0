//go:build !linux

package main

// inLargePages is for Linux only.
func inLargePages() {}
