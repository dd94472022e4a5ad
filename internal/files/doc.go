// Package files serves PDFs (boletos, fiscal notes, yearly declarations) under
// /files/{token}, to whoever has the link: a person's browser has no client key.
//
// There are two kinds of link. A view link ([Signer.ViewURL]) works for ten
// minutes and is nothing but an encrypted token. A share link
// ([Shares.Create]) works for days and can be revoked, so it has a row in the
// store. Either way the ERP is asked anew for each download: PDFs go through
// no loader and no cache.
//
// What is not a PDF is never passed on; a short page of ours says what
// happened ([Handler]).
package files
