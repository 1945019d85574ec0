class Gs101OnePlatform < Formula
  desc "Prints its own version"
  homepage "https://example.com/"
  url "https://example.com/tool-1.2.tar.gz"
  sha256 "9a9359fe39027bc146441d299a4c12a27cc81b3102d9e36594c5c73035448f1c"
  license "MIT"

  on_macos do
    on_arm do
      url "https://example.com/tool-1.2-arm.tar.gz"
    end
  end

  def install
    bin.install "tool"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/tool --version")
  end
end
