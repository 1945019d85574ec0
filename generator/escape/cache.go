package escape

import (
	"sync"

	"github.com/org/gosetup/generator/dialect"
)

// A cache has the analyses of the skeletons seen: one for each shape that the
// branches and lists of a template gave. Texts of dialects without values, which
// only have to parse, have empty ones.
type cache struct {
	mu    sync.Mutex
	byKey map[cacheKey]*analysis
	bytes int
}

type cacheKey struct {
	dialect *dialect.Dialect
	text    string
	draft   bool
}

// cacheBytes bounds the texts held. Beyond it the cache starts anew, which
// costs a few milliseconds a template.
const cacheBytes = 16 << 20

func newCache() *cache { return &cache{byKey: map[cacheKey]*analysis{}} }

func (c *cache) get(key cacheKey) *analysis {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.byKey[key]
}

func (c *cache) put(key cacheKey, a *analysis) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bytes += len(key.text); c.bytes > cacheBytes {
		c.byKey, c.bytes = map[cacheKey]*analysis{}, len(key.text)
	}
	c.byKey[key] = a
}
