class Gs702Url < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  license "MIT"

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
