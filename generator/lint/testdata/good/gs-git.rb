class GsGit < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  url "https://example.com/tool.git", tag: "v1.2", revision: "9a9359fe39027bc146441d299a4c12a27cc81b31"
  version "1.2"
  license "MIT"
  head "https://example.com/tool.git", branch: "main"

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
