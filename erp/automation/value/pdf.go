package value

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"strings"
)

var errNoPDF = errors.New("what the ERP sent is no PDF: it does not begin with %PDF")

// setPDF takes bytes, or base64 with or without a data URL's head.
func setPDF(_ *Scope, dst reflect.Value, v any) (bool, error) {
	file, ok := v.([]byte)
	if text, isText := v.(string); isText {
		if _, body, ok := strings.Cut(text, ";base64,"); ok && strings.HasPrefix(text, "data:") {
			text = body
		}
		decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		if err != nil {
			return false, errNoPDF
		}
		file, ok = decoded, true
	}
	if !ok {
		if typed := reflect.ValueOf(v); typed.Type() == pdfGo {
			file, ok = typed.Bytes(), true
		}
	}
	switch {
	case !ok:
		return false, fmt.Errorf("a file is due here, and this is %s", describe(v))
	case len(file) == 0:
		return false, nil
	case !bytes.HasPrefix(bytes.TrimLeft(file[:min(len(file), 1024)], "\x00\r\n\t \xef\xbb\xbf"), []byte("%PDF")):
		return false, errNoPDF
	}
	dst.SetBytes(file)
	return true, nil
}
