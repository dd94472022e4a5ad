package automation

import "balcao/erp"

// effects checks what a unit changes against what it is said to change.
func (c checker) effects(f *packFile) {
	u := f.unit
	if u.Effect == "" {
		u.Effect = erp.Read
	}
	var writes []*Step
	for _, step := range u.Steps {
		if m := c.stepTree(f, step); m != nil && m.node.kind == yamlMapping {
			c.stepEffect(u, step, m)
		}
		if step.Effect == erp.Write {
			writes = append(writes, step)
		}
	}
	if u.Function != nil {
		c.functionEffect(f, writes)
	}
	c.lookups(f, writes)
}

func (c checker) functionEffect(f *packFile, writes []*Step) {
	info := f.unit.Function
	if info.Effect == erp.Read {
		for _, step := range writes {
			c.report(ruleWriteInRead, c.effectPlace(f, step), info.Name+" only reads, and this step changes something", "remove the effect if a person would see no change; a read may be repeated at any time")
		}
		return
	}
	if len(writes) == 0 && !c.unresolved(f) {
		where := f.tree.span
		if steps := f.tree.find("steps"); steps != nil {
			where = steps.key.span
		}
		c.report(ruleNoWrite, where, info.Name+" changes something, and none of its steps does", "write effect: write on the step that does")
	}
}

// unresolved is true if a step of the file, or what it calls, could not be read.
func (c checker) unresolved(f *packFile) bool {
	for _, step := range f.unit.Steps {
		if step.Request == nil && step.Call == nil && step.Value == nil && step.Fail == nil && step.Download == nil {
			return true
		}
		if step.Call != nil && c.brokenUnit(step.Call.Unit) {
			return true
		}
	}
	return false
}

// effectPlace is what makes a step an effect step: its effect, or its call.
func (c checker) effectPlace(f *packFile, step *Step) span {
	if m := c.stepTree(f, step); m != nil {
		if effect := m.node.find("effect"); effect != nil {
			return effect.key.span
		}
	}
	return c.callPlace(step)
}

// lookups tells effect steps of which nobody could find out whether they were
// done. Of a single one a person can; settle_boleto is looked up by the ledger.
func (c checker) lookups(f *packFile, writes []*Step) {
	if len(writes) < 2 || f.unit.Function != nil && f.unit.Function.Name == erp.SettleBoleto.Name {
		return
	}
	for _, step := range writes {
		if step.Lookup != nil || step.Repeatable != nil && *step.Repeatable {
			continue
		}
		c.report(ruleNoLookup, c.effectPlace(f, step), f.unit.Name+" changes two things, so each needs a lookup", "add lookup: a read that finds what an earlier try made (or repeatable: true, if the ERP takes the same twice)")
	}
}

// stepEffect checks the keys of a step that depend on its effect.
func (c checker) stepEffect(u *Unit, step *Step, m *yamlMember) {
	if step.Lookup != nil {
		c.lookupEffect(step, m.node.find("lookup"))
	}
	if step.Effect == erp.Write {
		c.writeKeys(m)
		c.emptyRules(m)
	} else if u.Function != nil && u.Function.Effect == erp.Read {
		c.notDone(m)
	}
	if repeatable := m.node.find("repeatable"); repeatable != nil && step.Repeatable != nil && *step.Repeatable == (step.Effect == erp.Read) {
		said, is := "true", "a read is repeated anyway"
		if step.Effect == erp.Write {
			said, is = "false", "an effect step is sent once anyway"
		}
		c.report(ruleRepeatable, repeatable.key.span, "repeatable: "+said+" says nothing here: "+is, "remove it")
	}
}

func (c checker) lookupEffect(step *Step, m *yamlMember) {
	switch {
	case step.Effect != erp.Write:
		c.report(ruleLookupEffect, m.key.span, "a lookup belongs to a step that changes something, and this one only reads", "remove it, or write effect: write on the step")
	case step.Lookup.Effect == erp.Write:
		c.report(ruleLookupEffect, c.callPlace(step.Lookup), "a lookup only reads, and this changes something", "")
	}
}

func (c checker) writeKeys(m *yamlMember) {
	hints := map[string]string{
		"until": "read it back in a step below, with until there", "pages": "an effect step is sent once", "keep": "only reads are kept",
	}
	for _, part := range m.node.members {
		if hint := hints[part.name]; hint != "" {
			c.report(ruleEffectKeys, part.key.span, quoted(part.name)+" does not go with a step that changes something", hint)
		}
	}
}

// emptyRules tells "empty" of an effect step: the ERP did something or it did
// not, and finding nothing is neither.
func (c checker) emptyRules(m *yamlMember) {
	answers := m.node.find("answers")
	if answers == nil {
		return
	}
	for _, item := range answers.node.items {
		if rule := item.find(string(Empty)); rule != nil {
			c.report(ruleEmptyOnWrite, rule.key.span, "a step that changes something cannot end with nothing", "write refused: (nothing was done) or not_done: (accepted, yet nothing happened)")
		}
	}
}

func (c checker) notDone(m *yamlMember) {
	const message, hint = "not_done is of a function that changes something, and this one only reads", "write refused:, or empty: if nothing was found"
	if fail := m.node.find("fail"); fail != nil && fail.node.text == string(NotDone) {
		c.report(ruleNotDoneOnRead, fail.node.span, message, hint)
	}
	if answers := m.node.find("answers"); answers != nil {
		for _, item := range answers.node.items {
			if rule := item.find(string(NotDone)); rule != nil {
				c.report(ruleNotDoneOnRead, rule.key.span, message, hint)
			}
		}
	}
}
