package automation

import "slices"

// Key is a key that a pack may say at a place, with one line about it, for people.
type Key struct {
	// Place is what the key belongs to ("step"), one of [Places].
	Place, Name, About string
}

// Keys lists every key that a pack's files may have, place by place.
func Keys() []Key { return slices.Clone(keyTable) }

// Place is where keys stand.
type Place struct{ Name, About string }

// Places lists the places of [Keys], in their order.
func Places() []Place { return slices.Clone(placeTable) }

var placeTable = []Place{
	{"pack", "the file pack.yaml"},
	{"setting", "an entry of settings"},
	{"host", "an entry of hosts"},
	{"session", "the log-in, session in pack.yaml"},
	{"rule", "an entry of answers, in pack.yaml or a step: one verdict with its condition"},
	{"format", "what formats in pack.yaml has"},
	{"limit", "what limits in pack.yaml has"},
	{"unit", "a function's file, or a part's"},
	{"input", "an input of a part as name: {…}; name: type is the short form"},
	{"batch", "what batch has in a function's file"},
	{"step", "an entry of steps; it does exactly one thing"},
	{"page", "what pages of a step has"},
	{"output", "an output that is neither one expression, nor a list of them, nor the fields of one object"},
	{"example", "a file in examples/"},
	{"exchange", "an entry of an example's exchanges: a request, of which what is listed must be there, and its answer"},
	{"answer", "the answer of an exchange"},
	{"error", "the error of an example"},
}

var keyTable = []Key{
	{"pack", "pack", "the pack's name"},
	{"pack", "title", "the ERP's name for people"},
	{"pack", "version", "the pack's own version, numbers with dots; 1.0 without it"},
	{"pack", "language", "the version of this language: 1"},
	{"pack", "extends", "the pack and version that this folder lies over, ixc 1.4: a file of the same name stands in for the pack's; settings, hosts, formats, tables and limits are joined by entry; answers go before the pack's"},
	{"pack", "settings", "what the provider fills in, by name"},
	{"pack", "hosts", "the ERP's addresses, by name; the first is the default"},
	{"pack", "session", "how to log in"},
	{"pack", "answers", "rules by which every answer is judged, after the step's own"},
	{"pack", "formats", "how this ERP writes money, days and flags"},
	{"pack", "tables", "code lists, by name: tables.NAME[code]"},
	{"pack", "limits", "how much is asked of the ERP, and how long"},
	{"pack", "evidence", "how a payment is recognised when it is read back; none without it"},
	{"pack", "settles_within", "how long after an unanswered request the ERP may still apply it"},
	{"pack", "partial_payments", "whether this ERP can register a payment of less than is open; true without it"},
	{"pack", "not_supported", "functions that this ERP does not have, each with the reason"},

	{"setting", "type", "what can be filled in: text without it"},
	{"setting", "label", "what it is called where it is filled in"},
	{"setting", "example", "what it may look like"},
	{"setting", "default", "what holds where nothing is filled in"},
	{"setting", "optional", "true: it may stay empty, and is null then; else the functions that mention it are not available until it is filled in"},
	{"setting", "choices", "the words of a choice"},
	{"setting", "pick", "a function or part that lists the codes to choose from, as code and name"},

	{"host", "url", "the address, of settings only"},
	{"host", "headers", "headers of every request; a request's own of the same name stands instead"},
	{"host", "query", "parameters of every request"},
	{"host", "form", "fields of every form"},
	{"host", "json", "members of every JSON body that is an object"},
	{"host", "charset", "the bytes of its answers"},
	{"host", "timeout", "how long one of its requests may take"},

	{"session", "steps", "the log-in, on a host that does not carry the session"},
	{"session", "output", "what it gives, read elsewhere as session.NAME"},
	{"session", "expires", "when it ends: an instant, or seconds from now"},
	{"session", "uses", "how many requests it serves; any number without it"},

	{"rule", "ok", "the answer is well, whatever its status; go on to take"},
	{"rule", "empty", "nothing was found; the run ends well (the pack's are passed over on a write)"},
	{"rule", "refused", "the ERP said no; of a write: nothing was done"},
	{"rule", "not_done", "a write was accepted and nothing happened"},
	{"rule", "unauthenticated", "log in again, once, and repeat this step"},
	{"rule", "unavailable", "a read is tried again; a write may have been done"},
	{"rule", "message", "the words for the reader, with $( ), cleaned of markup, at most 300 characters"},

	{"format", "money", "sums, by example"},
	{"format", "date", "days, as layouts"},
	{"format", "instant", "instants, as layouts"},
	{"format", "zone", "the zone of days and instants without one; the tenant's without it"},
	{"format", "yes", "words for true"},
	{"format", "no", "words for false"},
	{"format", "blank", "more words for nothing, beside empty text and 0000-00-00"},

	{"limit", "at_once", "requests at the same time"},
	{"limit", "per_minute", "requests a minute"},
	{"limit", "timeout", "how long one request may take"},
	{"limit", "total", "how long a run may take, with all its requests and waits"},
	{"limit", "answer_size", "how large an answer may be: 16MB"},

	{"unit", "about", "what it does, for people"},
	{"unit", "source", "where this is written down"},
	{"unit", "confidence", "how sure that is, one of the words below, and why"},
	{"unit", "tested", "the day of the last test against a real ERP, or never"},
	{"unit", "steps", "what is done, from top to bottom"},
	{"unit", "output", "what comes out"},
	{"unit", "batch", "of a function that reads: it answers many keys in one run"},
	{"unit", "input", "of a part: its inputs, name: type"},
	{"unit", "returns", "of a part: the contract's type that it gives, or list of one"},

	{"input", "type", "the input's type"},
	{"input", "optional", "true: it may be left out, and is null then"},

	{"batch", "key", "the input of which there are many; they are in keys"},
	{"batch", "size", "how many keys one run takes; 50 without it"},

	{"step", "get", "a request: the path behind the host's address"},
	{"step", "post", "the same, with another method"},
	{"step", "put", "the same, with another method"},
	{"step", "patch", "the same, with another method"},
	{"step", "delete", "the same, with another method"},
	{"step", "download", "a link that the ERP gave, fetched without anything of the host's"},
	{"step", "call", "a part or function of the pack"},
	{"step", "value", "a name for something computed"},
	{"step", "fail", "the end of the run"},
	{"step", "message", "the words of fail"},
	{"step", "host", "which of the hosts"},
	{"step", "query", "parameters; a name that ends in ? is left out where its value is null"},
	{"step", "headers", "headers"},
	{"step", "json", "a JSON body"},
	{"step", "form", "a form as body"},
	{"step", "multipart", "parts as body; a file becomes a file part"},
	{"step", "text", "a text as body"},
	{"step", "expect", "what the answer has to be; json without it"},
	{"step", "from", "hosts from which a download may come, beside the pack's: files.example, *.files.example"},
	{"step", "with", "the inputs of a call"},
	{"step", "if", "a condition; else the step is skipped and is null; with each, asked for every item"},
	{"step", "each", "a list: once for every item; the value is a list in the same order, null where skipped or empty"},
	{"step", "at_once", "how many of each at the same time"},
	{"step", "pages", "page after page, until one is empty, short or a repeated one"},
	{"step", "answers", "rules of this step, tried before the pack's"},
	{"step", "take", "the part of the answer that is kept"},
	{"step", "optional", "true: a failure is null"},
	{"step", "until", "asked again until it holds"},
	{"step", "every", "how long between two tries of until; 1s without it"},
	{"step", "for", "how long until is tried; 10s without it"},
	{"step", "if_never", "what it means if until never holds"},
	{"step", "effect", "whether it changes something; read without it"},
	{"step", "repeatable", "false: a read that is never tried again; true: a write that may be sent twice"},
	{"step", "lookup", "a read that finds what an earlier attempt of this write made"},
	{"step", "keep", "how long a read's answer is kept for other runs"},
	{"step", "timeout", "how long this request may take"},

	{"page", "first", "the first page's number; 1 without it"},
	{"page", "step", "what is added for the next; 1 without it"},
	{"page", "next", "the next page instead of step, from answer, page and taken; null ends it"},
	{"page", "size", "a full page; a shorter one is the last"},
	{"page", "at_most", "more pages are an error; 50 without it"},

	{"output", "each", "a list: one result for every item, it and position"},
	{"output", "if", "which items"},
	{"output", "key", "of a batch: whose the row is, one key or a list"},
	{"output", "fields", "the fields of each result"},
	{"output", "text", "of a list of texts: the text of each; nulls are dropped"},
	{"output", "pdf", "of a function that gives a file: bytes or base64 that hold a PDF"},

	{"example", "function", "which function is called"},
	{"example", "about", "what it shows"},
	{"example", "now", "what time it is, with its offset"},
	{"example", "settings", "what is filled in"},
	{"example", "input", "what the function is given; a list for a batch"},
	{"example", "attempt", "which attempt of a write this is; from the second on, look-ups are asked"},
	{"example", "exchanges", "all that is sent, and its answers"},
	{"example", "output", "what must come out"},
	{"example", "error", "how it must fail"},

	{"exchange", "get", "the request's path"},
	{"exchange", "post", "the same, with another method"},
	{"exchange", "put", "the same, with another method"},
	{"exchange", "patch", "the same, with another method"},
	{"exchange", "delete", "the same, with another method"},
	{"exchange", "query", "parameters that must be there"},
	{"exchange", "headers", "headers that must be there"},
	{"exchange", "form", "fields that must be there"},
	{"exchange", "json", "members that must be there"},
	{"exchange", "text", "the whole body"},
	{"exchange", "answer", "what the ERP answers"},

	{"answer", "status", "the HTTP status; 200 without it"},
	{"answer", "headers", "headers"},
	{"answer", "json", "a JSON body"},
	{"answer", "text", "a text as body"},
	{"answer", "file", "a file beside the example as body"},

	{"error", "kind", "which kind of error"},
	{"error", "message", "the words for the reader"},
}
