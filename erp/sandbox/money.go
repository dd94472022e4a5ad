package sandbox

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// reais writes centavos as the API does: "1234.56".
func reais(centavos int64) string {
	sign := ""
	if centavos < 0 {
		sign, centavos = "-", -centavos
	}
	return fmt.Sprintf("%s%d.%02d", sign, centavos/100, centavos%100)
}

// printedReais writes centavos as people read them: "1.234,56".
func printedReais(centavos int64) string {
	whole, cents, _ := strings.Cut(reais(centavos), ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "." + whole[at:]
	}
	return whole + "," + cents
}

var amountShape = regexp.MustCompile(`^[0-9]{1,10}\.[0-9]{2}$`)

var errAmount = errors.New(`informe o valor com ponto e duas casas, como "129.90", maior que zero`)

// parseReais reads a positive amount such as "1234.56" into centavos.
func parseReais(text string) (int64, error) {
	if !amountShape.MatchString(text) {
		return 0, errAmount
	}
	centavos, err := strconv.ParseInt(strings.Replace(text, ".", "", 1), 10, 64)
	if err != nil || centavos == 0 {
		return 0, errAmount
	}
	return centavos, nil
}
