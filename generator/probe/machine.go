package probe

var machineProbes = []Probe{
	{
		ID: "GD03", Group: "machine", Severity: "warning", On: darwin,
		Title:  "this terminal does not run under Rosetta",
		Looks:  "at sysctl.proc_translated.",
		Why:    "Everything that is started here is x86_64; dlv: \"can not run under Rosetta, check that the terminal/shell in use is right for your CPU architecture\".",
		Fix:    "Switch off \"Open using Rosetta\" in the information window of the terminal, start it again; for once: arch -arm64 zsh.",
		Misled: "uname -m says x86_64 there, and arch says i386; ps has no column that tells.",
	},
	{
		ID: "GD53", Group: "machine", Severity: "warning", On: darwin, Mends: false,
		Title:  "the Homebrew on PATH is that of this processor",
		Looks:  "at the prefix of the first brew on PATH, on an Apple processor.",
		Why:    "The Homebrew in /usr/local installs x86_64 programs and libraries: slow tools, and \"ld: symbol(s) not found for architecture arm64\".",
		Fix:    "Put /opt/homebrew/bin before /usr/local/bin: eval \"$(/opt/homebrew/bin/brew shellenv)\" in .zprofile.",
		Misled: "The installer of Homebrew has no option --prefix; HOMEBREW_ARCH says nothing on a Mac.",
	},
	{
		ID: "GD63", Group: "machine", Severity: "warning", On: unix,
		Title: "the taps that hold Go formulae are trusted",
		Looks: "for third-party taps with a formula of Go that are not in trust.json, from Homebrew 6 on.",
		Why:   "\"Refusing to load formula ... from untrusted tap\".",
		Fix:   "brew install OWNER/TAP/NAME trusts that formula; or brew trust --formula OWNER/TAP/NAME.",
	},
	{
		ID: "GD42", Group: "machine", Severity: "error", On: linux, Mends: true,
		Title: "in WSL the Go of Linux answers",
		Looks: "whether the first go on PATH is, or leads to, one of Windows, or there is only go.exe.",
		Why:   "The go.exe of Windows makes Windows programs and is slow on Linux files.",
		Fix:   "Install the Go of Linux with gosetup install; it goes before Windows' directories.",
	},
	{
		ID: "GD41", Group: "machine", Severity: "warning", On: []string{"linux", "windows"},
		Title:  "networkingMode is where WSL reads it",
		Looks:  "for networkingMode in /etc/wsl.conf.",
		Why:    "It is ignored there: mirrored mode does not come.",
		Fix:    "%UserProfile%\\.wslconfig, section [wsl2], then wsl --shutdown; Windows 11 22H2 or newer.",
		Misled: "\"[network] networkingMode=mirrored in /etc/wsl.conf\"; generatedHosts is no key of it, either.",
	},
	{
		ID: "GD40", Group: "machine", Severity: "warning", On: linux, Last: true,
		Title: "what listens in WSL can be reached from Windows",
		Looks: "for programs of yours that listen on an address of WSL's own network only, in NAT mode.",
		Why:   "Windows forwards localhost to what listens on 127.0.0.1 or 0.0.0.0, not to another address.",
		Fix:   "Listen on 127.0.0.1 or 0.0.0.0; in mirrored mode a rule of the Hyper-V firewall may be needed (New-NetFirewallHyperVRule).",
	},
}
