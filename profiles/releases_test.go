package profiles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestReleases(t *testing.T) {
	releases, err := Releases()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(releases, func(a, b Release) int { return slices.Compare(numbers(t, b.Version), numbers(t, a.Version)) }) {
		t.Error("not newest first")
	}
	for _, r := range releases {
		if !r.Stable || slices.Compare(numbers(t, r.Version), []int{1, 21, 0}) < 0 {
			t.Errorf("%s is not stable or older than 1.21", r.Version)
		}
		for _, f := range r.Files {
			ext := "tar.gz"
			if f.OS == "windows" {
				ext = "zip"
			}
			if want := fmt.Sprintf("%s.%s-%s.%s", r.Version, f.OS, f.Arch, ext); f.Filename != want || f.Kind != "archive" {
				t.Errorf("%+v; want %s", f, want)
			}
		}
	}
}

// numbers returns 1, 27, 3 for go1.27.3.
func numbers(t *testing.T, version string) []int {
	var list []int
	for _, s := range strings.Split(strings.TrimPrefix(version, "go"), ".") {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatalf("%s: %v", version, err)
		}
		list = append(list, n)
	}
	return list
}

func TestParseReleasesErrors(t *testing.T) {
	sum := strings.Repeat("0a", 32)
	file := func(name, version, sha256, kind string) string {
		return fmt.Sprintf(`{"filename":%q,"os":"linux","arch":"amd64","version":%q,"sha256":%q,"size":1,"kind":%q}`, name, version, sha256, kind)
	}
	release := func(files ...string) string {
		return "[\n{\"version\":\"go1.27.3\",\"stable\":true,\"files\":[\n" + strings.Join(files, ",\n") + "]}]"
	}
	good := file("go1.27.3.x", "go1.27.3", sum, "archive")
	tests := []struct{ src, want string }{
		{release(good), ""},
		{"[]", ""},
		{"", "r.json:1:1: unexpected end of JSON input; want JSON"},
		{"<html>", "r.json:1:1: invalid character '<' looking for beginning of value; want JSON"},
		{"{}", "r.json:1:1: no releases here; want a list, as go.dev/dl/?mode=json gives"},
		{"null", "r.json:1:1: no releases here; want a list, as go.dev/dl/?mode=json gives"},
		{"[\n 1]", "r.json:2:2: no releases here; want a list, as go.dev/dl/?mode=json gives"},
		{"[\n {]", "r.json:2:3: invalid character ']' looking for beginning of object key string; want JSON"},
		{"[{}", "r.json:1:3: unexpected end of JSON input; want JSON"},
		{"[\n{}]", "r.json:2:1: bad version \"\"; want one such as go1.27.3"},
		{"[] []", "r.json:1:4: invalid character '[' after top-level value; want JSON"},
		{release(good, strings.Replace(good, `"os"`, `"oz"`, 1)), `r.json:4:26: unknown key "oz"; have version, stable, files, and in files filename, os, arch, version, sha256, size, kind, module_sum`},
		{release(strings.Replace(good, `:1,`, `:"1",`, 1)), "r.json:3:160: files.size is a JSON string; want int64"},
		{release(strings.Replace(good, `:1,`, `:-1,`, 1)), "r.json:3:13: size -1; want 0 or more"},
		{release(good, good), `r.json:3:13: "go1.27.3.x" stands twice; want it once`},
		{release(file("go1.27.3.x", "go1.27.3", sum[1:], "archive")), fmt.Sprintf(`r.json:3:84: bad sha256 %q; want 64 digits 0-9 a-f`, sum[1:])},
		{release(file("go1.27.3.x", "go1.27.3", strings.ToUpper(sum), "archive")), fmt.Sprintf(`r.json:3:84: bad sha256 %q; want 64 digits 0-9 a-f`, strings.ToUpper(sum))},
		{release(file("go1.27.3.x", "go1.27.2", sum, "archive")), `r.json:3:64: version "go1.27.2" of a file; want go1.27.3`},
		{release(file("go1.27.30.x", "go1.27.3", sum, "archive")), `r.json:3:13: bad filename "go1.27.30.x"; want go1.27.3.os-arch.kind`},
		{release(file("go1.27.3./../x", "go1.27.3", sum, "archive")), `r.json:3:13: bad filename "go1.27.3./../x"; want go1.27.3.os-arch.kind`},
		{release(file("go1.27.3.x", "go1.27.3", sum, "deb")), `r.json:3:167: unknown kind "deb"; have archive, installer, source`},
	}
	for _, test := range tests {
		_, err := ParseReleases("r.json", []byte(test.src))
		got := ""
		if err != nil {
			got, _, _ = strings.Cut(err.Error(), "\n")
		}
		if got != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", test.src, got, test.want)
		}
	}
}

func FuzzParseReleases(f *testing.F) {
	f.Add([]byte(`[{"version":"go1.27.3","stable":true,"files":[{"filename":"go1.27.3.x","os":"linux"}]}]`))
	f.Add([]byte("[{\"version\":1,\n}] x"))
	f.Fuzz(func(t *testing.T, src []byte) { ParseReleases("r.json", src) })
}
