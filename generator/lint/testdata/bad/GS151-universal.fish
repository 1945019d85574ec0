begin
    set -U GOBIN ~/go/bin
end
