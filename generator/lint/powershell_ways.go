package lint

import (
	"slices"

	ps "github.com/org/gosetup/generator/powershell"
)

// psWays is a way through some expressions: the values, and the state behind.
type psWays struct {
	st psState
	vs []psVal
}

// psFew takes ways for one where there are many: with each comparison among the
// arguments of a command they double.
func psFew(ways []psWays) []psWays {
	if len(ways) <= 16 {
		return ways
	}
	place := map[uint64]int{}
	var kept []psWays
	for _, w := range ways {
		i, there := place[w.st.dirty]
		if !there {
			place[w.st.dirty] = len(kept)
			kept = append(kept, psWays{w.st, slices.Clone(w.vs)})
			continue
		}
		kept[i].st = psMerged([]psState{kept[i].st, w.st})[0]
		for n, v := range w.vs {
			if kept[i].vs[n] != v {
				kept[i].vs[n] = psVal{dirty: v.dirty || kept[i].vs[n].dirty}
			}
		}
	}
	return kept
}

// each evaluates expressions one after the other, and gives every way with the
// values on it, which do must not keep.
func (f *psFlow) each(all []ps.Expr, st psState, do func(psState, []psVal) []psResult) []psResult {
	from := len(f.vals) // behind the values of what is evaluated around this
	for i, x := range all {
		v, ok := f.plain(x, st)
		if !ok {
			results := f.exprIn(x, st)
			if len(results) != 1 {
				ways := psSpread(f.vals[from:], results)
				f.vals = f.vals[:from]
				return f.eachWay(all[i+1:], ways, do)
			}
			st, v = results[0].st, results[0].v
		}
		f.vals = append(f.vals, v)
	}
	results := do(st, slices.Clip(f.vals[from:]))
	f.vals = f.vals[:from]
	return results
}

// psSpread is a way for each of the results, behind the values before them.
func psSpread(before []psVal, results []psResult) []psWays {
	ways := make([]psWays, len(results))
	for i, r := range results {
		vs := make([]psVal, len(before)+1)
		copy(vs, before)
		vs[len(before)] = r.v
		ways[i] = psWays{r.st, vs}
	}
	return ways
}

// eachWay is each where there are several ways already.
func (f *psFlow) eachWay(all []ps.Expr, ways []psWays, do func(psState, []psVal) []psResult) []psResult {
	ways = psFew(ways)
	for _, x := range all {
		var out []psWays
		for _, w := range ways {
			if v, ok := f.plain(x, w.st); ok {
				out = append(out, psWays{w.st, append(w.vs, v)})
				continue
			}
			out = append(out, psSpread(w.vs, f.exprIn(x, w.st))...)
		}
		ways = psFew(out)
	}
	var results []psResult
	for _, w := range ways {
		results = append(results, do(w.st, w.vs)...)
	}
	return results
}

// psFewResults is psFew for single values.
func psFewResults(all []psResult) []psResult {
	if len(all) <= 16 {
		return all
	}
	ways := make([]psWays, len(all))
	for i, r := range all {
		ways[i] = psWays{r.st, []psVal{r.v}}
	}
	var few []psResult
	for _, w := range psFew(ways) {
		few = append(few, psResult{w.st, w.vs[0]})
	}
	return few
}

// A psPool has room for lists, which are short and many.
type psPool struct {
	results slab[psResult]
	states  slab[psState]
}

// results is an empty list with room for n.
func (f *psFlow) results(n int) []psResult { return f.pool.results.take(n, 64)[:0] }

// one is the list of a single result.
func (f *psFlow) one(st psState, v psVal) []psResult {
	return append(f.results(1), psResult{st, v})
}

// states is an empty list with room for n.
func (f *psFlow) states(n int) []psState { return f.pool.states.take(n, 64)[:0] }

// alone is the list of a single state.
func (f *psFlow) alone(st psState) []psState { return append(f.states(1), st) }
