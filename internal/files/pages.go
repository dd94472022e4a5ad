package files

import (
	"context"
	"errors"
	"net/http"

	"balcao/erp"
	"balcao/internal/globalid"
	"balcao/internal/web/page"
)

// What a person reads instead of a file.
var (
	notFound = page.Message{
		Status:     http.StatusNotFound,
		Portuguese: page.Text{Title: "Documento não encontrado", Body: "Confira se o link foi copiado por inteiro ou peça o documento outra vez ao seu provedor."},
		English:    page.Text{Title: "Document not found", Body: "Check that you copied the whole link, or ask your provider for the document again."},
	}
	gone = page.Message{
		Status:     http.StatusGone,
		Portuguese: page.Text{Title: "Este link não vale mais", Body: "Peça o documento outra vez no site, no aplicativo ou ao seu provedor."},
		English:    page.Text{Title: "This link is no longer valid", Body: "Ask for the document again on the site, in the app or from your provider."},
	}
	notIssued = page.Message{
		Status:     http.StatusNotFound,
		Portuguese: page.Text{Title: "Boleto indisponível", Body: "O provedor não emite este boleto. Talvez a fatura já tenha sido paga ou cancelada."},
		English:    page.Text{Title: "Boleto not available", Body: "The provider does not issue this boleto. The invoice may have been paid or cancelled."},
	}
	noteNotIssued = page.Message{
		Status:     http.StatusNotFound,
		Portuguese: page.Text{Title: "Nota fiscal indisponível", Body: "O provedor não oferece o PDF desta nota fiscal. Fale com o seu provedor."},
		English:    page.Text{Title: "Fiscal note not available", Body: "The provider does not offer this fiscal note as a PDF. Please ask your provider."},
	}
	clearanceNotIssued = page.Message{
		Status:     http.StatusNotFound,
		Portuguese: page.Text{Title: "Declaração indisponível", Body: "O provedor não emite a declaração deste ano. Talvez haja débitos em aberto."},
		English:    page.Text{Title: "Declaration not available", Body: "The provider does not issue the declaration of this year. Something may still be owed."},
	}
	badAnswer = page.Message{
		Status:     http.StatusBadGateway,
		Portuguese: page.Text{Title: "O documento não pôde ser aberto", Body: "O sistema do provedor respondeu de forma inesperada. Tente novamente em instantes."},
		English:    page.Text{Title: "The document could not be opened", Body: "The provider's system gave an unexpected answer. Please try again shortly."},
	}
	unavailable = page.Message{
		Status:     http.StatusServiceUnavailable,
		Portuguese: page.Text{Title: "Serviço indisponível no momento", Body: "O sistema do provedor está indisponível. Tente novamente em instantes."},
		English:    page.Text{Title: "Not available right now", Body: "The provider's system is unavailable. Please try again shortly."},
	}
	timedOut = page.Message{
		Status:     http.StatusGatewayTimeout,
		Portuguese: page.Text{Title: "O documento demorou demais", Body: "O sistema do provedor demorou a responder. Tente novamente em instantes."},
		English:    page.Text{Title: "The document took too long", Body: "The provider's system did not answer in time. Please try again shortly."},
	}
)

// pageFor says what to show for an error of a link, the store or the ERP. The
// error's own words are for the log. The file is nil where the link opens none.
func pageFor(in erp.Input, err error) page.Message {
	switch {
	case errors.Is(err, globalid.ErrNotFound), errors.Is(err, ErrNoShare):
		return notFound
	case errors.Is(err, errExpired), errors.Is(err, errRevoked):
		return gone
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut
	}
	return pageForKind(in, erp.KindOf(err))
}

func pageForKind(in erp.Input, kind erp.Kind) page.Message {
	switch kind {
	case erp.NotFound:
		return notFound
	case erp.Refused, erp.NotSupported, erp.InvalidInput:
		return notIssuedOf(in)
	case erp.BadAnswer, erp.Unauthenticated:
		return badAnswer
	}
	return unavailable
}

func notIssuedOf(in erp.Input) page.Message {
	switch in.(type) {
	case erp.FiscalNoteInput:
		return noteNotIssued
	case erp.ClearanceInput:
		return clearanceNotIssued
	}
	return notIssued
}
