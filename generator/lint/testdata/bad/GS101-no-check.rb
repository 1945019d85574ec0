class Gs101NoCheck < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  url "https://example.com/tool-1.2.tar.gz"
  sha256 :no_check
  license "MIT"

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
