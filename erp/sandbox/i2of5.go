package sandbox

import "balcao/internal/br"

// The printed size of a boleto's bar code, in millimetres (Febraban, layout
// padrão de cobrança).
const (
	barcodeWidth  = 103.0
	barcodeHeight = 13.0
)

// bar is a black bar: where it begins and how wide it is, in modules (the width
// of a narrow bar).
type bar struct{ at, width int }

// wideBars tells for each digit which two of its five elements are wide
// (Interleaved 2 of 5, ISO/IEC 16390).
var wideBars = [10]string{"nnwwn", "wnnnw", "nwnnw", "wwnnn", "nnwnw", "wnwnn", "nwwnn", "nnnww", "wnnwn", "nwnwn"}

// i2of5 gives the bars of the code and its width in modules. Of every two
// digits the first is told by bars and the second by the spaces between them.
func i2of5(code br.Barcode) (bars []bar, width int) {
	const wide, narrow = 3, 1
	element := func(kind byte, black bool) {
		modules := narrow
		if kind == 'w' {
			modules = wide
		}
		if black {
			bars = append(bars, bar{width, modules})
		}
		width += modules
	}
	sequence := func(elements string) {
		for i := range len(elements) {
			element(elements[i], i%2 == 0)
		}
	}
	sequence("nnnn") // start
	for at := 0; at < len(code); at += 2 {
		black, white := wideBars[code[at]-'0'], wideBars[code[at+1]-'0']
		for i := range len(black) {
			element(black[i], true)
			element(white[i], false)
		}
	}
	sequence("wnn") // stop
	return bars, width
}
