package automation

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/textproto"
	"strings"

	"balcao/erp/automation/value"
)

// body writes the body of a request and names its media type.
func (f *frame) body(r *Request, scope *value.Scope) (body []byte, kind string, err error) {
	switch {
	case r.JSON != nil:
		body, err = jsonBody(r, scope)
		return body, "application/json", err
	case r.Form != nil:
		body, err = pairs(merged(r.Host.Form, r.Form, asWritten), scope)
		return body, "application/x-www-form-urlencoded", err
	case r.Multipart != nil:
		return multipartBody(r.Multipart, scope)
	case r.Text != nil:
		v, err := r.Text.Eval(scope)
		return []byte(fmt.Sprint(v)), "text/plain; charset=utf-8", err
	}
	return nil, "", nil
}

// jsonBody adds the host's members to a body that is an object; the request's
// own win.
func jsonBody(r *Request, scope *value.Scope) ([]byte, error) {
	v, _, err := plainNode(r.JSON, false, scope)
	if err != nil {
		return nil, err
	}
	own, isObject := v.(map[string]any)
	if !isObject || r.Host.JSON == nil {
		return value.AppendJSON(nil, v)
	}
	host, _, err := plainNode(r.Host.JSON, false, scope)
	if err != nil {
		return nil, err
	}
	all := map[string]any{}
	mergeInto(all, host)
	mergeInto(all, own)
	return value.AppendJSON(nil, all)
}

func multipartBody(members []*Member, scope *value.Scope) ([]byte, string, error) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, m := range members {
		name, v, ok, err := m.eval(scope)
		if err != nil {
			return nil, "", err
		}
		if !ok {
			continue
		}
		if err := part(w, name, v); err != nil {
			return nil, "", err
		}
	}
	err := w.Close()
	return b.Bytes(), w.FormDataContentType(), err
}

// part writes a text part, or a file part for a file.
func part(w *multipart.Writer, name string, v any) error {
	file, isFile := v.([]byte)
	if !isFile {
		return w.WriteField(name, fmt.Sprint(v))
	}
	kind, ending := "application/octet-stream", "bin"
	if isPDF(file) {
		kind, ending = "application/pdf", "pdf"
	}
	safe := strings.NewReplacer("\\", "\\\\", `"`, `\"`, "\r", "", "\n", "").Replace(name)
	out, err := w.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="%s"; filename="%s.%s"`, safe, safe, ending)},
		"Content-Type":        {kind},
	})
	if err != nil {
		return err
	}
	_, err = out.Write(file)
	return err
}
