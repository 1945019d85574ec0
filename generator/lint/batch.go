package lint

import (
	"path"
	"sync"

	"github.com/org/gosetup/generator/dialect"
)

// A Batch checks files that are made together, such as one script for several
// profiles: what files of the same name have in common is followed once. It may
// be used by several goroutines. It keeps what it has seen until it is dropped.
type Batch struct {
	mu sync.Mutex
	sh map[shFamily]*shShared
}

// A shFamily is what scripts have to have in common to be followed together.
type shFamily struct {
	dialect *dialect.Dialect
	name    string // of the file, without its directories
}

// NewBatch is a batch without files.
func NewBatch() *Batch { return &Batch{sh: map[shFamily]*shShared{}} }

// family has what is known of scripts like s.
func (b *Batch) family(s *source) *shShared {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := shFamily{s.dialect, path.Base(s.name)}
	if b.sh[key] == nil {
		b.sh[key] = &shShared{}
	}
	return b.sh[key]
}
