package sgp

import (
	"fmt"
	"net/http"
	"time"

	"balcao/erp"
	"balcao/erp/standin"
	"balcao/internal/br"
)

// note is a fiscal note of a contract: an NFCom or an NFS-e.
type note struct {
	number   int
	contract *contract
	status   int // of an NFCom: 1 authorised, 8 cancelled
	amount   erp.Money
	at       time.Time
}

// notes bills two NFCom and one NFS-e to a contract, from these numbers on.
func (f seeder) notes(k *contract, nfcom, nfse int) {
	at := f.at(f.today.AddDays(-40), 8, 0, 0)
	f.nfcom = append(f.nfcom, note{nfcom, k, 1, 9990, at}, note{nfcom + 1, k, 8, 9990, at.AddDate(0, 0, 1)})
	f.nfse = append(f.nfse, note{nfse, k, 1, 1800, at})
}

// nfcomList: sgp.md, Functions, "notas fiscais". Its maximum: not documented;
// chosen: 250. There is no paginacao; offset moves it all the same.
func (s *Server) nfcomList(c *call) standin.Reply {
	page, err := c.wantedPage(mostTitles)
	if err != nil {
		return refuse(err.Error())
	}
	issued, err := c.period("data_emissao")
	if err != nil {
		return refuse(err.Error())
	}
	var rows []object
	for _, n := range s.nfcom {
		if c.text("contrato") == itoa(n.contract.id) && c.allows("status", itoa(n.status)) && issued(br.DateOf(n.at)) {
			rows = append(rows, object{{"id", n.number + 1000}, {"numero", n.number}, {"serie", "1"}, {"chave", fmt.Sprintf("%044d", n.number)},
				{"status", n.status}, {"data_emissao", stamp(n.at)}})
		}
	}
	return ok(object{{"total", len(rows)}, {"limit", page.limit}, {"results", listOf(s.cut(rows, page))}})
}

// nfcomPrint: sgp.md, Functions, "nota PDF". A note that is not the contract's:
// not documented; chosen: 404. What the XML looks like: not documented; chosen:
// two members as the national layout of NFCom (model 62) nests them, the number
// and the amount.
func (s *Server) nfcomPrint(c *call) standin.Reply {
	n := noteOf(s.nfcom, c)
	if n == nil {
		return reply(http.StatusNotFound, object{{"msg", "Nota não encontrada"}, {"success", false}})
	}
	if c.text("formato") == "xml" {
		return standin.Reply{Status: http.StatusOK, ContentType: "application/xml", Body: []byte("<NFCom><infNFCom><ide><nNF>" + c.id +
			"</nNF></ide><total><vNF>" + n.amount.String() + "</vNF></total></infNFCom></NFCom>")}
	}
	return pdf("NFCom", "Numero "+c.id, "Contrato "+itoa(n.contract.id))
}

// nfseList: the page names five members; the names of the date and the link
// stand there with typing errors (quirk 6: nise_data, ntse_link); chosen:
// nfse_data and nfse_link. The amount as a text: chosen.
func (s *Server) nfseList(c *call) standin.Reply {
	rows := []object{}
	for _, n := range s.nfse {
		if c.text("contrato") == itoa(n.contract.id) {
			rows = append(rows, object{{"nfse_id", n.number}, {"nfse_valor", n.amount.String()}, {"nfse_serie", "1"}, {"nfse_numero_rps", n.number + 2000},
				{"nfse_clientecontrato", n.contract.id}, {"nfse_data", br.DateOf(n.at).String()},
				{"nfse_link", c.base + "/api/central/nfse/print/" + itoa(n.number) + "?contrato=" + itoa(n.contract.id)}})
		}
	}
	return ok(rows)
}

// nfsePrint is what an NFS-e's link opens. Whether it wants credentials: not
// documented; chosen: the link works as it is.
func (s *Server) nfsePrint(c *call) standin.Reply {
	n := noteOf(s.nfse, c)
	if n == nil {
		return loginPage
	}
	return pdf("NFS-e", "Numero "+c.id, "Contrato "+itoa(n.contract.id))
}

func noteOf(notes []note, c *call) *note {
	for i, n := range notes {
		if itoa(n.number) == c.id && itoa(n.contract.id) == c.text("contrato") {
			return &notes[i]
		}
	}
	return nil
}

// notafiscalList is of models 21 and 22. The shape of its rows is unknown, so
// there are none; chosen: an empty array.
func (s *Server) notafiscalList(*call) standin.Reply { return ok([]object{}) }
