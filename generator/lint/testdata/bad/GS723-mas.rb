brew "mas"
mas "Xcode"
