package sgp

import "slices"

// listed is a row of a list of the install's codes.
type listed struct {
	id   int
	name string
}

var receivingPoints = []listed{{1, "Caixa Central"}, {2, "Banco de Teste"}}

func isListed(list []listed, id string) bool {
	return slices.ContainsFunc(list, func(l listed) bool { return itoa(l.id) == id })
}
