package value

// path is an expression of names and members only, `it.a.b`: most of what an
// output has, and evaluated without the machine.
type path struct {
	root    string
	members []string
}

func (p *path) eval(s *Scope) (any, error) {
	v, _ := s.Get(p.root)
	for _, m := range p.members {
		if object, ok := v.(map[string]any); ok {
			v = object[m]
			continue
		}
		v = member(v, m)
	}
	return plainGo(v), nil
}
