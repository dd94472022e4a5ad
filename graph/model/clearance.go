package model

import "balcao/internal/br"

// DebtClearance is the declaration that nothing is owed of a year. It is
// written by hand for what its resolver needs.
type DebtClearance struct {
	Document br.Document
	Year     int
}
