package visitor

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Address is where somebody asks from, as it is counted: whoever has one address of
// IPv6 has all of its /64, and may have all of the /48 around that.
type Address struct {
	Line string // the address, or the /64
	Site string // the /48; empty but for IPv6
}

// Lines is how many times as much may come from a site as from one of its lines. It
// has 65,536 of them, in one hand or in many.
const Lines = 8

func (a Address) String() string { return a.Line }

// Of is the address that a request is counted for: what a proxy says that we trust,
// else who has connected. A proxy may say it in a line of its own, below what a
// stranger has written.
func (b *Book) Of(r *http.Request) Address {
	at, ok := read(r.RemoteAddr)
	if !ok {
		return Address{Line: r.RemoteAddr}
	}
	return counted(b.behind(at, r))
}

// behind is who stands behind our proxies, if it is one that has connected.
func (b *Book) behind(at netip.Addr, r *http.Request) netip.Addr {
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && b.trusted(at); i-- {
		hop, ok := read(strings.TrimSpace(hops[i]))
		if !ok {
			break
		}
		at = hop
	}
	return at
}

func counted(at netip.Addr) Address {
	if !at.Is6() {
		return Address{Line: at.String()}
	}
	line, _ := at.Prefix(64)
	site, _ := at.Prefix(48)
	return Address{Line: line.Addr().String(), Site: site.String()}
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
