package awk

import "github.com/org/gosetup/generator/posixre"

// A Program is a parsed awk program. It may run more than once, also at the
// same time.
type Program struct {
	text      string
	begin     []stmt
	rules     []*rule
	end       []stmt
	functions map[string]*function
}

// A rule is pattern { action }; from and to are equal but for a range.
type rule struct {
	from, to expr // nil: every record
	ranged   bool
	action   []stmt // nil: print
}

type function struct {
	name   string
	at     pos
	params []string
	body   []stmt
}

// An expr is an expression.
type expr interface{ eval(m *machine) value }

type (
	constant struct{ v value }
	pattern  struct{ re *posixre.Regexp } // on its own: does $0 match
	variable struct {
		at    pos
		name  string
		local int // of the function's parameters, or -1
	}
	field struct {
		at    pos
		index expr
	}
	element struct {
		at    pos
		array *variable
		index []expr
	}
	member struct { // (index) in array
		at    pos
		array *variable
		index []expr
	}
	group  struct{ list []expr } // (a) or (a, b), the latter only before in, and after print
	assign struct {
		at   pos
		to   expr
		op   string // "" or the operator before =
		from expr
	}
	step struct { // ++ and --
		at     pos
		of     expr
		by     float64
		before bool
	}
	unary struct {
		at pos
		op string
		of expr
	}
	binary struct {
		at          pos
		op          string
		left, right expr
	}
	matching struct {
		at          pos
		left, right expr
		not         bool
	}
	ternary struct {
		at            pos
		cond, yes, no expr
	}
	builtinCall struct {
		at   pos
		name string
		args []expr
	}
	userCall struct {
		at   pos
		name string
		args []expr
	}
)

// A stmt is a statement.
type stmt interface{ run(m *machine) flow }

// A flow says how a statement ended.
type flow int

const (
	onward flow = iota
	breaks
	continues
	nexts
	returns
)

type (
	block  struct{ list []stmt }
	simple struct{ of expr }
	output struct {
		at     pos
		format bool // printf
		list   []expr
		toErr  bool // > "/dev/stderr"
	}
	branch struct {
		cond    expr
		yes, no stmt
		at      pos
	}
	loop struct { // while, do and for
		at            pos
		before, after stmt // of for; nil otherwise
		cond          expr // nil: true
		bodyFirst     bool // do
		body          stmt
	}
	each struct { // for (k in a)
		at    pos
		key   *variable
		array *variable
		body  stmt
	}
	jump struct{ to flow } // break, continue, next
	exit struct {
		at     pos
		status expr // may be nil
	}
	giveBack struct{ of expr } // return; of may be nil
	remove   struct {
		at    pos
		array *variable
		index []expr // nil: every element
	}
)
