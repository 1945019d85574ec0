// A second opinion on generated scripts: parses files with the tree-sitter
// grammars that editors use, which share no code with our own parsers.
//
//	node check.mjs LANGUAGE FILE...
//
// LANGUAGE is powershell, ruby, bash or fish. Every place the grammar cannot
// explain is one line on standard output,
//
//	env.ps1:3:14: ERROR node near "{ if (x"
//	env.ps1:9:1: MISSING node "}" near ""
//
// with line and column counted from 1, the column in UTF-16 units. Exit codes:
// 0 all files parse, 1 some do not, 2 the check itself could not be made.
//
// tree-sitter repairs what it can, so silence is not proof: see the tests for
// what each grammar is known to let through.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import v8 from "node:v8";

// Grammars come as wasm files, whose one big lexer function keeps V8's
// optimising compiler busy for seconds (5 s for Ruby); the baseline compiler
// needs milliseconds.
v8.setFlagsFromString("--liftoff-only");

const require = createRequire(import.meta.url);

const grammars = {
  powershell: "@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm",
  ruby: "@vscode/tree-sitter-wasm/wasm/tree-sitter-ruby.wasm",
  bash: "@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm",
  fish: "@esdmr/tree-sitter-fish/tree-sitter-fish.wasm",
};

const usage = `usage: node check.mjs ${Object.keys(grammars).join("|")} FILE...`;

// main returns the exit code. It keeps going after a bad file, so that one run
// shows everything.
async function main([language, ...files]) {
  if (!Object.hasOwn(grammars, language ?? "") || files.length === 0) {
    console.error(usage);
    return 2;
  }
  const parser = await newParser(language);
  let code = 0;
  for (const file of files) {
    for (const line of problems(parser, file, read(file))) {
      console.log(line);
      code = 1;
    }
  }
  return code;
}

// read returns the file's text, and refuses bytes that are not UTF-8 instead of
// replacing them, as that would hide them from the grammar.
function read(file) {
  const bytes = readFileSync(file);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error(`${file}: not UTF-8`);
  }
}

async function newParser(language) {
  const { Language, Parser } = require("@vscode/tree-sitter-wasm");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve(grammars[language])));
  return parser;
}

// problems returns a line for every ERROR and MISSING node of text's tree.
function problems(parser, file, text) {
  const tree = parser.parse(text);
  const found = [];
  const walk = (node) => {
    if (node.isError || node.isMissing) {
      const { row, column } = node.startPosition;
      const what = node.isError ? "ERROR node" : `MISSING node ${JSON.stringify(node.type)}`;
      const near = text.slice(node.startIndex).split("\n", 1)[0].slice(0, 40);
      found.push(`${file}:${row + 1}:${column + 1}: ${what} near ${JSON.stringify(near)}`);
    }
    for (const child of node.children) {
      if (child.hasError || child.isMissing) walk(child);
    }
  };
  walk(tree.rootNode);
  // Never pass a tree that calls itself wrong, whatever the walk saw.
  if (tree.rootNode.hasError && found.length === 0) {
    found.push(`${file}:1:1: ERROR node near ""`);
  }
  tree.delete();
  return found;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (err) {
  console.error(`check.mjs: ${err.message}`);
  process.exitCode = 2;
}
