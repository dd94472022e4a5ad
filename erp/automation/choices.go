package automation

import (
	"context"
	"fmt"

	"balcao/erp"
)

// Choices lists what can be filled in for a setting: what its `pick` gives, asked
// of the ERP now, in the ERP's order. A setting without pick has none. The error
// is an [erp.Error]: InvalidInput for a setting that the pack does not have,
// NotSupported where what it picks from is not there or not filled in, or why the
// ERP could not be asked.
func (c *Connection) Choices(ctx context.Context, setting string) ([]erp.Choice, error) {
	b := c.current()
	s := b.pack.Setting(setting)
	switch {
	case s == nil:
		return nil, &erp.Error{Kind: erp.InvalidInput, Detail: fmt.Sprintf("the pack %s has no setting %q", b.pack.Name, setting)}
	case s.Pick == "":
		return []erp.Choice{}, nil
	}
	u, err := b.picked(s)
	if err != nil {
		return nil, err
	}
	r := c.newRun(ctx, b, u)
	defer r.end()
	got, fail := r.unit(r.ctx, u, invocation{input: map[string]any{}})
	if fail != nil {
		err := fail.error(u.Name)
		r.noted(u.Name, 1, err)
		return nil, err
	}
	r.noted(u.Name, 1, nil)
	return choices(got), nil
}

// picked is the function or part that a setting picks from.
func (b *bound) picked(s *Setting) (*Unit, error) {
	u := b.pack.Unit(s.Pick)
	detail := ""
	switch {
	case u == nil || u.Effect == erp.Write || u.Batch != nil:
		detail = fmt.Sprintf("%q is nothing that the pack %s can simply read", s.Pick, b.pack.Name)
	case len(b.missing(u.Needs)) > 0:
		detail = fmt.Sprintf("fill in %s of the connection", namesOf(b.missing(u.Needs)))
	default:
		return u, nil
	}
	return nil, &erp.Error{Kind: erp.NotSupported, Function: s.Pick, Detail: detail}
}

// nameFields are the members of a row that can be its name.
var nameFields = []string{"name", "description"}

// choices reads rows by the names that packs use; a row without a code cannot be
// chosen.
func choices(got outcome) []erp.Choice {
	rows, _ := listed(got).([]any)
	list := make([]erp.Choice, 0, len(rows))
	for _, row := range rows {
		members, _ := ByName(row).(map[string]any)
		choice := erp.Choice{Code: written(members["code"])}
		for _, name := range nameFields {
			if choice.Name == "" {
				choice.Name = written(members[name])
			}
		}
		if choice.Code != "" {
			list = append(list, choice)
		}
	}
	return list
}

func written(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}
