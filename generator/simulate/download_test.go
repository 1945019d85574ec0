//go:build linux

package simulate

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/org/gosetup/generator/realtool"
)

const downloaded = "012345678901234567890123456789"

// manners are what servers do with a request for the rest of a file.
var manners = map[string]Rule{
	"goes on":       {Body: downloaded},
	"ranges unread": {Body: downloaded, Ranges: "ignored"},
	"refuses":       {Body: downloaded, Ranges: "refused"},
	"breaks":        {Body: downloaded, Cut: 8},
	"breaks unread": {Body: downloaded, Cut: 8, Ranges: "ignored"},
	"busy":          {Body: "busy", Status: 503},
	"gone":          {Body: "gone", Status: 404},
}

// downloaders are the calls of the script, by the machine that has them.
var downloaders = []struct{ tool, machine, args string }{
	{"curl", "debian-amd64", "--silent --fail --location --proto =http,https --connect-timeout 15 --continue-at - --write-out %{http_code} --output f"},
	{"wget", "debian-amd64", "--quiet --max-redirect=0 --tries=1 --timeout=30 --continue --output-document=f"},
	{"busybox", "alpine-amd64", "wget -q -c -O f"},
}

// The downloaders end, print and leave what the real ones do, whatever the server
// does and whatever is there of the file.
func TestDownloadersLikeReal(t *testing.T) {
	for _, d := range downloaders {
		program := realtool.Need(t, d.tool)
		for name, rule := range manners {
			server := httptest.NewServer(rule)
			for _, begun := range []int{-1, 0, 5, 8, 30, 40} {
				dir := t.TempDir()
				m := load(t, d.machine)
				m.WriteFile(m.Home()+"/other", nil, 0o644)
				if begun >= 0 {
					text := []byte(strings.Repeat("x", begun))
					if err := os.WriteFile(filepath.Join(dir, "f"), text, 0o644); err != nil {
						t.Fatal(err)
					}
					m.WriteFile(m.Home()+"/f", text, 0o644)
				}
				rule.URL = server.URL
				if err := m.Serve(rule); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command(program, append(strings.Fields(d.args), server.URL+"/a")...)
				cmd.Dir, cmd.Env = dir, []string{"HOME=" + dir}
				out, _ := cmd.Output()
				want := fmt.Sprintf("exit %d, %q, %s", cmd.ProcessState.ExitCode(), out, content(os.ReadFile(filepath.Join(dir, "f"))))
				text := strings.TrimPrefix(d.tool+" "+d.args, "busybox ") + " " + server.URL + "/a"
				r := mustRun(t, m, Script{Name: "x", Text: text})
				got := fmt.Sprintf("exit %d, %q, %s", r.Status, r.Stdout, content(m.ReadFile(m.Home()+"/f")))
				if got != want {
					t.Errorf("%s, a server that %s, %d bytes there:\nsimulated %s\nreal      %s", d.tool, name, begun, got, want)
				}
			}
			server.Close()
		}
	}
}

func content(data []byte, err error) string {
	if err != nil {
		return "no file"
	}
	return fmt.Sprintf("%q", data)
}

// ServeHTTP does for real what the rule says of the simulated network.
func (r Rule) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	from := 0
	if text, ok := strings.CutPrefix(q.Header.Get("Range"), "bytes="); ok {
		from, _ = strconv.Atoi(strings.TrimSuffix(text, "-"))
	}
	a := (&world{}).answer(r, "", from)
	if a.status == 206 {
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(r.Body)-1, len(r.Body)))
	}
	w.Header().Set("Content-Length", strconv.Itoa(a.length))
	w.WriteHeader(a.status)
	w.Write(a.body)
}
