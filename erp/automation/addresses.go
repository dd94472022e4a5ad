package automation

import "net/url"

// Addresses are those of the pack's hosts, as the connection's settings make
// them, in the order of the pack. Hosts whose settings are not filled in have
// none.
func (c *Connection) Addresses() []*url.URL {
	b := c.current()
	var all []*url.URL
	for _, h := range b.pack.Hosts {
		if u := b.hosts[h]; u != nil {
			all = append(all, u)
		}
	}
	return all
}
