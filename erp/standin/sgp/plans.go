package sgp

import "balcao/erp"

// plan is what a contract is about. Number 1 is not sold any more.
type plan struct {
	id               int
	name, note       string
	price            erp.Money
	download, upload int // Mbit/s
	sold             bool
}

var plans = []plan{
	{1, "Fibra 100 Mega (antigo)", "", 7990, 100, 50, false},
	{2, "Fibra 300 Mega", "Instalação grátis", 9990, 300, 150, true},
	{3, "Fibra 600 Mega & TV", "", 14950, 600, 300, true},
}
