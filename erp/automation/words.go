package automation

import "slices"

// Word is one word of the language with one line about it, for people.
type Word struct {
	// Area is what it belongs to: "charset", "tag", "name".
	Area, Name, About string
}

// Words lists what keys may say and what texts and expressions may mention: the
// kinds of settings, the charsets, the verdicts of answers, tags, types, names.
// What the loader takes for a word is in this table and nowhere else.
func Words() []Word { return slices.Clone(wordTable) }

// wordsIn are the words of an area, in their order.
func wordsIn(area string) []string {
	var names []string
	for _, w := range wordTable {
		if w.Area == area {
			names = append(names, w.Name)
		}
	}
	return names
}

var wordTable = []Word{
	{"setting_type", "text", "any text; the default"},
	{"setting_type", "secret", "a password or token: never shown, never in a result"},
	{"setting_type", "url", "an address that begins with http:// or https://"},
	{"setting_type", "number", "a number"},
	{"setting_type", "flag", "true or false"},
	{"setting_type", "choice", "one of its choices"},

	{"charset", "utf-8", "the default"},
	{"charset", "latin-1", "Windows-1252, of which Latin-1 is a part"},
	{"charset", "mk-mixed", "UTF-8 in some fields and Latin-1 in others, told apart by the bytes"},

	{"evidence", "reference", "a payment that is read back carries our reference"},
	{"evidence", "amount_and_date", "only its amount and day can be compared"},
	{"evidence", "none", "it cannot be recognised; a person decides"},

	{"confidence", "documented", "the ERP's own pages say so"},
	{"confidence", "seen", "somebody's client or answer shows it"},
	{"confidence", "inferred", "it was concluded from other functions"},
	{"confidence", "measured", "it was tried on a real ERP"},
	{"confidence", "ours", "the API is ours"},

	{"verdict", "ok", "go on to take, whatever the status"},
	{"verdict", "empty", "nothing was found; the run ends well"},
	{"verdict", "refused", "the ERP does not do it; on a write nothing was done"},
	{"verdict", "not_done", "accepted, yet nothing happened; of functions that change something"},
	{"verdict", "unauthenticated", "log in again and repeat this step once"},
	{"verdict", "unavailable", "a read is tried again; a write was maybe sent"},

	{"fail", "empty", "the run ends with nothing found"},
	{"fail", "refused", "the run ends with a refusal, and message says why"},
	{"fail", "not_done", "the run ends with accepted, yet not done"},

	{"if_never", "not_done", "what was waited for did not happen; the default"},
	{"if_never", "unknown", "no verdict, as after a request that was maybe sent"},

	{"effect", "read", "it changes nothing; the default"},
	{"effect", "write", "it changes something that a person would see: sent once"},

	{"expect", "json", "the default"},
	{"expect", "text", "plain text"},
	{"expect", "pdf", "bytes that begin with %PDF, or base64 of them"},

	{"tag", "!filter", "a condition that the ERP parses: plain characters within quotes, digits outside of them"},
	{"tag", "!json", "the value below it as JSON inside a text"},
	{"tag", "!merge", "one object of a list of objects; later members win"},
	{"tag", "!text", "words for people: as they are, without control characters"},

	{"type", "any", "anything, such as an ERP's row"},
	{"type", "text", "text of a known form"},
	{"type", "free_text", "text that a person typed"},
	{"type", "id", "an id of the ERP"},
	{"type", "document", "a CPF or CNPJ"},
	{"type", "name", "a table, column or method: written in the pack, never from a value"},
	{"type", "number", "a number"},
	{"type", "flag", "true or false"},
	{"type", "money", "a sum"},
	{"type", "date", "a day"},
	{"type", "instant", "a point in time"},
	{"type", "file", "bytes"},
	{"type", "secret", "a text that is never shown"},

	{"name", "answer", "what just came back: its JSON, or as the step expects it"},
	{"name", "headers", "the answer's headers, in rules and take"},
	{"name", "html", "true if the answer is a page"},
	{"name", "input", "what the function or part was given"},
	{"name", "it", "the present item of each"},
	{"name", "keys", "the keys of a batch"},
	{"name", "page", "the present page, in the request and in next"},
	{"name", "position", "the number of the present item, from 0"},
	{"name", "session", "what the log-in gave"},
	{"name", "settings", "what the provider filled in"},
	{"name", "status", "the answer's HTTP status"},
	{"name", "tables", "the pack's code lists"},
	{"name", "taken", "what the pages so far gave, in next"},
	{"name", "text", "the answer as text, its first 64 KB"},

	{"place", "path_alone", "a value alone between slashes: percent-encoded; never empty, . or .."},
	{"place", "path_beside", "a value beside other text of a path: plain characters only"},
	{"place", "query", "percent-encoded; a list repeats the name"},
	{"place", "form", "percent-encoded; a list repeats the name"},
	{"place", "json", "its JSON type, numbers exact"},
	{"place", "json_key", "a key of a JSON object: plain characters only"},
	{"place", "header", "visible ASCII"},
	{"place", "multipart", "a text part; a file is a file part"},
	{"place", "beside_text", "a value beside other text: plain characters only (letters, digits and . - _ / @ +)"},
	{"place", "message", "words for the reader of an error"},
	{"place", "with", "an input of a part: the value itself"},
	{"place", "url", "a host's address: settings only"},
	{"place", "optional", "a name that ends in ? is left out where its value is null"},
	{"place", "null", "null is never sent by accident: it stops the run"},
}
