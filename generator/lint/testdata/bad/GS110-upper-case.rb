class Gs110UpperCase < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  url "https://example.com/tool-1.2.tar.gz"
  sha256 "9A9359FE39027BC146441D299A4C12A27CC81B3102D9E36594C5C73035448F1C"
  license "MIT"

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
