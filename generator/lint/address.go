package lint

import "regexp"

// plainScheme are the protocols that do not tell who is speaking.
var plainScheme = regexp.MustCompile(`(?i)^(http|ftp|git|svn|rsync)://`)

// loopback needs no TLS: the bytes do not leave the machine.
var loopback = regexp.MustCompile(`(?i)^\w+://(localhost|127\.0\.0\.1|\[::1\])([:/]|$)`)
