class WebServer < Formula
  desc "Serves files over HTTP"
  homepage "https://example.net"
  url "https://example.net/web-server/archive/refs/tags/v1.4.2.tar.gz"
  sha256 "48d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
  license all_of: ["Apache-2.0", { any_of: ["MIT", "BSD-2-Clause"] }, "GPL-2.0-only" => { with: "Classpath-exception-2.0" }]

  stable do
    patch do
      url "https://example.net/fix.patch?full_index=1"
      sha256 "58d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"
    end
  end

  keg_only "it clashes with the server of macOS"

  depends_on "go" => :build
  depends_on "openssl@3"

  conflicts_with "httpd", because: "both install `ab` binaries"

  resource "assets" do
    url "https://example.net/assets-7.zip"
    sha256 "68d99142afd92576f30b0cd7cb42a8dc6809998bc5d607d88761f512e26c7db2"

    livecheck do
      skip "not versioned"
    end
  end

  patch :p1, <<~'EOS'
    diff --git a/x b/x
    +a \ b
  EOS

  def install
    ldflags = "-s -w -X main.version=#{version} -X main.commit=#{tap.user}"
    system "go", "build", *std_go_args(ldflags: ldflags, output: bin/"web-server"), "./cmd/server"
    resource("assets").stage { pkgshare.install Dir["*"] }
    (etc/"web-server").mkpath
    (etc/"web-server").install "server.conf" => "server.conf.default"
    bash_completion.install "completion.bash" => "web-server"
    man1.install Utils::Gzip.compress("server.1")
    (var/"www").mkpath unless (var/"www").exist?
  end

  def post_install
    (var/"log").mkpath
    return if (etc/"web-server/server.conf").exist?

    cp etc/"web-server/server.conf.default", etc/"web-server/server.conf"
  rescue Errno::EACCES => e
    opoo "no permission: #{e.message}"
  end

  def caveats
    s = <<~EOS
      The root of the server is #{var}/www.
        Its configuration: #{etc}/web-server/server.conf
    EOS
    s += "Run it by hand on macOS.\n" if OS.mac? && !Hardware::CPU.arm?
    s
  end

  service do
    run [opt_bin/"web-server", "--config", etc/"web-server/server.conf"]
    keep_alive successful_exit: false
    environment_variables PATH: std_service_path_env, LANG: "C"
    working_dir var
    log_path var/"log/web-server.log"
    error_log_path var/"log/web-server.log"
    run_type :interval
    interval 3600
    require_root true
  end

  test do
    port = free_port
    pid = spawn bin/"web-server", "--port", port.to_s
    sleep 2
    begin
      output = shell_output("curl -s http://localhost:#{port}")
      assert_includes output, "Welcome"
    ensure
      Process.kill("TERM", pid)
      Process.wait(pid)
    end
    (testpath/"a.txt").write <<~EOS
      #{version}
        two \#{three}
    EOS
    assert_path_exists testpath/"a.txt"
    %w[a b c].each do |name|
      assert_match name, pipe_output("#{bin}/web-server -", "#{name}\n", 0)
    end
  end
end
