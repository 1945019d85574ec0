tap "org/tap", trusted: { formula: "gosetup" }
brew "org/tap/gosetup"
cask "org/tap/other"
