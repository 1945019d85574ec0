brew "tap/gosetup"
