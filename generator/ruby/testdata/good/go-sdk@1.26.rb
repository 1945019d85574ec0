# Code generated. DO NOT EDIT.
class GoSdkAT126 < Formula
  desc "Go toolchain, pinned"
  homepage "https://go.dev/"
  version "1.26.4"
  license any_of: ["MIT", "BSD-3-Clause"]
  revision 2

  livecheck do
    url "https://go.dev/dl/?mode=json"
    regex(/go(\d+(?:\.\d+)+)/i)
    strategy :json do |json|
      json.map { |release| release["version"] }
    end
  end

  keg_only :versioned_formula

  deprecate! date: "2026-01-01", because: :unmaintained

  depends_on "cmake" => :build
  depends_on arch: :arm64
  uses_from_macos "zlib", since: :catalina

  on_macos do
    on_arm do
      url "https://go.dev/dl/go1.26.4.darwin-arm64.tar.gz"
      sha256 "196b489d8c99d2d641844f514ef37e561c607b3b258f6331bf39710a8a4ab9c4"
    end
    on_intel do
      url "https://go.dev/dl/go1.26.4.darwin-amd64.tar.gz"
      sha256 "296b489d8c99d2d641844f514ef37e561c607b3b258f6331bf39710a8a4ab9c4"
    end
  end

  conflicts_with "go", because: "both install `go` binaries"
  link_overwrite "bin/go", "bin/gofmt"

  resource "extra" do
    url "https://go.dev/x", using: :nounzip
    sha256 "396b489d8c99d2d641844f514ef37e561c607b3b258f6331bf39710a8a4ab9c4"
  end

  def install
    libexec.install Dir["*"]
    bin.install_symlink libexec/"bin/go", libexec/"bin/gofmt"
    if OS.mac? && Hardware::CPU.arm?
      man1.install "go.1"
    elsif !OS.linux?
      ENV["GOFLAGS"] = "-trimpath"
    else
      args = %w[-a --b]
      system "./x", "--prefix=#{prefix}", *args unless build.head?
    end
    (etc/"go").mkpath
    generate_completions_from_executable(bin/"go", "completion", shells: [:bash, :zsh])
  end

  def caveats
    <<~EOS
      It's here: #{opt_bin}/go
        and "there".
    EOS
  end

  test do
    (testpath/"x.go").write <<~'EOS'
      package main
      func main() { println("\n") }
    EOS
    assert_match version.to_s, shell_output("#{bin}/go version 2>&1", 0)
    assert_equal "x", pipe_output("#{bin}/go run -", "a")
    refute_path_exists testpath/"go"
  end
end
