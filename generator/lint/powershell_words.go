package lint

import "strings"

// psAliases are the aliases of Windows PowerShell 5.1 and PowerShell 7 that
// scripts use, and what they stand for. Those of 5.1 alone (curl, wget, cat ...)
// are other programs in PowerShell 7 on Linux and macOS.
var psAliases = psPairs(`iwr invoke-webrequest  wget invoke-webrequest  curl invoke-webrequest  irm invoke-restmethod
	iex invoke-expression  icm invoke-command  cd set-location  chdir set-location  sl set-location
	ls get-childitem  dir get-childitem  gci get-childitem  gi get-item  gp get-itemproperty  gc get-content  cat get-content
	type get-content  sc set-content  ac add-content  clc clear-content  sp set-itemproperty  ni new-item  md mkdir
	cp copy-item  copy copy-item  cpi copy-item  mv move-item  move move-item  mi move-item  ri remove-item  rm remove-item
	del remove-item  erase remove-item  rd remove-item  rmdir remove-item  ren rename-item  rni rename-item
	saps start-process  start start-process  spps stop-process  kill stop-process  gps get-process  ps get-process
	echo write-output  write write-output  tee tee-object  sleep start-sleep  select select-object  sort sort-object
	where where-object  ? where-object  % foreach-object  foreach foreach-object  group group-object  measure measure-object
	ft format-table  fl format-list  fw format-wide  gm get-member  gcm get-command  gal get-alias  sal set-alias  nal new-alias
	gv get-variable  sv set-variable  nv new-variable  rv remove-variable  ipmo import-module  sls select-string
	ii invoke-item  pushd push-location  popd pop-location  gl get-location  pwd get-location  cls clear-host  man help  h get-history  r invoke-history`)

// psSwitches are parameters that take no value.
var psSwitches = psWords(`-force -usebasicparsing -recurse -raw -passthru -nonewline -wait -nonewwindow -verbose -debug
	-confirm -whatif -append -quiet -asbytestream -noclobber -skipcertificatecheck -asjson -compress -allowinsecureredirect -asplaintext`)

// psIsCmdlet tells of the name of a command that a module may bring: a call of one
// is not one of a function that is missing.
func psIsCmdlet(name string) bool {
	verb, noun, found := strings.Cut(name, "-")
	return found && noun != "" && psVerbs[verb]
}

// psVerbs are the verbs of cmdlets (Get-Verb).
var psVerbs = psWords(`add clear close copy enter exit find foreach format get hide join lock move new open optimize pop push
	redo remove rename reset resize search select set show skip psSplit step switch tee undo unlock watch where write backup checkpoint
	compare compress convert convertfrom convertto dismount edit expand export group import initialize limit measure merge mount out
	publish restore save sort start stop suspend sync test trace unregister update use wait block grant protect revoke unblock
	unprotect approve assert build complete confirm debug deny deploy disable enable install invoke ping register repair request
	resolve restart resume submit uninstall connect disconnect read receive send`)

// psNewerCommands are commands that Windows PowerShell 5.1 does not have.
var psNewerCommands = psWords(`test-json get-uptime remove-service join-string get-error convertfrom-markdown show-markdown
	remove-alias set-markdownoption get-markdownoption switch-process get-secureRandom convertto-clixml convertfrom-clixml`)

// psNewerFlags are parameters that 5.1 does not have, and the commands they are of.
var psNewerFlags = map[string]map[string]bool{
	"invoke-webrequest": psWords("-skipcertificatecheck -sslprotocol -maximumretrycount -retryintervalsec -resume -skiphttperrorcheck -noproxy -authentication -token -form -allowunencryptedauthentication -skipheadervalidation -preserveauthorizationonredirect -followrellink -statuscodevariable -responseheadersvariable -customMethod -operationtimeoutseconds -connectiontimeoutseconds -preservehttpmethodonredirect -allowinsecureredirect"),
	"invoke-restmethod": psWords("-skipcertificatecheck -sslprotocol -maximumretrycount -retryintervalsec -resume -skiphttperrorcheck -noproxy -authentication -token -form -allowunencryptedauthentication -skipheadervalidation -preserveauthorizationonredirect -followrellink -statuscodevariable -responseheadersvariable -custommethod -operationtimeoutseconds -connectiontimeoutseconds -preservehttpmethodonredirect -allowinsecureredirect"),
	"convertfrom-json":  psWords("-ashashtable -depth -noenumerate -datekind"),
	"convertto-json":    psWords("-asarray -enumsaswarnings -enumsasstrings -escapehandling"),
	"join-path":         psWords("-additionalchildpath -extension"),
	"get-content":       psWords("-asbytestream"),
	"set-content":       psWords("-asbytestream"),
	"add-content":       psWords("-asbytestream"),
	"select-object":     psWords("-skipindex"),
	"sort-object":       psWords("-top -bottom -stable"),
	"get-childitem":     psWords("-followsymlink"),
	"foreach-object":    psWords("-parallel -throttlelimit -asjob"),
	"start-process":     psWords("-environment"),
	"test-connection":   psWords("-targetname -tcpport -ping -traceroute"),
	"split-path":        psWords("-leafbase -extension"),
	"new-item":          psWords("-symboliclink"),
	"get-command":       psWords("-usefuzzymatching"),
	"group-object":      psWords("-stable"),
	"select-string":     psWords("-noemphasis -raw -culture"),
	"import-csv":        psWords("-noheader"),
	"remove-item":       psWords("-progressaction"),
	"write-information": psWords("-progressaction"),
}

// psAutomatics are the variables that PowerShell sets itself. Those that the
// value is false for must not be assigned: they are read-only, or lose what they
// are for (about_Automatic_Variables).
var psAutomatics = map[string]bool{
	"args": false, "input": false, "host": false, "error": false, "matches": false, "pid": false, "home": false, "true": false, "false": false,
	"psscriptroot": false, "pscommandpath": false, "myinvocation": false, "executioncontext": false, "psversiontable": false, "pscmdlet": false,
	"psboundparameters": false, "pshome": false, "shellid": false, "stacktrace": false, "this": false, "event": false, "sender": false, "psitem": false, "_": false,
	"foreach": false, "switch": false, "consolefilename": false, "psculture": false, "psuiculture": false, "nestedpromptlevel": false, "pwd": false, "?": false, "^": false, "$": false,
	"null": true, "lastexitcode": true, "profile": true, "ofs": true, "outputencoding": true, "psdefaultparametervalues": true, "psmoduleautoloadingpreference": true,
	"erroractionpreference": true, "progresspreference": true, "warningpreference": true, "verbosepreference": true, "debugpreference": true, "informationpreference": true,
	"confirmpreference": true, "whatifpreference": true, "formatenumerationlimit": true, "maximumhistorycount": true, "psnativecommanduseerroractionpreference": true, "psemailserver": true, "errorview": true,
}

// psNewerVariables are not there in Windows PowerShell 5.1, where reading them
// under strict mode ends the script.
var psNewerVariables = psWords("iswindows islinux ismacos iscoreclr psstyle psnativecommandargumentpassing enabledexperimentalfeatures")

// psPairs reads "name value name value".
func psPairs(text string) map[string]string {
	words := strings.Fields(text)
	all := map[string]string{}
	for i := 0; i+1 < len(words); i += 2 {
		all[words[i]] = words[i+1]
	}
	return all
}

// psWords is a set of words, in lower case.
func psWords(text string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(text)) {
		all[w] = true
	}
	return all
}
