package escape

import "strconv"

// holeNode is the node of the hole i where values are followed.
func holeNode(i int) string { return "#" + strconv.Itoa(i) }

// connect notes that what is in one node goes to another. It drops most of what
// is noted twice, but no name: what goes into names is counted.
func connect(edges map[string][]string, from, to string) {
	known := edges[from]
	if len(known) > 0 && known[len(known)-1] == to || from == to && !isName(to) {
		return
	}
	edges[from] = append(known, to)
}
