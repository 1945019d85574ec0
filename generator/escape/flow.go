package escape

import "strconv"

// holeNode is the node of the hole i where values are followed.
func holeNode(i int) string { return "#" + strconv.Itoa(i) }

// A graph has what flows from where to where. Its nodes have names, whose form
// is up to each language, and numbers, in the order in which they came: a script
// has ten times as many edges as nodes.
type graph struct {
	numbers map[string]int32
	names   []string
	last    []int32 // by node, its newest edge; 0 for none
	edges   []edge  // the first is none
}

// An edge leads from one node; edges with the same are a chain.
type edge struct{ to, before int32 }

// newGraph is an empty graph for a text of so many bytes.
func newGraph(size int) *graph {
	nodes := size / 32
	return &graph{make(map[string]int32, nodes), make([]string, 0, nodes), make([]int32, 0, nodes), make([]edge, 1, 1+2*nodes)}
}

// node is the number of a name.
func (g *graph) node(name string) int32 {
	n, known := g.numbers[name]
	if !known {
		n = int32(len(g.names))
		g.numbers[name] = n
		g.names, g.last = append(g.names, name), append(g.last, 0)
	}
	return n
}

// connect notes that what is in one node goes to another. It drops most of what
// is noted twice.
func (g *graph) connect(from, to string) { g.edge(g.node(from), g.node(to)) }

// flow notes that what is in some nodes goes to one.
func (g *graph) flow(from []string, to string) {
	if len(from) == 0 {
		return
	}
	target := g.node(to)
	for _, name := range from {
		g.edge(g.node(name), target)
	}
}

// nodes are the numbers of names.
func (g *graph) nodes(names []string) []int32 {
	all := make([]int32, len(names))
	for i, name := range names {
		all[i] = g.node(name)
	}
	return all
}

// join is flow where the numbers are known.
func (g *graph) join(from []int32, to string) {
	target := g.node(to)
	for _, n := range from {
		g.edge(n, target)
	}
}

func (g *graph) edge(from, to int32) {
	last := g.last[from]
	if last > 0 && g.edges[last].to == to {
		return
	}
	g.last[from] = int32(len(g.edges))
	g.edges = append(g.edges, edge{to, last})
}

// reverse lists, by node, where what is in it comes from.
func (g *graph) reverse() [][]int32 {
	counts := make([]int32, len(g.names))
	for _, e := range g.edges[1:] {
		counts[e.to]++
	}
	from, room := make([][]int32, len(g.names)), make([]int32, len(g.edges))
	for n, count := range counts {
		from[n], room = room[:0:count], room[count:]
	}
	for n, last := range g.last {
		for e := g.edges[last]; last > 0; e = g.edges[last] {
			from[e.to] = append(from[e.to], int32(n))
			last = e.before
		}
	}
	return from
}
