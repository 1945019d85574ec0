package escape

import "testing"

// What a unit means is the same in the script and alone.
func TestPowerShellUnits(t *testing.T) {
	text := "if ($true) {\n# GsaT00000Z\n\n  $a = 'GsaT00001Z'; $b = 1\nfunction f($x) {\n  Write-Host GsaT00002Z\n\n} # end\n" +
		"<# one\nGsaT00003Z #> $c = @(\n  GsaT00004Z\n)\n$d = 'no hole'\n$e = `\n  \"a $x`n\nGsaT00005Z\"\n\t$f = GsaT00006Z\n" +
		"if ($f -eq GsaT00007Z) {\n  g @{ a = (\nGsaT00008Z\n) }\n} else {\n $g = GsaT00009Z }\nh @(1,\n 2, @(GsaT00010Z,\n 3))\n}\n$z = GsaT00011Z"
	lang := powershellLanguage{powershellRules}
	sk := newSkeleton(text, "Gsa")
	a, err := lang.analyse(sk)
	if err != nil {
		t.Fatal(err)
	}
	holes := 0
	for i, u := range a.units {
		alone, err := lang.canon(text[u.start:u.end])
		if err != nil || alone != a.canons[i] {
			t.Errorf("%q alone is %q, %v, and %q in the script", text[u.start:u.end], alone, err, a.canons[i])
		}
		from, to := sk.within(u.start, u.end)
		holes += to - from
	}
	if len(a.units) != 9 || holes != len(sk.marks) {
		t.Errorf("%d units have %d of %d holes", len(a.units), holes, len(sk.marks))
	}
}
