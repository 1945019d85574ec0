# Says of each text of a JSON list whether ruby takes it, without running any.
require "json"

$VERBOSE = nil
takes = JSON.parse(File.read(ARGV[0])).map do |text|
  RubyVM::InstructionSequence.compile(text)
  true
rescue SyntaxError
  false
end
puts JSON.generate(takes)
