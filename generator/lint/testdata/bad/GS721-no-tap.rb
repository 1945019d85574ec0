brew "org/tap/gosetup"
