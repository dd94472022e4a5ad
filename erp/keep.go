package erp

// keepInvoices drops rows of another customer and, where one contract was asked
// for, rows that name another one.
func keepInvoices(in Input, value any) (any, int) {
	asked := in.(InvoicesInput)
	all := value.([]Invoice)
	strange := func(i *Invoice) bool {
		return i.DocumentNumber != asked.Document ||
			asked.ContractID != "" && i.ContractID != nil && *i.ContractID != asked.ContractID
	}
	first := 0
	for first < len(all) && !strange(&all[first]) {
		first++
	}
	if first == len(all) {
		return all, 0
	}
	kept := append([]Invoice{}, all[:first]...)
	for i := first; i < len(all); i++ {
		if !strange(&all[i]) {
			kept = append(kept, all[i])
		}
	}
	return kept, len(all) - len(kept)
}

func keepInvoice(in Input, value any) (any, int) {
	asked, got := in.(InvoiceInput), value.(*Invoice)
	if got == nil || got.ID == asked.InvoiceID && got.DocumentNumber == asked.Document {
		return value, 0
	}
	return nil, 1
}

func keepCustomer(in Input, value any) (any, int) {
	got := value.(*Customer)
	if got == nil || got.Document == in.Subject() {
		return value, 0
	}
	return nil, 1
}
