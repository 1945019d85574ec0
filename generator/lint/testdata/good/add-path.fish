begin
    fish_add_path ~/go/bin
end
