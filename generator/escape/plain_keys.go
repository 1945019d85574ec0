package escape

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// runKeys are the keys under which the programs that read JSON, YAML and TOML
// files look for a command, a script or an expression: package.json, dev
// containers, editors' tasks, workflows of GitHub, GitLab, Azure, Travis and
// Ansible, cloud-init, compose files, task runners, cargo, Scoop, Homebrew's
// generators. They are compared without case, - and _.
var runKeys = strings.Fields(`run runs script scripts command commands cmd cmds args shell exec eval entrypoint uses raw
	beforescript afterscript hook hooks alias aliases shellalias task if when until unless that runner linker
	rustc rustdoc rustcwrapper rustcworkspacewrapper rustflags rustdocflags buildrustflags
	preinstall postinstall preuninstall postuninstall preremove postremove installer uninstaller
	lintstaged nanostaged simplegithooks husky runcmd bootcmd dockerfileinline withpipe withlines
	bash pwsh powershell panes prewindow onprojectstart onprojectexit
	beforeinstall afterinstall beforebuild afterbuild beforeall afterall aftersuccess afterfailure beforedeploy afterdeploy beforecache
	credentialprocess credentialhelper credentialprovider runtimeexecutable executable interpreter
	extrainstall customblock localaction predeploy postdeploy commandline bashenv`)

// lastRunKeys run what stands directly under them: as the key of a mapping, they
// are mostly names.
var lastRunKeys = strings.Fields(`sh test install`)

// taskKeys run what stands directly under them somewhere below tasks.
var taskKeys = strings.Fields(`status preconditions init before prebuild depends dependspost waitfor file sequence expr`)

// packageKeys are the names of packages too, where they stand below
// dependencies.
var packageKeys = append(strings.Fields(`lintstaged nanostaged simplegithooks husky bash powershell interpreter`), lastRunKeys...)

// runWords make a program run what stands under a key of several words: the
// last of them, or the first.
var (
	runLastWords  = strings.Fields(`command commands script scripts cmd cmds shell hook hooks when args`)
	runFirstWords = strings.Fields(`run before after override`)
)

// plainItem stands in a path of keys for a list.
const plainItem = "\x00"

// plainRuns names the key that makes a program run or evaluate what stands
// under it; "" if there is none. Keys come outermost first.
func plainRuns(keys []string) string {
	last := len(keys) // of the keys that are no lists at the end
	for last > 0 && keys[last-1] == plainItem {
		last--
	}
	tasks := false
	for i, key := range keys[:last] {
		short := plainShort(key)
		below := ""
		if i > 0 {
			below = plainShort(keys[i-1])
		}
		switch {
		case plainNamed(keys, i, short, below):
		case slices.Contains(runKeys, short) || plainRunWords(key),
			i == last-1 && slices.Contains(lastRunKeys, short),
			i == last-1 && tasks && slices.Contains(taskKeys, short),
			i == last-1 && short == "tasks",
			i == last-1 && below == "tasks",                                                                               // NAME: command
			i == last-1 && i > 1 && below == plainItem && keys[i-2] == "windows",                                          // of tmuxinator
			i == last-1 && short == "var" && strings.HasSuffix(below, "debug"),                                            // of Ansible
			i == last-1 && short == "options" && (below == "container" || i > 1 && slices.Contains(keys[:i], "services")), // of GitHub's containers
			short == "source" && slices.Contains(keys[:i], "_"):                                                           // of mise
			return key
		}
		tasks = tasks || short == "tasks"
	}
	return ""
}

// plainNamed says whether a key that looks like one of a command is the name of
// a package, an argument of a build, or another name of a host.
func plainNamed(keys []string, i int, short, below string) bool {
	service := plainShort(keys[0]) == "services"
	switch {
	case strings.HasSuffix(below, "dependencies"):
		return slices.Contains(packageKeys, short)
	case short == "args" && below == "build":
		return i == 1 && len(keys) > 2 && keys[2] != plainItem || i == 3 && service
	case short == "buildargs" || short == "runname":
		return true
	case short == "aliases":
		return service && i > 2 && plainShort(keys[i-2]) == "networks"
	}
	return false
}

var plainWordEnd = regexp.MustCompile(`[-_. :]+|[a-z0-9][A-Z]`)

// plainRunWords says whether one of the words that a key is made of tells that
// it is run: postCreateCommand, pre_commands, ansible.builtin.shell.
func plainRunWords(key string) bool {
	parts := strings.Split(key, ".")
	if len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool { return slices.Contains(runKeys, plainShort(part)) }) {
		return true
	}
	if short := plainShort(key); strings.HasSuffix(short, "command") || strings.HasSuffix(short, "commands") {
		return true
	}
	ends := plainWordEnd.FindAllStringIndex(key, -1)
	if len(ends) == 0 {
		return false
	}
	first, last := ends[0], ends[len(ends)-1]
	from, to := last[1], first[0]
	if unicode.IsUpper(rune(key[from-1])) {
		from--
	}
	if unicode.IsUpper(rune(key[first[1]-1])) {
		to++
	}
	return slices.Contains(runLastWords, strings.ToLower(key[from:])) || slices.Contains(runFirstWords, strings.ToLower(key[:to]))
}

// plainShort is a key without case, - and _. What folds to a letter of ASCII
// becomes that.
func plainShort(key string) string {
	if key == "_" {
		return key
	}
	return strings.NewReplacer("-", "", "_", "", "ſ", "s", "\u212a", "k").Replace(strings.ToLower(key))
}

// plainKeyRuns says whether a value cannot be a key: it would make something
// run, or be an object of another class. It is coarse where plainRuns is not.
func plainKeyRuns(value string) bool {
	short := plainShort(value)
	for _, end := range runLastWords {
		if strings.HasSuffix(short, end) {
			return true
		}
	}
	more := strings.Fields("tasks windows services container options healthcheck debug var source jsonclass proto constructor prototype")
	return value == "_" || plainRuns([]string{value}) != "" || slices.Contains(append(more, taskKeys...), short) ||
		strings.ContainsAny(value, "ſ\u212a")
}

// A plainText is a piece of a file, with the keys it stands under.
type plainText struct {
	text string
	keys []string
}

var (
	plainExpression = regexp.MustCompile(`(?s)\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)|\$\[.*?(?:\]|$)`)
	plainChain      = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_-]*(?:\s*\.\s*[A-Za-z_][A-Za-z0-9_-]*)*`)
	plainWord       = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_-]*`)
)

// plainReached finds the keys whose values get into something that runs,
// through the expressions of it: run: echo ${{ env.NAME }}. Keys are compared
// without case, and each by itself.
func plainReached(texts []plainText) map[string]bool {
	reached := map[string]bool{}
	var todo []string
	read := func(text string) {
		for _, name := range plainNames(text) {
			if !reached[name] {
				reached[name] = true
				todo = append(todo, name)
			}
		}
	}
	under := map[string][]int{}
	for i, t := range texts {
		if plainRuns(t.keys) != "" {
			read(t.text)
		}
		if strings.Contains(t.text, "{") || strings.Contains(t.text, "$[") {
			for _, key := range t.keys {
				under[strings.ToLower(key)] = append(under[strings.ToLower(key)], i)
			}
		}
	}
	for seen := map[int]bool{}; len(todo) > 0; {
		name := todo[0]
		todo = todo[1:]
		if name == "item" {
			read("{{ " + plainLoops + " }}")
		}
		for _, t := range texts {
			if last := len(t.keys) - 1; last > 0 && t.keys[last] == "name" && strings.EqualFold(t.text, name) {
				reached[plainPath(t.keys[:last])] = true
			}
		}
		for _, i := range under[name] {
			if !seen[i] {
				seen[i] = true
				read(texts[i].text)
			}
		}
	}
	return reached
}

// plainNames are the names that the expressions of a text use: the last of each
// chain a.b.c, and all where something else than names chooses.
func plainNames(text string) (names []string) {
	for _, e := range plainExpression.FindAllString(text, -1) {
		if strings.ContainsAny(strings.TrimLeft(e, "$["), "[*") {
			names = append(names, plainWord.FindAllString(strings.ToLower(e), -1)...)
			continue
		}
		for _, chain := range plainChain.FindAllString(e, -1) {
			names = append(names, strings.ToLower(strings.TrimSpace(chain[strings.LastIndexByte(chain, '.')+1:])))
		}
	}
	return names
}

// plainReaches names the key of a path that gets into something that runs.
func plainReaches(reached map[string]bool, keys []string) string {
	for i, key := range keys {
		if reached[strings.ToLower(key)] || slices.Contains(plainValues, key) && reached[plainPath(keys[:i])] {
			return key
		}
	}
	return ""
}

// plainLoops are the keys whose elements are item to an expression of Ansible.
const plainLoops = "loop with_items with_list with_flattened with_together with_dict with_nested with_sequence with_indexed_items with_random_choice"

// plainValues are the keys of a mapping which hold the value of what its name
// names: name: x, value: y.
var plainValues = strings.Fields("value values default")

// plainPath is a path of keys as one text, which is no key.
func plainPath(keys []string) string { return strings.Join(keys, "\x00") + "\x00" }
