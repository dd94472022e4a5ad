package hubsoft

import "balcao/erp"

// offer is a plan on sale. Speeds are in Mbit/s.
type offer struct {
	id           int64
	name         string
	price        erp.Money
	down, up     int
	technologyID int64
}

// What is sold. All of it is made up.
var (
	fibre600  = offer{301, "Fibra 600 Mega", 9990, 600, 300, 1}
	fibre1000 = offer{302, "Fibra 1 Giga", 14990, 1000, 500, 1}
	radio50   = offer{303, "Rádio 50 Mega", 5495, 50, 10, 2}
)

var offers = []offer{fibre600, fibre1000, radio50}

// technologies by offer.technologyID, as servicos[].tecnologia names them.
var technologies = map[int64]string{1: "Fibra Óptica", 2: "Rádio"}
