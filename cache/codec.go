package cache

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"balcao/erp"
)

// record is what stands, encrypted, in a value of Redis. Times are in Unix
// milliseconds.
type record struct {
	Kind       erp.Kind `json:"k,omitzero"`
	FetchedAt  int64    `json:"a"`
	Incomplete bool     `json:"i,omitzero"`
	Served     int64    `json:"s"`
	Kept       int64    `json:"u"`
	// Value is the answer; to decode, a pointer to where it goes.
	Value any `json:"v,omitzero"`
}

// exactly makes a value come back as it went in: an optional text that is empty
// is not left out, and the ERP's broken UTF-8 is no reason to keep nothing. We
// wrote the names ourselves: nobody need look for doubles.
var exactly = json.JoinOptions(
	jsonv1.OmitEmptyWithLegacySemantics(true),
	jsontext.AllowInvalidUTF8(true),
	jsontext.AllowDuplicateNames(true),
)

// A value in Redis is a head, which the scripts read, and a sealed record:
//
//	24 bytes  the generations of tenant, function and customer
//	13 bytes  until when it is fresh, Unix milliseconds as decimal digits
//	the rest  the record
const (
	stampLength = 24
	freshLength = 13
	headLength  = stampLength + freshLength
)

func (s stamp) bytes() []byte {
	b := make([]byte, 0, stampLength)
	for _, t := range s {
		b = append(b, t[:]...)
	}
	return b
}

func milliseconds(t time.Time) string {
	return fmt.Sprintf("%0*d", freshLength, max(t.UnixMilli(), 0))
}

// encode is the value for the key called name.
func (e *entry) encode(t *tenant, name string) ([]byte, error) {
	r := record{
		Value: e.value, Kind: e.kind, FetchedAt: e.meta.FetchedAt.UnixMilli(), Incomplete: e.meta.Incomplete,
		Served: e.served.UnixMilli(), Kept: e.kept.UnixMilli(),
	}
	text, err := json.Marshal(r, exactly)
	if err != nil {
		return nil, fmt.Errorf("cache: encode a record: %w", err)
	}
	head := append(e.stamp.bytes(), milliseconds(e.fresh)...)
	return append(head, t.seal(name+string(head), text)...), nil
}

// decode reads what encode wrote under the same name. The generations are those
// of the head; whether they still stand is for the caller to know.
func decode(t *tenant, name string, fn *erp.Info, zone *time.Location, value []byte) (*entry, error) {
	if len(value) < headLength {
		return nil, fmt.Errorf("cache: a value of %d bytes is too short", len(value))
	}
	head := value[:headLength]
	text, err := t.open(name+string(head), value[headLength:])
	if err != nil {
		return nil, fmt.Errorf("cache: decrypt a value: %w", err)
	}
	into := reflect.New(fn.Out)
	r := record{Value: into.Interface()}
	if err := json.Unmarshal(text, &r, exactly); err != nil {
		return nil, fmt.Errorf("cache: decode a record of %s: %w", fn.Name, err)
	}
	r.Value = into.Elem().Interface()
	return r.entry(zone, head)
}

func (r record) entry(zone *time.Location, head []byte) (*entry, error) {
	fresh, err := strconv.ParseInt(string(head[stampLength:]), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("cache: decode a value's head: %w", err)
	}
	e := &entry{
		kind: r.Kind,
		meta: erp.Meta{FetchedAt: time.UnixMilli(r.FetchedAt).In(zone), Incomplete: r.Incomplete},
		span: span{fresh: time.UnixMilli(fresh), served: time.UnixMilli(r.Served), kept: time.UnixMilli(r.Kept)},
	}
	for i := range e.stamp {
		copy(e.stamp[i][:], head[i*len(token{}):])
	}
	if e.kind == "" {
		e.value = r.Value
	}
	return e, nil
}

// failure is an [erp.Error] as one node tells it to those that follow its call.
type failure struct {
	Kind    erp.Kind `json:"k"`
	Step    string   `json:"s,omitempty"`
	Message string   `json:"m,omitempty"`
	Detail  string   `json:"d,omitempty"`
}

// encodeFailure seals an error for the followers of the key called name: the
// ERP's own words may hold a name.
func encodeFailure(t *tenant, name string, err error) []byte {
	f := failure{Kind: erp.KindOf(err), Detail: "the node that asked the ERP failed"}
	if e, ok := errors.AsType[*erp.Error](err); ok {
		f = failure{Kind: e.Kind, Step: e.Step, Message: e.Message, Detail: e.Detail}
	}
	text, err := json.Marshal(f)
	if err != nil {
		return nil
	}
	return t.seal(name+" failed", text)
}

// decodeFailure returns nil if it is not for this key.
func decodeFailure(t *tenant, name string, fn *erp.Info, sealed []byte) *erp.Error {
	text, err := t.open(name+" failed", sealed)
	if err != nil {
		return nil
	}
	var f failure
	if err := json.Unmarshal(text, &f); err != nil {
		return nil
	}
	return &erp.Error{Kind: f.Kind, Function: fn.Name, Step: f.Step, Message: f.Message, Detail: f.Detail}
}
