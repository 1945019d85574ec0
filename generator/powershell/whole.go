package powershell

// Whole says why a part of a script could run before all of it is there, as an
// *Error, or returns nil: no proper prefix that lacks more than blanks and
// comments at the end does anything.
//
// PowerShell runs nothing of a text before it has read it all and found no
// error. So it is enough that each prefix has one: that the script is comments
// and then one statement, and this ends in the bracket of a block that begins
// right at its beginning: & { ... } or if (...) { ... }. Up to that last bracket
// the block is open. The one prefix that does parse is the i of if, a command
// which does not exist. What could stand behind the block is refused: of
// & { ... } @args the part without @args would run without its arguments, of
// an if the part without else.
func (s *Script) Whole() error {
	switch {
	case len(s.Body) == 0:
		return nil
	case s.HasParam:
		return errorAt(s.Start, "param before the statement; it belongs into the block")
	case len(s.Body) > 1:
		return errorAt(s.Body[1].Where().Start, "a second statement; a script whose end got lost runs the first without it; put all into one & { ... }")
	}
	switch stmt := s.Body[0].(type) {
	case *If:
		if len(stmt.Arms) == 1 && stmt.Else == nil {
			return nil
		}
	case *Pipeline:
		if c, ok := stmt.Elements[0].(*Command); ok && len(stmt.Elements) == 1 && c.isBlock() {
			return nil
		}
	}
	return errorAt(s.Body[0].Where().Start, "this can run before all of it has arrived; put all into one & { ... } with nothing behind it")
}

// isBlock says whether a command is & { ... } and no more.
func (c *Command) isBlock() bool {
	_, block := c.Name.(*ScriptBlock)
	return c.Invoke == '&' && block && len(c.Args) == 0 && len(c.Redirs) == 0
}
