brew "Go"
brew "fish"
