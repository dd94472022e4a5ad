package config

import (
	"maps"
	"slices"
	"strings"

	"balcao/internal/auth"
)

// Registry knows the keys of all clients. A key that two clients share is an
// error that names both places.
func (c *Config) Registry() (*auth.Registry, error) {
	var entries []auth.Entry
	for _, id := range slices.Sorted(maps.Keys(c.Tenants)) {
		clients := c.Tenants[id].Clients
		for _, name := range slices.Sorted(maps.Keys(clients)) {
			entries = append(entries, c.entries(id, name, clients[name])...)
		}
	}
	return auth.NewRegistry(entries)
}

func (c *Config) entries(tenant, name string, client *Client) []auth.Entry {
	principal := auth.Principal{Tenant: tenant, Client: auth.Client{
		Name: name, Kind: auth.Kind(strings.ToUpper(client.Kind)),
		OnBehalf: client.OnBehalf, ExternalLinks: client.ExternalLinks, Origins: client.Origins,
	}}
	var entries []auth.Entry
	for i, hash := range client.Keys {
		path := element("tenants."+tenant+".clients."+name+".keys", i)
		entries = append(entries, auth.Entry{
			Hash: hash, At: c.source.place(c.source.values[path]) + " (" + path + ")", Principal: principal,
		})
	}
	return entries
}
