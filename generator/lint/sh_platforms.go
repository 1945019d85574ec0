package lint

// The facts of this file are about macOS 10.15 to 15, Debian 12 without any
// package that is not installed at first, and busybox 1.35 (Alpine 3.17). Those
// of busybox were tried, those of macOS are from its manual pages; "older" stands
// where they changed in between.

// A shCommandFact says which platforms lack a command.
type shCommandFact struct{ lacks, instead string }

// shAbsent lists commands that scripts use as if all had them.
var shAbsent = map[string]shCommandFact{
	"sha256sum":   {"older macOS", "take shasum -a 256 or openssl dgst -sha256 where it is missing"},
	"sha1sum":     {"older macOS", "take shasum where it is missing"},
	"sha512sum":   {"older macOS", "take shasum -a 512 where it is missing"},
	"md5sum":      {"older macOS", "take md5 -q where it is missing"},
	"shasum":      {"busybox and Debian's base", "take sha256sum where it is missing"},
	"timeout":     {"macOS", "let the command itself stop: curl --max-time"},
	"tac":         {"macOS", "write tail -r there, or sort in awk"},
	"nproc":       {"macOS", "take getconf _NPROCESSORS_ONLN, which all have"},
	"realpath":    {"macOS before 13", "write $(cd dir && pwd -P)"},
	"getent":      {"macOS and busybox", "read /etc/passwd, or use id"},
	"wget":        {"macOS", "take curl where it is missing"},
	"pidof":       {"macOS", "take pgrep -x"},
	"free":        {"macOS", "read sysctl hw.memsize there"},
	"unzip":       {"Debian's base", "ship a .tar.gz, or ask for unzip first"},
	"jq":          {"older macOS, Debian's base and busybox", "ask for it first"},
	"python":      {"macOS since 12.3 and Debian", "ask for python3 first"},
	"gsed":        {"all in their base", "write what sed of POSIX has"},
	"gawk":        {"all in their base", "write what awk of POSIX has"},
	"greadlink":   {"all in their base", "write $(cd dir && pwd -P)"},
	"gdate":       {"all in their base", "write what date of POSIX has"},
	"xxd":         {"Debian's base", "take od -An -tx1"},
	"hexdump":     {"Debian's base", "take od"},
	"file":        {"Debian's base and busybox", "look at the first bytes with od"},
	"lsb_release": {"macOS, busybox and Debian's base", "read /etc/os-release"},
}

// A shOptionFact says which platforms refuse an option, or take it for
// something else. Option is a letter, which may stand among others ("-f"), a
// whole word ("=-i"), or a long option ("--sort").
type shOptionFact struct{ command, option, lacks, instead string }

var shOptions = []shOptionFact{
	{"readlink", "-f", "macOS before 12.3", "write $(cd dir && pwd -P), or follow the links in a loop"},
	{"readlink", "-e", "macOS and busybox", "write $(cd dir && pwd -P)"},
	{"sed", "=-i", "macOS, which takes the next word for the ending of a copy", "write sed ... file >new && mv new file"},
	{"sed", "--in-place", "macOS", "write sed ... file >new && mv new file"},
	{"sed", "=-z", "macOS and busybox", "use awk"},
	{"date", "-d", "macOS, where it is -v or -j -f", "count in seconds, from date +%s"},
	{"date", "--date", "macOS", "count in seconds, from date +%s"},
	{"stat", "-c", "macOS, where it is -f", "ask wc -c for the size, ls -l for the rest"},
	{"stat", "--format", "macOS and busybox", "ask wc -c for the size, ls -l for the rest"},
	{"grep", "-P", "macOS and busybox", "write grep -E, or sed"},
	{"grep", "--perl-regexp", "macOS and busybox", "write grep -E, or sed"},
	{"find", "=-printf", "macOS and busybox", "write -exec, or -print"},
	{"find", "=-executable", "macOS", "write -perm -u+x"},
	{"find", "=-readable", "macOS and busybox", "test with [ -r ]"},
	{"find", "=-regextype", "macOS and busybox", "use patterns of -name"},
	{"ln", "-r", "macOS and busybox", "write the relative path yourself"},
	{"ln", "-T", "macOS", "remove the old link first, or rename a new one over it"},
	{"mv", "-T", "macOS, where it is -h", "try mv -fT and then mv -fh"},
	{"mv", "-t", "macOS", "name the directory last"},
	{"cp", "-t", "macOS", "name the directory last"},
	{"cp", "-T", "macOS", "write cp -R source/. target"},
	{"install", "-D", "macOS", "mkdir -p first"},
	{"install", "-t", "macOS", "name the directory last"},
	{"base64", "-w", "macOS", "write base64 | tr -d '\\n'"},
	{"base64", "=-D", "GNU and busybox, where it is -d", "write openssl base64 -d, or try both"},
	{"mktemp", "--suffix", "macOS and busybox", "make a directory with mktemp -d and name the file in it"},
	{"mktemp", "--tmpdir", "older macOS", "write mktemp \"${TMPDIR:-/tmp}/name.XXXXXX\""},
	{"xargs", "=-d", "macOS and busybox", "write tr ',' '\\n' | xargs, or -0"},
	{"tar", "--wildcards", "macOS and busybox, which need none for a pattern or know none", "name the files"},
	{"tar", "--transform", "macOS and busybox", "write --strip-components, and mv"},
	{"du", "--max-depth", "macOS and busybox, where it is -d", "write du -d"},
	{"du", "=-b", "macOS", "write du -k"},
	{"df", "--output", "macOS and busybox", "write df -Pk and take a column with awk"},
	{"getopt", "-o", "macOS, whose getopt knows no options", "write getopts, or a case in a loop"},
	{"getopt", "--options", "macOS", "write getopts, or a case in a loop"},
	{"uname", "-o", "older macOS", "write uname -s"},
	{"sha256sum", "--ignore-missing", "busybox", "compare the digest yourself"},
	{"sha256sum", "--status", "busybox, where it is -s", "write >/dev/null"},
	{"sha256sum", "--quiet", "busybox", "write >/dev/null"},
	{"sha256sum", "--strict", "busybox", "compare the digest yourself"},
	{"sha256sum", "--check", "busybox, where it is -c", "write -c"},
	{"head", "=-n-1", "macOS", "write sed '$d'"},
	{"echo", "--", "all: it prints it", "write printf '%s\\n'"},
}

// shortOnly are the commands that take no long options on macOS.
var shortOnly = fieldSet("cp mv rm mkdir rmdir ln chmod chown touch tr cat cut tee basename dirname")

// onlyLinux and onlyMacOS are commands that say for which system a script is,
// if it calls them without asking.
var (
	onlyLinux = fieldSet("apt-get apt yum dnf apk zypper pacman systemctl dpkg rpm update-alternatives useradd groupadd usermod modprobe update-ca-certificates ldconfig add-apt-repository")
	onlyMacOS = fieldSet("sw_vers xcode-select launchctl defaults codesign hdiutil softwareupdate pkgutil installer dscl")
)

// standardCommand tells of the builtins of sh, bash and zsh, and of what the
// platforms have. The table is short: it serves names that look like a
// function's, or that are one letter away from one.
func standardCommand(name string) bool {
	_, known := shAbsent[name]
	return known || standardCommands[name] || onlyLinux[name] || onlyMacOS[name] || shWrappers[name] || shNotSh[name]
}

var standardCommands = fieldSet(`[ [[ . : alias bg bind break builtin caller case cd command compgen compdef complete compinit continue coproc declare dirs disown
do echo else emulate enable esac eval exec exit export false fc fg fi float function functions getopts hash help history if integer jobs kill let limit local
logout mapfile noglob popd print printf pushd pwd read readarray readonly rehash repeat return select set setopt shift shopt source stty suspend test then
time times trap true type typeset ulimit umask unalias unfunction unhash unlimit unset unsetopt until vared wait whence where which while zcompile zle zmodload
zparseopts zstyle zformat autoload bindkey add-zsh-hook ar as arch awk base64 basename bash bc brew bunzip2 busybox bzip2 c99 cal cat cc chgrp chmod chown chroot
chsh cksum clang clear cmp col column comm cp cpio cron crontab csh csplit curl cut dash date dc dd df diff dig dircolors dirname dmesg docker du ed egrep env ex
expand expr fgrep find flock fmt fold ftp fuser g++ gcc gem getconf git go gpg gpgv grep groups gunzip gzip head host hostname hostnamectl id ifconfig info
install ioreg ip iptables java join ksh ldd less link ln locale localectl locate logger login logname look ls lsof lscpu m4 mail make man mesg mkdir mkfifo mknod
mktemp more mount mv nano nc ncat netstat newgrp nice nl nm node nohup npm nslookup od open openssl passwd paste patch pbcopy perl pgrep php ping pip pip3 pkg
pkill plutil pr printenv ps python3 ranlib readelf readlink reboot renice reset rg rm rmdir rsync ruby rustc cargo rustup scp screen script sed seq sftp sh shred
shutdown size sleep snap sort split ssh ssh-agent ssh-add ssh-keygen stat strings strip su sudo doas sum sync sysctl tail tar tcsh tee tmux top touch tput tr
trash tset tsort tty umount unalias uname uncompress unexpand uniq unlink unlzma unset unxz uptime users uuidgen vi vim visudo w wall wc whereis who whoami
write xargs xattr xcodebuild xcrun xz yes zcat zgrep zip zstd zsh fetch igzip bsdtar minisign cosign mandb pwsh fish`)
