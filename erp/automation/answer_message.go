package automation

import (
	"fmt"

	"balcao/erp"
	"balcao/erp/automation/value"
)

// message is the text that a rule or a fail gives to the reader.
func message(t *value.Text, scope *value.Scope) (string, *failure) {
	if t == nil {
		return "", nil
	}
	v, there, err := t.EvalOptional(scope)
	if err != nil {
		return "", failed(err)
	}
	if !there {
		return "", nil
	}
	return erp.Readable(fmt.Sprint(v)), nil
}
