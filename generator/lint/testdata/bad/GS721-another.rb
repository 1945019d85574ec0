tap "org/tap", trusted: { formulae: ["other"] }
brew "org/tap/gosetup"
