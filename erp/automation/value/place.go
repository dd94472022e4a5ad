package value

// Place is where a text goes to; it decides how values in it are written and
// which are refused.
type Place int

// The places.
const (
	// PlacePath is a whole path, "/clients/$(id)/file": a value alone between
	// slashes is percent-encoded, one beside other text must be plain. The text
	// comes out ready to stand in a URL.
	PlacePath Place = iota
	// PlaceQuery and PlaceForm are the value of a parameter: a text, or a
	// []string for a list, NOT yet percent-encoded: see [AppendPair].
	PlaceQuery
	PlaceForm
	// PlaceJSON is a value in a JSON body: see [AppendJSON].
	PlaceJSON
	// PlaceJSONKey is a key in a JSON body.
	PlaceJSONKey
	// PlaceHeader is a header's value.
	PlaceHeader
	// PlaceMultipart is a part of a multipart body: a text, or []byte for a file.
	PlaceMultipart
	// PlaceFilter is a condition that the ERP parses (!filter).
	PlaceFilter
	// PlaceFreeText is words for people (!text).
	PlaceFreeText
	// PlaceMessage is words for the reader of an error.
	PlaceMessage
	// PlaceURL is a host's address, made of settings only.
	PlaceURL
	// PlaceWith is an input of a part or function.
	PlaceWith
	// PlaceName is an input of a part that is a name: no value may make it.
	PlaceName
	// PlaceBody is a whole body that is text; values are written as in JSON
	// beside text: plain characters only.
	PlaceBody
)
