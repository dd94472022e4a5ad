package files

import (
	"context"
	"errors"
	"net/http"

	"balcao/erp"
	"balcao/internal/globalid"
	"balcao/internal/web/page"
)

// What a person reads instead of a boleto.
var (
	notFound = page.Message{
		Status:     http.StatusNotFound,
		Portuguese: page.Text{Title: "Boleto não encontrado", Body: "Confira se o link foi copiado por inteiro ou peça o boleto outra vez ao seu provedor."},
		English:    page.Text{Title: "Boleto not found", Body: "Check that you copied the whole link, or ask your provider for the boleto again."},
	}
	gone = page.Message{
		Status:     http.StatusGone,
		Portuguese: page.Text{Title: "Este link não vale mais", Body: "Peça o boleto outra vez no site, no aplicativo ou ao seu provedor."},
		English:    page.Text{Title: "This link is no longer valid", Body: "Ask for the boleto again on the site, in the app or from your provider."},
	}
	notIssued = page.Message{
		Status:     http.StatusNotFound,
		Portuguese: page.Text{Title: "Boleto indisponível", Body: "O provedor não emite este boleto. Talvez a fatura já tenha sido paga ou cancelada."},
		English:    page.Text{Title: "Boleto not available", Body: "The provider does not issue this boleto. The invoice may have been paid or cancelled."},
	}
	badAnswer = page.Message{
		Status:     http.StatusBadGateway,
		Portuguese: page.Text{Title: "O boleto não pôde ser aberto", Body: "O sistema do provedor respondeu de forma inesperada. Tente novamente em instantes."},
		English:    page.Text{Title: "The boleto could not be opened", Body: "The provider's system gave an unexpected answer. Please try again shortly."},
	}
	unavailable = page.Message{
		Status:     http.StatusServiceUnavailable,
		Portuguese: page.Text{Title: "Serviço indisponível no momento", Body: "O sistema do provedor está indisponível. Tente novamente em instantes."},
		English:    page.Text{Title: "Not available right now", Body: "The provider's system is unavailable. Please try again shortly."},
	}
	timedOut = page.Message{
		Status:     http.StatusGatewayTimeout,
		Portuguese: page.Text{Title: "O boleto demorou demais", Body: "O sistema do provedor demorou a responder. Tente novamente em instantes."},
		English:    page.Text{Title: "The boleto took too long", Body: "The provider's system did not answer in time. Please try again shortly."},
	}
)

// pageFor says what to show for an error of a link, the store or the ERP. The
// error's own words are for the log.
func pageFor(err error) page.Message {
	switch {
	case errors.Is(err, globalid.ErrNotFound), errors.Is(err, ErrNoShare):
		return notFound
	case errors.Is(err, errExpired), errors.Is(err, errRevoked):
		return gone
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut
	}
	return pageForKind(erp.KindOf(err))
}

func pageForKind(kind erp.Kind) page.Message {
	switch kind {
	case erp.NotFound:
		return notFound
	case erp.Refused, erp.NotSupported, erp.InvalidInput:
		return notIssued
	case erp.BadAnswer, erp.Unauthenticated:
		return badAnswer
	}
	return unavailable
}
