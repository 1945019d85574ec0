# frozen_string_literal: true

# Executes formulae as Homebrew does, for every platform, and says in JSON what
# became of them: which address and digest each gets, what install makes of an
# unpacked archive, and whether its test passes.
#
#   ruby harness.rb FILE...                        resolve each file
#   ruby harness.rb --install DIR PREFIX FILE      install from DIR into PREFIX, and test
#
# A method that formulae do not have ends it, and so does what the real client
# refuses, in its words where it has some.

require "fileutils"
require "json"
require "pathname"
require "tmpdir"

class Refused < StandardError; end

PLATFORMS = [[:macos, :arm], [:macos, :intel], [:linux, :arm], [:linux, :intel]].freeze
ARCHES = { arm: :arm64, intel: :x86_64 }.freeze

# A directory of a keg.
class Keg < Pathname
  def install(*sources)
    mkpath
    sources.flatten.each do |source|
      (source.is_a?(Hash) ? source : { source => File.basename(source) }).each do |from, name|
        raise Refused, "install: there is no #{from}" unless File.exist?(from)

        FileUtils.mv(from.to_s, (self/name).to_s)
      end
    end
  end

  def install_symlink(*sources)
    mkpath
    sources.flatten.each do |source|
      raise Refused, "install_symlink: there is no #{source}" unless File.exist?(source)

      FileUtils.ln_sf(Pathname(source).relative_path_from(realpath), self/File.basename(source))
    end
  end
end

# What livecheck says.
class Livecheck
  def initialize(releases) = @releases = releases
  attr_reader :found

  def url(_where) = nil
  def regex(_form) = nil
  def skip(why) = @found = "skipped: #{why}"

  def strategy(name, &block)
    @found = block ? Array(block.call(@releases)).compact : name
  end
end

# The class that formulae inherit from.
class Formula
  DIRS = {
    bin: "bin", libexec: "libexec", man1: "share/man/man1", pkgshare: "share/NAME", doc: "share/doc/NAME",
    bash_completion: "etc/bash_completion.d", zsh_completion: "share/zsh/site-functions",
    fish_completion: "share/fish/vendor_completions.d", pwsh_completion: "share/pwsh/completions"
  }.freeze
  # What the sample feed of livecheck says.
  RELEASES = [
    { "version" => "go1.99.1", "stable" => true, "files" => [] },
    { "version" => "go1.100rc1", "stable" => false, "files" => [] },
  ].freeze

  class << self
    attr_accessor :platform
    attr_reader :said, :testing

    def inherited(klass)
      super
      klass.start
    end

    def start
      @said = { depends: [], mirrors: [] }
      @depth = 0
    end

    %i[desc homepage version license].each { |name| define_method(name) { |*args, **rest| @said[name] = args.first || rest } }

    def url(address)
      raise Refused, "`#{@block}` cannot include `url`" if @depth == 1

      @said.merge!(url: address, mirrors: [], sha256: nil)
    end

    def mirror(address) = @said[:mirrors] += [address]

    def sha256(digest)
      raise Refused, "`#{@block}` cannot include `sha256`" if @depth == 1

      @said[:sha256] = digest
    end

    def livecheck(&block)
      check = Livecheck.new(RELEASES)
      check.instance_eval(&block)
      @said[:livecheck] = check.found
    end

    def depends_on(what) = @said[:depends] << what
    def keg_only(why) = @said[:keg_only] = why
    def deprecate!(date:, because:) = @said[:deprecated] = "#{date} #{because}"
    def conflicts_with(name, because:) = @said[:conflicts] = "#{name}, because #{because}"
    def link_overwrite(*paths) = @said[:overwrites] = paths
    def test(&block) = @testing = block

    def on_macos(&block) = nested(:on_macos, Formula.platform[0] == :macos, &block)
    def on_linux(&block) = nested(:on_linux, Formula.platform[0] == :linux, &block)
    def on_arm(&block) = nested(:on_arm, Formula.platform[1] == :arm, &block)
    def on_intel(&block) = nested(:on_intel, Formula.platform[1] == :intel, &block)

    # The blocks of other platforms are read, too: what stands in them must be
    # right, but counts for nothing.
    def nested(name, holds, &block)
      outer, said = @block, @said
      @block = name
      @depth += 1
      @said = Marshal.load(Marshal.dump(said)) unless holds
      block.call
      @said = said unless holds
      @depth -= 1
      @block = outer
    end

    # Whether the platform may install it.
    def allowed?
      @said[:depends].all? do |need|
        case need
        when :macos, :linux then Formula.platform[0] == need
        when Hash then need.key?(:arch) ? need[:arch] == ARCHES[Formula.platform[1]] : true
        else true
        end
      end
    end
  end

  attr_reader :testpath

  def initialize(name, prefix, testpath)
    @name, @prefix, @testpath = name, Pathname(prefix), Pathname(testpath)
  end

  def version = self.class.said[:version] || ENV.fetch("HARNESS_VERSION")
  def prefix = Keg.new(@prefix)
  DIRS.each { |name, dir| define_method(name) { Keg.new(@prefix/dir.sub("NAME", @name)) } }

  def std_go_args(ldflags: nil) = ["-o=#{bin/@name}", "-trimpath", "-ldflags=#{ldflags}"]

  def generate_completions_from_executable(program, shell_parameter_format:)
    raise Refused, "unknown format #{shell_parameter_format}" unless shell_parameter_format == :cobra

    { "bash" => bash_completion/@name, "zsh" => zsh_completion/"_#{@name}", "fish" => fish_completion/"#{@name}.fish" }.each do |shell, file|
      file.dirname.mkpath
      file.write(shell_output("#{program} completion #{shell}"))
    end
  end

  def system(*words)
    raise Refused, "#{words.join(" ")} failed" unless Kernel.system(*words.map(&:to_s), out: File::NULL)
  end

  def shell_output(command, status = 0)
    output = `#{command}`
    raise Refused, "#{command}: status #{$CHILD_STATUS.exitstatus}, want #{status}" if $CHILD_STATUS.exitstatus != status

    output
  end

  def assert_equal(want, got) = want == got || raise(Refused, "#{got.inspect}, want #{want.inspect}")
  def assert_match(want, got) = got.match?(want.is_a?(String) ? Regexp.escape(want) : want) || raise(Refused, "#{got.inspect} does not match #{want.inspect}")
  def assert_path_exists(path) = Pathname(path).exist? || raise(Refused, "there is no #{path}")
  def refute_path_exists(path) = Pathname(path).exist? && raise(Refused, "there is a #{path}")
  def assert_includes(list, one) = list.include?(one) || raise(Refused, "#{list.inspect} has no #{one.inspect}")
end

# Homebrew's Formulary.class_s.
def class_name(name)
  name.capitalize.gsub(/[-_.\s]([a-zA-Z0-9])/) { Regexp.last_match(1).upcase }.tr("+", "x").sub(/(.)@(\d)/, '\1AT\2')
end

def read(file, platform)
  Formula.platform = platform
  space = Module.new
  load(file, space)
  want = class_name(File.basename(file, ".rb"))
  found = space.constants.select { |name| space.const_get(name).is_a?(Class) }
  raise Refused, "Expected to find class #{want}, but only found: #{found.join(", ")}" unless found.include?(want.to_sym)

  space.const_get(want)
end

def resolve(file)
  PLATFORMS.to_h do |platform|
    formula = read(file, platform)
    raise Refused, "formula requires at least a URL" unless formula.said[:url]
    raise Refused, "Checksum is missing" unless formula.said[:sha256]
    raise Refused, "no install" unless formula.instance_methods(false).include?(:install)
    raise Refused, "no test" unless formula.testing

    [platform.join(" "), formula.said.merge(allowed: formula.allowed?, caveats: formula.instance_methods(false).include?(:caveats) && formula.new("", "", "").caveats)]
  end
rescue Refused, ScriptError, StandardError => e
  { refused: "#{e.class}: #{e.message}" }
end

def install(from, prefix, file)
  formula = read(file, [:linux, :intel])
  Dir.mktmpdir do |home|
    keg = formula.new(File.basename(file, ".rb"), prefix, home)
    Dir.chdir(from) { keg.install }
    raise Refused, "Empty installation" if Dir.empty?(prefix)

    ENV["HOME"] = home
    Dir.chdir(home) { keg.instance_eval(&formula.testing) }
  end
  { files: Dir.glob("**/*", base: prefix).reject { |path| File.directory?(File.join(prefix, path)) }.sort.first(100) }
rescue Refused, ScriptError, StandardError => e
  { refused: "#{e.class}: #{e.message}" }
end

require "English"
if ARGV.first == "--install"
  puts JSON.generate(install(*ARGV.drop(1)))
else
  puts JSON.generate(ARGV.to_h { |file| [file, resolve(file)] })
end
