package escape

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/org/gosetup/generator/dialect"
)

// What a review found: values that a program would have run, and places that
// were refused without need.

const reviewValue = "x; touch /tmp/pwn #"

// A reviewCase is a template with the code of its error, or "" if it is
// accepted.
type reviewCase struct {
	dialect *dialect.Dialect
	text    string
	value   any
	want    string
}

func plainReviewed(d *dialect.Dialect, want string, texts ...string) (cases []reviewCase) {
	for _, text := range texts {
		cases = append(cases, reviewCase{d, text, reviewValue, want})
	}
	return cases
}

func testReview(t *testing.T, cases []reviewCase) {
	t.Helper()
	for _, c := range cases {
		_, err := renderPlain(t, c.dialect, c.text, c.value)
		var own *Error
		got := ""
		if errors.As(err, &own) {
			got = own.Code
		}
		if got != c.want {
			t.Errorf("%s: %.300q with %.40q gives %q, want %q\n%.300v", c.dialect.Name, c.text, c.value, got, c.want, err)
		}
	}
}

func TestPlainReviewYAML(t *testing.T) {
	y := dialect.YAML
	testReview(t, plainReviewed(y, "yaml/command",
		"services:\n  web:\n    healthcheck:\n      test: \"curl -f http://localhost/{{.}} || exit 1\"\n",
		"a:\n  healthcheck:\n    test: [CMD-SHELL, {{.}}]\n",
		"build:\n  dockerfile_inline: \"FROM alpine\\nRUN echo {{.}}\\n\"\n",
		"runcmd:\n  - \"echo {{.}}\"\n", "bootcmd:\n  - [sh, -c, {{.}}]\n",
		"- tasks:\n    - ansible.builtin.shell: \"echo {{.}}\"\n", "- win_shell: {{.}}\n", "- ansible.builtin.raw: {{.}}\n",
		"- raw: \"echo {{.}}\"\n", "- changed_when: {{.}}\n", "- failed_when: [{{.}}]\n", "- when: {{.}}\n", "- until: {{.}}\n",
		"- ansible.builtin.debug:\n    var: {{.}}\n", "- assert: {that: {{.}}}\n",
		"steps:\n  - bash: \"echo {{.}}\"\n", "steps:\n  - pwsh: \"echo {{.}}\"\n", "steps:\n  - powershell: {{.}}\n",
		"vars:\n  V:\n    sh: \"git describe {{.}}\"\n", "tasks:\n  build: \"go build {{.}}\"\n", "tasks:\n  build: [{{.}}]\n", "tasks:\n- {{.}}\n",
		"install: \"pip install {{.}}\"\n", "install:\n- {{.}}\n", "before_install: {{.}}\n", "after_success: {{.}}\n", "before_cache: {{.}}\n",
		"brews:\n  - install: \"bin.install '{{.}}'\"\n    test: x\n", "brews:\n  - test: {{.}}\n",
		"parts:\n  a:\n    override-build: \"make {{.}}\"\n", "override-pull: {{.}}\n", "override-stage: {{.}}\n", "override-prime: {{.}}\n",
		"panes:\n  - \"vim {{.}}\"\n", "windows:\n  - server: {{.}}\n", "cmds: [{{.}}]\n",
		"jobs:\n  a:\n    container:\n      options: \"--cpus {{.}}\"\n", "jobs:\n  a:\n    services:\n      b:\n        options: {{.}}\n",
		"tasks:\n  build:\n    status: [\"test -x {{.}}\"]\n", "brews:\n  - extra_install: {{.}}\n", "- local_action: {{.}}\n",
		"steps:\n  - uses: {{.}}\n", "tasks:\n  - init: {{.}}\n", "- args: [{{.}}]\n",
	))
	testReview(t, plainReviewed(y, "yaml/reached",
		"env:\n  NAME: {{.}}\nrun: echo ${{\"{{\"}} env.NAME }}\n",
		"env:\n  name: {{.}}\nrun: |\n  echo ${{\"{{\"}} env.NAME }}\n",
		"matrix:\n  go: [{{.}}]\nsteps:\n- run: echo ${{\"{{\"}} matrix.go }}\n",
		"matrix:\n  include:\n  - go: {{.}}\nsteps:\n- run: echo ${{\"{{\"}} matrix['go'] }}\n",
		"matrix:\n  go: [{{.}}]\nsteps:\n- run: echo ${{\"{{\"}} toJSON(matrix) }}\n",
		"inputs:\n  x:\n    default: {{.}}\nrun: echo ${{\"{{\"}} inputs.x }}\n",
		"env:\n  A: {{.}}\n  B: ${{\"{{\"}} env.A }}\nrun: echo ${{\"{{\"}} env.B }}\n",
		"spec:\n  inputs:\n    x:\n      default: {{.}}\n---\nscript: echo $[[ inputs.x ]]\n",
		"vars:\n  v: {{.}}\ntasks:\n  a:\n    cmds: [\"echo {{\"{{\"}}.v}}\"]\n",
		".setup: &setup\n  - \"apt-get install -y {{.}}\"\nbuild:\n  script:\n    - *setup\n",
		".setup: &setup\n- {{.}}\nbuild:\n  script: *setup\n",
		"x-greet: &cmd \"echo {{.}}\"\nsteps:\n  - run: *cmd\n",
		"a:\n  &x\n  b: {{.}}\nc:\n  scripts: *x\n",
		"a: &x\n  b: {{.}}\nc: &y\n  <<: *x\nscripts: *y\n",
		"parameters:\n- name: tool\n  type: string\n  default: {{.}}\nsteps:\n- script: echo ${{\"{{\"}} parameters.tool }}\n",
		"variables:\n- name: tool\n  value: {{.}}\nsteps:\n- script: echo ${{\"{{\"}} variables.tool }}\n",
		"- hosts: all\n  tasks:\n  - shell: \"curl {{\"{{\"}} item }} | sh\"\n    loop:\n    - {{.}}\n    - b\n",
		"- vars:\n    tools: [{{.}}]\n  tasks:\n  - shell: \"brew install {{\"{{\"}} item }}\"\n    with_items: \"{{\"{{\"}} tools }}\"\n",
		"a: &x\n  b: {{.}}\nscripts:\n  <<: *x\n", "a: &x\n  b: {{.}}\ntasks: *x\n", "a: &x\n  b: {{.}}\ntasks:\n  <<: *x\n",
	))
	testReview(t, []reviewCase{
		{y, "services:\n  a:\n    environment:\n      PASSWORD: {{.}}\n", "pa$$w${HOME}", "yaml/compose"},
		{y, "services:\n  a:\n    environment:\n      - \"A={{.}}\"\n", "a$b", "yaml/compose"},
		{y, "services:\n  a:\n    environment:\n      A: \"$B{{.}}\"\n", "C", "yaml/variable"},
		{y, "services:\n  a:\n    environment:\n      A: \"${B:-{{.}}}\"\n", "C", "yaml/variable"},
		{y, "services:\n  a:\n    environment:\n      A: \"${B}{{.}}\"\n", "C", ""},
		{y, "jobs:\n  services:\n    a: {{.}}\n", "a$b", ""},
		{y, "a: {{.}}\n", "$[[ inputs.x ]]", "yaml/template"},
		{y, "a: {{.}}\n", "$[variables.x]", "yaml/template"},
		{y, "a: \"$[[ inputs.x ]]{{.}}\"\n", "y", ""},
		{y, "a: \"$[[ inputs.{{.}} ]]\"\n", "y", "yaml/expression"},
		{y, "a: \"{{\"{%\"}} x %}{{.}}\"\n", "y", ""},
		{y, "a: \"{{\"{#\"}} x #}{{.}}\"\n", "y", ""},
		{y, "a: \"{{\"{%\"}} x }} {{.}}\"\n", "y", "yaml/expression"},
		{y, "\"a\": {{.}}\n", "y", ""},
		{y, "a: {{.}}\n", int64(9223372036854775807), ""},
		{y, "a: {{.}}\n", int64(-9223372036854775808), ""},
		{y, "a: [{{.}}]\n", uint64(18446744073709551615), ""},
		// honest ones
		{y, "env:\n  NAME: {{.}}\nrun: echo \"$NAME\"\n", reviewValue, ""},
		{y, "env:\n  NAME: {{.}}\nrun: echo ${{\"{{\"}} env.OTHER }}\n", reviewValue, ""},
		{y, ".a: &a\n  - {{.}}\n.b: &b\n  - x\nbuild:\n  script: *b\n", reviewValue, ""},
		{y, ".b: &b\n  - x\nname: {{.}}\nbuild:\n  script: *b\n", reviewValue, ""},
		{y, "- tasks:\n    - name: {{.}}\n", reviewValue, ""},
		{y, "run-name: {{.}}\n", reviewValue, ""},
		{y, "services:\n  a:\n    build:\n      args:\n        GO_VERSION: {{.}}\n", "1.26", ""},
		{y, "services:\n  a:\n    networks:\n      default:\n        aliases: [{{.}}]\n", "db", ""},
		{y, "tasks:\n  build:\n    desc: {{.}}\n", "db", ""},
	})
}

func TestPlainReviewTOML(t *testing.T) {
	d := dialect.TOML
	testReview(t, plainReviewed(d, "toml/command",
		"[tasks]\nbuild = \"cargo build {{.}}\"\n", "[tasks]\n\"build\" = [\"echo {{.}}\"]\n", "[tool.poe.tasks]\ntest = \"pytest {{.}}\"\n",
		"[tasks.a]\nrun_windows = \"echo {{.}}\"\n", "[tasks.x]\ndepends = [\"build {{.}}\"]\n", "[tasks.x]\nfile = {{.}}\n",
		"[build]\nrustc = {{.}}\n", "[build]\nrustc-workspace-wrapper = {{.}}\n", "[build]\nrustc-wrapper = {{.}}\n", "[build]\nrustflags = [\"-C\", {{.}}]\n",
		"[env]\n_.source = {{.}}\n", "[env]\n_.source = [{path = {{.}}}]\n", "[shell_alias]\nll = \"ls {{.}}\"\n", "[pre_commands]\na = \"echo {{.}}\"\n", "[post_commands]\na = {{.}}\n",
		"[tool.cibuildwheel]\nbefore-build = \"pip install {{.}}\"\n", "[tool.cibuildwheel]\nbefore-all = {{.}}\n", "[tool.cibuildwheel]\ntest-command = {{.}}\n",
	))
	testReview(t, plainReviewed(d, "toml/reached",
		"[env]\nNAME = {{.}}\n[tasks.a]\nrun = \"echo {{\"{{\"}}env.NAME}}\"\n", "[vars]\nx = {{.}}\n[tasks.a]\nrun = '''\necho {{\"{{\"}} vars.x }}'''\n",
	))
	testReview(t, []reviewCase{
		{d, "a = \"{{\"{%\"}} x %} {{.}}\"\n", "x", ""},
		{d, "a = \"{{\"{#\"}} x #} {{.}}\"\n", "x", ""},
		{d, "a = '''x''''\nb = {{.}}\n", "x", "syntax"},
		{d, "a = {{.}}\n", int64(9223372036854775807), ""},
		{d, "a = {{.}}\n", uint64(9223372036854775808), "toml/integer"},
		{d, "a = \"{{.}}\"\n", uint64(9223372036854775808), ""},
		{d, "[dependencies]\ntypescript = {{.}}\n", "5", ""},
		{d, "[tasks.build]\ndescription = {{.}}\n", "5", ""},
		{d, "[[tasks]]\nname = {{.}}\n", "5", ""},
		{d, "[tools]\ngo = {{.}}\n", "5", ""},
	})
}

func TestPlainReviewJSON(t *testing.T) {
	d := dialect.JSON
	testReview(t, plainReviewed(d, "json/command",
		`{"tasks": {"dev": "deno run {{.}}"}}`, `{"lint-staged": {"*.js": "eslint {{.}}"}}`, `{"lint-staged": {"*.js": ["eslint", {{.}}]}}`,
		`{"simple-git-hooks": {"pre-commit": "npx lint {{.}}"}}`, `{"husky": {"hooks": {"a": {{.}}}}}`,
		`{"plugins": [["@semantic-release/exec", {"prepareCmd": "./x.sh {{.}}"}]]}`, `{"verifyConditionsCmd": {{.}}}`,
		`{"runArgs": ["--name", {{.}}]}`, `{"initializeCommand": {{.}}}`, `{"build": {"args": [{{.}}]}}`, `{"preCommands": {{.}}}`,
		`{"terminal.integrated.shell.linux": {{.}}}`, `{"runtimeArgs": [{{.}}]}`,
	))
	for _, key := range []string{"scripts", "ſcripts", "\u212a", "taſks", "json_class", "__proto__", "tasks", "constructor", "POSTCREATECOMMAND", "test", "runArgs", "_"} {
		testReview(t, []reviewCase{{d, `{{"{"}}{{.}}: 1}`, key, "json/command-key"}, {d, `{{"{"}}"{{.}}": 1}`, key, "json/command-key"}})
	}
	testReview(t, []reviewCase{
		{d, `{"a": {{.}}}`, "{{ x }}", "json/template"},
		{d, `{"remoteEnv": {"A": {{.}}}}`, "${localEnv:AWS_SECRET}", "json/template"},
		{d, `{"a": "${{.}}"}`, "{env:A}", "json/template"},
		{d, `{"a": "{{.}}{env:A}"}`, "$", "json/template"},
		{d, `{"a": "{{.}}{{.}}"}`, "{", "value/shape"},
		{d, `{"a": "${localEnv:{{.}}}"}`, "A", "json/expression"},
		{d, `{"a": "${localEnv:HOME}/{{.}}"}`, "A", ""},
		{d, `{{"{"}}{{.}}: 1}`, "${env:A}", "json/template"},
		{d, `{"a": {{.}}}`, uint64(18446744073709551615), ""},
		{d, `{"devDependencies": {"typescript": "^{{.}}", "husky": {{.}}, "lint-staged": {{.}}}}`, "5.1", ""},
		{d, `{"dependencies": {"my-typescript": {{.}}}}`, "5.1", ""},
		{d, `{"build": {"args": {"VARIANT": {{.}}}}}`, "bookworm", ""},
		{d, `{"tasks": [{"label": {{.}}}]}`, "bookworm", ""},
	})
}

func TestPlainReviewDockerfile(t *testing.T) {
	d := dialect.Dockerfile
	testReview(t, plainReviewed(d, "docker/eval",
		"ENTRYPOINT [\"/bin/bash\"]\nCMD [\"-c\", \"exec app --name {{.}}\"]\n", "CMD [\"x\", {{.}}]\nENTRYPOINT [\"/usr/bin/env\"]\n",
		"ENTRYPOINT [\"/app\", \"-c\"]\nCMD [\"x\", {{.}}]\n", "ENTRYPOINT exec \"$@\"\nCMD [\"x\", {{.}}]\n", "CMD [\"-c\", {{.}}]\n",
		"CMD [\"python3.12\", \"-c\", \"print('{{.}}')\"]\n", "CMD [\"/usr/bin/python3.12\", \"{{.}}\"]\n", "RUN [\"npx\", \"-c\", \"eslint {{.}}\"]\n",
		"RUN [\"psql\", \"-c\", \"select '{{.}}'\"]\n", "RUN [\"app\", \"-lc\", {{.}}]\n", "RUN [\"app\", \"-e\", {{.}}]\n", "RUN [\"app\", \"-e{{.}}\"]\n",
		"RUN [\"app\", \"--eval={{.}}\"]\n", "RUN [\"app\", \"--command\", \"--\", {{.}}]\n", "RUN [\"C:\\\\x\\\\PWSH.EXE\", {{.}}]\n", "RUN [\"m4\", {{.}}]\n",
	))
	testReview(t, plainReviewed(d, "docker/special",
		"ENV DYLD_INSERT_LIBRARIES={{.}}\n", "ARG LD_AUDIT={{.}}\n", "ENV LD_PRE\\\nLOAD={{.}}\n",
	))
	testReview(t, plainReviewed(d, "docker/directive", "# {{.}} x\nFROM a\n", "# {{.}}\nFROM a\n", "# syn{{.}} x\nFROM a\n", "# check={{.}}\nFROM a\n"))
	testReview(t, plainReviewed(d, "docker/reached",
		"ARG X={{.}}\nENV LD_PRELOAD=$X\n", "ARG X={{.}}\nENV BASH_ENV=${X}\n", "ARG X={{.}}\nENV Y=\"a$X\"\nENV LD_PRELOAD=${Y:-b}\n", "ARG X={{.}}\nENV LD_PRELOAD $X\n",
		"ENV A={{.}}\nRUN eval \"$A\"\n", "ENV A={{.}}\nRUN echo $A\n", "ARG A={{.}}\nRUN apt-get install \\\n  foo=${A}\n", "ENV A={{.}}\nENTRYPOINT exec $A\n",
		"ARG A={{.}}\nRUN sh -c \"echo $A\"\n", "ARG A={{.}}\nRUN sh -c 'eval \"$A\"'\n", "ENV A={{.}}\nRUN [\"sh\", \"-c\", \"$A\"]\n", "ENV A={{.}}\nCMD [\"sh\", \"-c\", \"exec x $A\"]\n",
		"ENV A={{.}}\nRUN [\"python3\", \"-c\", \"import os; os.system(os.environ['A'])\"]\n", "ENV A={{.}}\nHEALTHCHECK --interval=5m CMD curl $A\n", "ENV A={{.}}\nHEALTHCHECK CMD [\"sh\", \"-c\", \"$A\"]\n",
		"ENV A={{.}}\nONBUILD RUN eval \"$A\"\n", "ENV A={{.}}\nRUN LD_PRELOAD=\"$A\" ls\n", "ENV A={{.}}\nSHELL [\"pwsh\", \"-c\"]\nRUN iex $env:A\n", "ENV A={{.}}\nSHELL [\"/usr/bin/fish\", \"-c\"]\nRUN eval \"$A\"\n",
		"ENV A={{.}}\nRUN echo %A%\n", "ENV A={{.}}\nRUN if then \"$A\"\n", "ENTRYPOINT [\"sh\"]\nENV A={{.}}\nCMD [\"-c\", \"$A\"]\n", "ENV A={{.}}\nRUN for i in $A; do true; done\n",
	))
	testReview(t, []reviewCase{
		{d, "ENV A={{.}}\n", strings.Repeat("$", 30_001), "docker/line"},
		{d, "ENV A=\"{{.}}\"\n", strings.Repeat("$", 30_000), ""},
		{d, "CMD [\"a\", {{.}}]\n", "x" + strings.Repeat("\n", 30_000), "docker/line"},
		{d, "FROM \"a{{.}}\"\n", "x", "docker/argument"},
		{d, "FROM a\\{{.}}\n", "x", "docker/argument"},
		{d, "EXPOSE {{.}}\n", 0, "docker/port"},
		{d, "EXPOSE {{.}}\n", 70_000, "docker/port"},
		{d, "EXPOSE 8{{.}}\n", 1, "docker/argument"},
		{d, "EXPOSE {{.}}\n", "80", "docker/argument"},
		{d, "EXPOSE 80 {{.}} 82/tcp\n", 81, ""},
		{d, "LABEL \"com.example.vendor\"={{.}}\n", reviewValue, ""},
		{d, "LABEL \"com.{{.}}\"=x\n", reviewValue, "docker/argument"},
		{d, "ENV PATH=\"/opt/{{.}}/bin:${PATH:-/bin}\"\n", reviewValue, ""},
		{d, "ENV PATH=\"${PATH:-{{.}}}\"\n", reviewValue, "docker/argument"},
		{d, "ENV A={{.}}\nRUN echo \"$A\" && curl \"https://x/$A\"\n", reviewValue, ""},
		{d, "ENV A={{.}}\nRUN echo $A\n", 5, ""},
		{d, "ENV A={{.}} B=x\nRUN echo $B\n", reviewValue, ""},
		{d, "ENV A={{.}}\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN echo \"$A\"\n", reviewValue, ""},
		{d, "ENTRYPOINT [\"/app\"]\nCMD [\"--name\", {{.}}]\n", reviewValue, ""},
	})
}

func TestPlainReviewMarkdown(t *testing.T) {
	d := dialect.Markdown
	var pasted []string
	for _, info := range strings.Fields("shell-script shellscript sh{1} bash:install.sh BASH csh tcsh terminal batch cmd bat {.sh} {sh} sh,norun sh;x sh&#32; zsh-session console") {
		pasted = append(pasted, "```"+info+"\nbrew install {{.}}\n```\n")
	}
	testReview(t, plainReviewed(d, "markdown/pasted", append(pasted, "```bash\ttitle=x\nbrew install {{.}}\n```\n", "``` sh\n{{.}}\n```\n")...))
	html := "[x](javascript:alert(1)) <script>"
	testReview(t, []reviewCase{
		{d, "- a\n  ```text\nb\n  {{.}}\n  ```\n", html, "syntax"},
		{d, "- a\n  ```text\n{{.}}\n  ```\n", html, "syntax"},
		{d, "- a\n\n  ```text\n {{.}}\n  ```\n", html, "syntax"},
		{d, "- a\n  ```text\n  x\n```\n{{.}}\n", html, "syntax"},
		{d, "- a\n  ```text\n\n  {{.}}\n  ```\n", html, ""},
		{d, "| a | b |\n|---|---|\n`{{.}}`\n", "x|<img src=x>", "markdown/backtick"},
		{d, "a|b\n-|-\n`{{.}}`\n", "x|y", "markdown/backtick"},
		{d, "> a|b\n> -|-\n> `{{.}}`\n", "x|y", "markdown/backtick"},
		{d, "`{{.}}`\n-|-\nx\n", "x|y", "markdown/backtick"},
		{d, "a|b\n-|-\nc|d\n\n`{{.}}`\n", "x|y", ""},
		{d, "| a |\n|---|\n| `a | {{.}}` |\n", html, "syntax"},
		{d, "| `a | {{.}}` |\n|---|\n", html, "syntax"},
		{d, "[a](<https://x/?{{.}};>)\n", "&copy", "markdown/url"},
		{d, "<div>\n```text\n{{.}}\n```\n", "x", "syntax"},
		{d, "<div>\n```\n\n{{.}}\n", "x", "syntax"},
		{d, "[{{.}}](<https://example.com>)\n", "www.x.y", ""},
		{d, "**[{{.}}](https://example.com)** x\n", "a", ""},
		{d, "{{.}}](<https://example.com>)\n", "a", "markdown/autolink"},
		{d, "{{.}}@example.com\n", "a", "markdown/autolink"},
	})
}

// What nests deeply or goes on for long costs no more than it should.
func TestPlainReviewDepth(t *testing.T) {
	start := time.Now()
	testReview(t, []reviewCase{
		{dialect.YAML, strings.Repeat("- ", 40_000) + "{{.}}\n", "x", "syntax"},
		{dialect.YAML, strings.Repeat("- ", 51) + "{{.}}\n", "x", "syntax"},
		{dialect.YAML, strings.Repeat("- ", 20) + "{{.}}\n", "x", ""},
		{dialect.TOML, "[" + strings.Repeat("a.", 20_000) + "a]\nb = {{.}}\n", "x", "syntax"},
		{dialect.TOML, "[" + strings.Repeat("a.", 49) + "a]\nb = {{.}}\n", "x", ""},
		{dialect.Markdown, strings.Repeat("{{.}} x ", 4_000) + "\n", "x", ""},
	})
	if took := time.Since(start); took > 30*time.Second {
		t.Errorf("took %v", took)
	}
}
