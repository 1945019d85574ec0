class Gs101Tag < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  url "https://example.com/tool.git", tag: "v1.2"
  version "1.2"
  license "MIT"

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
