class Gs110Empty < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  url "https://example.com/tool-1.2.tar.gz"
  sha256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
  license "MIT"

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
