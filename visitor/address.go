package visitor

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Address is where somebody asks from, as it is counted.
type Address string

// Of is the address that a request is counted for: what a proxy says that we trust,
// else who has connected. A proxy may say it in a line of its own, below what a
// stranger has written.
func (b *Book) Of(r *http.Request) Address {
	at, ok := read(r.RemoteAddr)
	if !ok {
		return Address(r.RemoteAddr)
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && b.trusted(at); i-- {
		hop, ok := read(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		at = hop
	}
	if at.Is6() { // whoever has one address has all of its network
		p, _ := at.Prefix(64)
		at = p.Addr()
	}
	return Address(at.String())
}

// read reads an address, with its port or without.
func read(text string) (netip.Addr, bool) {
	if p, err := netip.ParseAddrPort(text); err == nil {
		return p.Addr().Unmap().WithZone(""), true
	}
	a, err := netip.ParseAddr(text)
	return a.Unmap().WithZone(""), err == nil
}

// trusted reports an address of a proxy of ours.
func (b *Book) trusted(a netip.Addr) bool {
	return slices.ContainsFunc(b.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}
