package main

// complaint is what integrations complain of in Brazilian providers' ERPs.
type complaint struct {
	row  int
	text string
	// none is why no stand-in has a mutant of it: none of the three ERPs is known
	// to do so.
	none string
}

var complaints = []complaint{
	{1, "HTTP 200 with an error in the body", ""},
	{2, "an HTML page with 200 where JSON is due", ""},
	{3, "the Content-Type is wrong", ""},
	{4, "accents arrive broken", ""},
	{5, "numbers as strings, strings as numbers", ""},
	{6, "decimal commas", ""},
	{7, "days: 0000-00-00, empty, several formats in one API", ""},
	{8, "one list comes as an array, an object or numbered keys; names change by version", ""},
	{9, "\"nothing found\" as an error, a 404 or a missing key", ""},
	{10, "slow calls: time is up, 504", ""},
	{11, "a retry creates duplicates", ""},
	{12, "several records with one CPF", ""},
	{13, "a token dies early or at once", ""},
	{14, "self-signed certificates, bare addresses, HTTP only", ""},
	{15, "odd ports and lists of allowed addresses", ""},
	{16, "so many calls a minute, and no more", "no limit of calls is published for any of the three"},
	{17, "a read that changes things", ""},
	{18, "fields dropped in silence, the full record in a PUT, success without effect", ""},
	{19, "pages that ignore the offset, a default limit of 5", ""},
	{20, "typing errors in names", ""},
	{21, "fields that are swapped or lie", ""},
	{22, "filter strings are code", ""},
	{23, "secrets in answers, and tokens in addresses", ""},
	{24, "the wrong invoice where an id is not found; a paid one vanishes", ""},
	{25, "links that do not last, HTML instead of a PDF", ""},
	{26, "integrations written from imagination", "it is of integrations, not of an ERP; erp/erptest TestEveryFunctionNamesItsSource holds the packs to it"},
	{27, "paid modules and permissions: the same call is refused elsewhere", ""},
	{28, "codes of the install must be known before writing", ""},
}
