# typed: strict
# frozen_string_literal: true

class HelloWorld < Formula
  desc "Prints a greeting in many languages"
  homepage "https://example.org/hello-world/"
  url "https://example.org/releases/hello-world-2.12.tar.gz"
  mirror "https://mirror.example.org/hello-world-2.12.tar.gz"
  sha256 "8d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db20"
  license "GPL-3.0-or-later"
  revision 1
  version_scheme 1
  head "https://example.org/hello-world.git", branch: "main"

  livecheck do
    url :stable
    regex(/href=.*?hello-world[._-]v?(\d+(?:\.\d+)+)\.t/i)
  end

  no_autobump! because: :requires_manual_review

  bottle do
    rebuild 2
    sha256 cellar: :any_skip_relocation, arm64_tahoe: "18d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
    sha256 cellar: :any_skip_relocation, sonoma: "28d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
    sha256 cellar: :any, x86_64_linux: "38d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
  end

  depends_on "cmake" => [:build, :test]
  depends_on "pkgconf" => :build
  depends_on "gettext"
  depends_on xcode: ["15.0", :build]

  uses_from_macos "ncurses"
  uses_from_macos "perl" => :build

  on_macos do
    depends_on "libiconv"
  end

  on_linux do
    depends_on "acl"
    depends_on "util-linux"
  end

  def install
    ENV.append "LDFLAGS", "-L#{Formula["libiconv"].opt_lib} -liconv" if OS.mac?

    args = %W[
      --prefix=#{prefix}
      --sysconfdir=#{etc}
      --disable-silent-rules
    ]
    args << "--with-acl" if OS.linux?
    system "./configure", *args, *std_configure_args
    system "make", "install"
    inreplace "Makefile", "/usr/local", HOMEBREW_PREFIX.to_s
  end

  test do
    output = shell_output("#{bin}/hello-world --greeting=brew")
    assert_equal "brew\n", output
    assert_match(/\d+\.\d+/, shell_output("#{bin}/hello-world --version"))
  end
end
