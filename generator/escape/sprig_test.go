package escape

import (
	"bytes"
	"strings"
	"testing"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

// sprigRefused is the rest of sprig, by the reason why templates do not have
// it.
var sprigRefused = map[string]string{
	"quotes for Go, YAML or HTML, not for the place of a hole; or escapes what is escaped again": `
		quote squote toJson toPrettyJson toRawJson mustToJson mustToPrettyJson mustToRawJson regexQuoteMeta`,
	"reads the clock or the time zone": `
		now ago date dateInZone date_in_zone dateModify date_modify mustDateModify must_date_modify htmlDate htmlDateInZone
		toDate mustToDate unixEpoch duration durationRound`,
	"reads the machine or the network": `env expandenv getHostByName osBase osClean osDir osExt osIsAbs`,
	"is random": `
		randAlpha randAlphaNum randAscii randBytes randInt randNumeric shuffle uuidv4 bcrypt htpasswd derivePassword encryptAES decryptAES
		genCA genCAWithKey genPrivateKey genSelfSignedCert genSelfSignedCertWithKey genSignedCert genSignedCertWithKey buildCustomCert`,
	"gives the order of a map, which changes": `keys values pick omit pluck toStrings`,
	"changes its argument, or keeps a reference to it": `
		set unset merge mergeOverwrite mustMerge mustMergeOverwrite push mustPush deepCopy mustDeepCopy`,
	"can be told to fill the memory":                     `repeat until untilStep seq`,
	"takes false and 0 for empty":                        `default any all`,
	"parses, which is work for Go":                       `fromJson mustFromJson urlParse urlJoin semver toDecimal atoi float64 int64 kindIs kindOf typeIs typeIsLike typeOf deepEqual dig`,
	"is another name of a function that is there":        `trimall tuple mustAppend mustCompact mustFirst mustHas mustInitial mustLast mustPrepend mustRest mustReverse mustUniq mustWithout biggest add1 splitn split`,
	"has no use in a setup script":                       `abbrev abbrevboth cat initials hello plural swapcase title untitle wrap wrapWith substr nindent slice mustSlice chunk mustChunk clean ext isAbs`,
	"is for floating point, whose text varies":           `add1f addf subf mulf divf maxf minf ceil floor round`,
	"encodes or digests, which is not used":              `adler32sum sha1sum sha512sum b32dec b32enc b64dec b64enc`,
	"takes a pattern, which is hard to read in a script": `regexFind regexFindAll regexMatch regexReplaceAll regexReplaceAllLiteral regexSplit mustRegexFind mustRegexFindAll mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit`,
}

// Every function of the installed sprig is allowed or refused, with a reason:
// a new version cannot bring in one that nobody looked at.
func TestSprigIsKnown(t *testing.T) {
	reason := map[string]string{}
	for _, f := range Sprig {
		if f.Why == "" || reason[f.Name] != "" {
			t.Errorf("%s: no reason, or listed twice", f.Name)
		}
		reason[f.Name] = f.Why
	}
	for why, names := range sprigRefused {
		for _, name := range strings.Fields(names) {
			if reason[name] != "" {
				t.Errorf("%s is listed twice", name)
			}
			reason[name] = why
		}
	}
	installed := sprig.TxtFuncMap()
	for name := range installed {
		if reason[name] == "" {
			t.Errorf("sprig has %s: allow it or refuse it, and say why", name)
		}
	}
	for name := range reason {
		if _, ok := installed[name]; !ok {
			t.Errorf("sprig has no %s (any more)", name)
		}
	}
}

// What is allowed gives the same each time, and the same as on the machine
// where the list was written.
func TestSprigIsDeterministic(t *testing.T) {
	for _, f := range Sprig {
		if f.Call == "" && f.Name == "fail" {
			continue // it gives nothing
		}
		tmpl, err := template.New("").Funcs(sprigFuncs()).Parse(f.Call)
		if err != nil || !strings.Contains(f.Call, f.Name) {
			t.Errorf("%s: %s: %v", f.Name, f.Call, err)
			continue
		}
		for range 50 {
			var out bytes.Buffer
			if err := tmpl.Execute(&out, nil); err != nil || out.String() != f.Result {
				t.Errorf("%s gives %q %v, want %q", f.Call, out.String(), err, f.Result)
				break
			}
		}
	}
}

// The functions of a Template are these and no others.
func TestTemplateFunctions(t *testing.T) {
	for _, name := range []string{"quote", "now", "env", "randAlpha", "repeat"} {
		if _, err := New(nil).Parse("x", "{{"+name+" 1}}"); err == nil || !strings.Contains(err.Error(), "not defined") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
