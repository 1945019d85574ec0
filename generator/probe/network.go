package probe

var networkProbes = []Probe{
	{
		ID: "GD13", Group: "network", Severity: "error", On: everywhere, Last: true,
		Title:  "the module proxies answer",
		Looks:  "whether each https proxy in GOPROXY gives a small file within 8 seconds. One that wants to know who asks, or has not that file while another is asked after it, does answer.",
		Why:    "go get hangs, or fails after minutes.",
		Fix:    "Set GOPROXY to one that answers; in mainland China https://goproxy.cn.",
		Misled: "\"goproxy.cn has shut down\": it serves.",
	},
	{
		ID: "GD16", Group: "network", Severity: "error", On: everywhere, Last: true,
		Title:  "the certificates of the module proxies are known here",
		Looks:  "at how the connection to each proxy, and to the checksum database, fails.",
		Why:    "\"x509: certificate signed by unknown authority\": a company's proxy looks into TLS with an authority of its own, or the roots here are old.",
		Fix:    "Add the company's authority to the store of the system (Debian: /usr/local/share/ca-certificates and update-ca-certificates).",
		Misled: "GOINSECURE and GONOSUMDB switch the check off instead.",
	},
	{
		ID: "GD15", Group: "network", Severity: "error", On: everywhere, Last: true, Mends: true,
		Title: "the HTTP proxy of the environment answers",
		Looks: "whether the host of HTTPS_PROXY, HTTP_PROXY and ALL_PROXY takes a connection, and lets you through without a password that it lacks.",
		Why:   "\"proxyconnect tcp: ... connection refused\": the variable is left from another network or a program that no longer runs.",
		Fix:   "Unset it, or start the proxy; NO_PROXY for hosts that do not need it.",
	},
	{
		ID: "GD19", Group: "network", Severity: "error", On: everywhere, Last: true,
		Title:  "the checksum database answers",
		Looks:  "whether GOSUMDB answers, or a module proxy passes it on, as most do.",
		Why:    "\"verifying module: ... dial tcp: i/o timeout\": sum.golang.org is blocked in some networks.",
		Fix:    "A proxy that passes the database on (goproxy.cn does), or GOSUMDB=sum.golang.google.cn: the same database.",
		Misled: "GOSUMDB=off.",
	},
}
