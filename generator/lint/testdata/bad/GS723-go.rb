brew "go"
go "golang.org/x/tools/gopls@v0.20.0"
