brew "fish"
if OS.mac?
  pip "x"
end
