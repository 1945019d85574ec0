class JsonToolAT2 < Formula
  include Language::Python::Virtualenv

  desc "Edit JSON in place"
  homepage "https://example.com/json-tool"
  license any_of: [:public_domain, "0BSD"]

  livecheck do
    url "https://example.com/json-tool/releases.json"
    strategy :json do |json|
      json["releases"].map { |release| release["version"] }
    end
  end

  deprecate! date: "2026-06-30", because: :unsupported, replacement_formula: "json-tool"
  disable! date: "2027-06-30", because: "is not maintained upstream"

  option "with-color", "Print in colors"

  on_macos do
    on_arm do
      url "https://example.com/json-tool-2.0.1-macos-arm64.zip"
      sha256 "78d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
    end
    on_intel do
      url "https://example.com/json-tool-2.0.1-macos-x86_64.zip"
      sha256 "88d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
    end
    on_sonoma :or_older do
      depends_on "libomp"
    end
  end

  pypi_packages extra_packages: ["wheel"]

  skip_clean "libexec", :la
  link_overwrite "bin/jt"
  fails_with :gcc do
    version "11"
    cause "wants coroutines"
  end

  def install
    virtualenv_install_with_resources
    libexec.install "jt"
    (bin/"jt").write_env_script libexec/"jt", JT_HOME: libexec, LANG: "${LANG:-C}"
    generate_completions_from_executable(bin/"jt", shells: [:bash, :zsh, :fish], shell_parameter_format: :cobra)
    chmod "+x", bin/"jt"
    if build.with?("color")
      ENV["COLOR"] ||= "1"
    elsif build.head? || (OS.mac? and MacOS.version < :big_sur)
      ENV.delete("COLOR")
    end
  end

  test do
    (testpath/"x.json").write('{"a": [1, 2]}')
    assert_equal '{"a":[1,2]}', shell_output("#{bin}/jt -c #{testpath}/x.json").chomp
    expected = OS.mac? ? "macOS" : "Linux"
    assert_match expected, shell_output("#{bin}/jt --info 2>&1", 1)
    refute_match "error", File.read(testpath/"log") if File.exist?(testpath/"log")
  end
end
