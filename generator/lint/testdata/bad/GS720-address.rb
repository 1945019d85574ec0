tap "https://example.com/tap"
brew "fish"
