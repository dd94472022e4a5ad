package hubsoft

import (
	"fmt"

	"balcao/erp/standin"
)

// address is hubsoft.md, "contracts/plans", endereco_*. "estado holds the two
// letters and uf the full name (inverted)". What endereco holds beside
// logradouro is not documented; chosen: the same. Nobody's coordenadas are known.
type address struct {
	Complete    string  `json:"completo"`
	Street      string  `json:"logradouro"`
	Address     string  `json:"endereco"`
	Number      string  `json:"numero"`
	Complement  *string `json:"complemento"`
	District    string  `json:"bairro"`
	PostalCode  string  `json:"cep"`
	State       string  `json:"estado"`
	UF          string  `json:"uf"`
	City        string  `json:"cidade"`
	Coordinates *string `json:"coordenadas"`
}

func addressOf(p standin.Person) address {
	return address{
		Complete: fmt.Sprintf("%s, %s - %s, %s/%s - %s", p.Street, p.Number, p.District, p.City, p.State, p.PostalCode),
		Street:   p.Street, Address: p.Street, Number: p.Number, District: p.District, PostalCode: p.PostalCode,
		State: p.State, UF: stateNames[p.State], City: p.City,
	}
}

// stateNames holds the states in which there are customers.
var stateNames = map[string]string{"SP": "São Paulo"}
