package visitor_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"huizhi/visitor"
)

var proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}

// request is one from an address, with what proxies say of it.
func request(connected string, forwarded ...string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = connected
	r.Header["X-Forwarded-For"] = forwarded
	return r
}

// Who asks is who has connected, or whom a proxy of ours names: the last that it has
// not made up itself. What stands before was written by who knows whom.
func TestWhoAsks(t *testing.T) {
	b := visitor.New(visitor.Options{Proxies: proxies})
	for _, row := range []struct {
		what, connected string
		forwarded       []string
		want            string
	}{
		{"directly", "192.0.2.1:5", nil, "192.0.2.1"},
		{"a stranger who claims to be a proxy", "192.0.2.1:5", []string{"198.51.100.7"}, "192.0.2.1"},
		{"by our proxy", "127.0.0.1:5", []string{"198.51.100.7"}, "198.51.100.7"},
		{"by two of our proxies", "127.0.0.1:5", []string{"198.51.100.7, 10.1.2.3"}, "198.51.100.7"},
		{"with something made up before", "127.0.0.1:5", []string{"1.1.1.1, 198.51.100.7"}, "198.51.100.7"},
		{"with something made up in a line of its own", "127.0.0.1:5", []string{"1.1.1.1", "198.51.100.7"}, "198.51.100.7"},
		{"made up to look like ours", "127.0.0.1:5", []string{"1.1.1.1, 10.9.9.9, 198.51.100.7, 10.1.2.3"}, "198.51.100.7"},
		{"nonsense before", "127.0.0.1:5", []string{"a b c, 198.51.100.7"}, "198.51.100.7"},
		{"nothing said", "127.0.0.1:5", []string{""}, "127.0.0.1"},
		{"only ours", "127.0.0.1:5", []string{"10.1.2.3"}, "10.1.2.3"},
		{"with a port", "127.0.0.1:5", []string{"198.51.100.7:4711"}, "198.51.100.7"},
		{"written as IPv6", "[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
		{"a proxy written as IPv6", "[::ffff:127.0.0.1]:5", []string{"198.51.100.7"}, "198.51.100.7"},
		{"one of the addresses of a line", "[2001:db8:1:2:3:4:5:6]:5", nil, "2001:db8:1:2::"},
		{"another of them", "[2001:db8:1:2:ffff::1]:5", nil, "2001:db8:1:2::"},
		{"by our proxy, one of them", "[fd00::1]:5", []string{"2001:db8:1:2::9"}, "2001:db8:1:2::"},
		{"with brackets", "[fd00::1]:5", []string{"[2001:db8:1:2::9]:443"}, "2001:db8:1:2::"},
		{"by a socket that has no address", "@", nil, "@"},
	} {
		if got := b.Of(request(row.connected, row.forwarded...)); got.String() != row.want {
			t.Errorf("%s: %s, want %s", row.what, got, row.want)
		}
	}
}

// Of IPv6 both are counted, the line and the site that it is of.
func TestLinesAndSites(t *testing.T) {
	b := visitor.New(visitor.Options{Proxies: proxies})
	for connected, want := range map[string]visitor.Address{
		"192.0.2.1:5":                {Line: "192.0.2.1"},
		"[::ffff:192.0.2.1]:5":       {Line: "192.0.2.1"},
		"[2001:db8:1:2:3:4:5:6]:5":   {Line: "2001:db8:1:2::", Site: "2001:db8:1::/48"},
		"[2001:db8:1:3::1]:5":        {Line: "2001:db8:1:3::", Site: "2001:db8:1::/48"},
		"[2001:db8:1::1]:5":          {Line: "2001:db8:1::", Site: "2001:db8:1::/48"},
		"[2001:db8:2:2:3:4:5:6%a]:5": {Line: "2001:db8:2:2::", Site: "2001:db8:2::/48"},
	} {
		if got := b.Of(request(connected)); got != want {
			t.Errorf("%s: %+v, want %+v", connected, got, want)
		}
	}
}

// People find the site where they are told to, else where they ask; whether that is
// https, a proxy of ours may say, and nobody else.
func TestWhereTheSiteIs(t *testing.T) {
	for _, row := range []struct {
		what, url, connected, proto string
		tls                         bool
		want                        string
	}{
		{"as it is configured", "https://desk.example/", "192.0.2.1:5", "http", false, "https://desk.example"},
		{"http", "", "192.0.2.1:5", "", false, "http://example.com"},
		{"https by ourselves", "", "192.0.2.1:5", "", true, "https://example.com"},
		{"https by a proxy", "", "127.0.0.1:5", "https", false, "https://example.com"},
		{"http by a proxy", "", "127.0.0.1:5", "http", false, "http://example.com"},
		{"a proxy that says nothing", "", "127.0.0.1:5", "", false, "http://example.com"},
		{"a stranger says https", "", "192.0.2.1:5", "https", false, "http://example.com"},
	} {
		r := request(row.connected)
		r.Header.Set("X-Forwarded-Proto", row.proto)
		if row.tls {
			r.TLS = &tls.ConnectionState{}
		}
		if got := visitor.New(visitor.Options{URL: row.url, Proxies: proxies}).Base(r); got != row.want {
			t.Errorf("%s: %s, want %s", row.what, got, row.want)
		}
	}
}
