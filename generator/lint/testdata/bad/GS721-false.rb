tap "org/tap", trusted: false
brew "org/tap/gosetup"
