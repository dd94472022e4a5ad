package erp

// Reseller (revendedor) sells for the provider.
type Reseller struct {
	// Code is what orders carry.
	Code string `erp:"code,required" json:"code"`
	Name string `erp:"name,required" json:"name"`
	// Taxvat is the reseller's CPF or CNPJ, as the ERP writes it.
	Taxvat *string `erp:"taxvat" json:"taxvat,omitempty"`
	Email  *string `erp:"email" json:"email,omitempty"`
}

// Product (produto) is a plan or service on sale.
type Product struct {
	// Code is what orders carry.
	Code string `erp:"code,required" json:"code"`
	Name string `erp:"name,required" json:"name"`
	// Price is what it costs a month.
	Price *Money `erp:"price" json:"price,omitempty"`
	// Speed is the ERP's word for how fast it is: "500 Mbps".
	Speed *string `erp:"speed" json:"speed,omitempty"`
}

// DueDate (data de vencimento) is a day of the month on which invoices can be
// due.
type DueDate struct {
	// Code is what orders carry.
	Code string `erp:"code,required" json:"code"`
	// Name is the day, as people read it: "10", "Dia 10".
	Name string `erp:"name,required" json:"name"`
}

// CommercialOrigin (origem comercial) is where customers come from: the site, a
// campaign, a shop.
type CommercialOrigin struct {
	// Code is what orders carry.
	Code        string `erp:"code,required" json:"code"`
	Description string `erp:"description,required" json:"description"`
}
