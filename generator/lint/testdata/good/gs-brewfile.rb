tap "homebrew/cask-fonts"
tap "acme/tools", "https://git.example.com/homebrew-tools"
brew "acme/tools/tool", trusted: true
tap "org/tap", trusted: { formulae: ["a", "b"], cask: "c" }
brew "org/tap/a"
brew "org/tap/b"
cask "org/tap/c" if OS.mac?
cask_args appdir: "~/Applications"
go "golang.org/x/tools/gopls"
mas "Xcode", id: 497799835
