begin
    set -l kernel (uname -s)
    test "$kernel" = Darwin; and set -gx GOFLAGS -tags=mac
end
