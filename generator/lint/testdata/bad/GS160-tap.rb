tap "acme/tools", "http://git.example.com/homebrew-tools", trusted: true
brew "acme/tools/tool"
