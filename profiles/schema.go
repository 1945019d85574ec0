package profiles

import "fmt"

// Schema returns the JSON Schema of a kind of file, "profile" or "platform". It
// is generated from the Go types and rules by the test that also keeps it fresh.
func Schema(kind string) ([]byte, error) {
	kinds := []string{"profile", "platform"}
	src, err := files.ReadFile("schema/" + kind + ".schema.json")
	if err != nil {
		return nil, fmt.Errorf("%s", unknown("schema", kind, kinds))
	}
	return src, nil
}
