// Package hubsoft is a stand-in of HubSoft, an ERP of Brazilian providers: it
// is built from the reference page of it alone, which the comments cite as
// "hubsoft.md" with the row or quirk. What the page does not tell is marked
// "not documented; chosen".
//
// Start reading at [New], then handler.go (the paths), customers.go,
// invoices.go and settle.go; seed.go makes what is there at the start.
package hubsoft
