package erp

// Choice (opção) is one of the codes of an install, with the name that people
// know it by: an account, a kind of ticket, a reseller.
type Choice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}
