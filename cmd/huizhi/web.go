package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"huizhi/answer"
	"huizhi/bot/webchat"
	"huizhi/faq"
	"huizhi/kb"
	"huizhi/phrases"
	"huizhi/visitor"
)

// webConfig is what the environment says of the web page.
type webConfig struct {
	listen    string // where it is served; empty for nowhere
	url       string // where people find it, if that is elsewhere
	cert, key string // files, for https by ourselves
	proxies   []netip.Prefix
	origins   []string // sites that may show it within theirs
}

const (
	webListen = "127.0.0.1:8080"
	webOff    = "off"
)

// complete fills in the environment.
func (w *webConfig) complete(s surroundings) error {
	var proxies, origins string
	for _, from := range []struct {
		value *string
		name  string
	}{
		{&w.listen, "HUIZHI_WEB"}, {&w.url, "HUIZHI_WEB_URL"}, {&w.cert, "HUIZHI_WEB_CERT"}, {&w.key, "HUIZHI_WEB_CERT_KEY"},
		{&proxies, "HUIZHI_WEB_PROXIES"}, {&origins, "HUIZHI_WEB_ORIGINS"},
	} {
		v, err := s.setting(from.name)
		if err != nil {
			return err
		}
		*from.value = v
	}
	switch w.listen {
	case "":
		w.listen = webListen
	case webOff:
		w.listen = ""
	}
	w.cert, w.key = s.at(w.cert), s.at(w.key)
	return errors.Join(w.check(), w.readProxies(proxies), w.readOrigins(origins))
}

func (w *webConfig) check() error {
	w.url = strings.TrimRight(w.url, "/")
	switch {
	case w.url != "" && !isSite(w.url):
		return fmt.Errorf("%s", phrases.Say("config.web_url"))
	case (w.cert == "") != (w.key == ""):
		return fmt.Errorf("%s", phrases.Say("config.web_cert"))
	}
	return nil
}

// isSite reports the address of a site, without a path: the page is at its top.
func isSite(text string) bool {
	return isURL(text, "http", "https") && !strings.ContainsAny(text, ";'\"") && strings.Count(text, "/") == 2
}

func (w *webConfig) readProxies(text string) error {
	for _, word := range strings.FieldsFunc(text, separates) {
		p, err := netip.ParsePrefix(word)
		if a, addrErr := netip.ParseAddr(word); err != nil && addrErr == nil {
			p, err = netip.PrefixFrom(a, a.BitLen()), nil
		}
		if err != nil {
			return fmt.Errorf("%s", phrases.Say("config.web_proxies"))
		}
		w.proxies = append(w.proxies, p)
	}
	return nil
}

func (w *webConfig) readOrigins(text string) error {
	for _, word := range strings.FieldsFunc(text, separates) {
		if !isSite(word) {
			return fmt.Errorf("%s", phrases.Say("config.web_origins"))
		}
		w.origins = append(w.origins, word)
	}
	return nil
}

func separates(r rune) bool { return r == ' ' || r == ',' }

// open makes the channel; nil where there is to be no page.
func (w *webConfig) open(c *call, d *data, log *slog.Logger) (*webchat.Web, error) {
	if w.listen == "" {
		return nil, nil
	}
	secret, err := d.master.Secret("web sessions")
	if err != nil {
		return nil, err
	}
	return webchat.New(webchat.Options{
		Secret: []byte(secret), Visitors: visitor.New(visitor.Options{URL: w.url, Proxies: w.proxies}), Origins: w.origins, Gather: c.config.burst / webPatience,
		Link: func(article string) string { return faq.Path(kb.ArticleID(article), "") }, Log: log,
	})
}

// articles are the pages of articles. No language model words them: whoever looks for
// pages to list would run up its bill.
func (s *server) articles() (http.Handler, error) {
	plain, err := s.lib.answerer()
	if err != nil {
		return nil, err
	}
	site := faq.New(faq.Options{
		Knowledge: func() answer.Knowledge { return *s.lib.current.Load() }, Answers: plain, Visitors: s.web.Visitors, Version: built(build()), Log: s.log,
	})
	return site.Handler(), nil
}

// pages are all that is shown on the web: the chat, and the articles.
func (s *server) pages() (http.Handler, error) {
	articles, err := s.articles()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	for _, path := range []string{"/faq", "/faq/", "/sitemap.xml", "/robots.txt"} {
		mux.Handle("GET "+path, articles)
	}
	mux.Handle("/", s.web.Handler(s.bot))
	return mux, nil
}

// webPatience is how many times sooner a page replies than a chat app: there, people
// write one message where in a chat they write three.
const webPatience = 4

// spoken is what a page of ours is asked for in. Over HTTP/2 the tabs of a browser
// share a connection; over HTTP/1.1 it opens six, and each tab's stream keeps one.
var spoken = []string{"h2", "http/1.1"}

// page serves the web page until ctx ends.
func (s *server) page(ctx context.Context) error {
	if s.web == nil {
		<-ctx.Done()
		return nil
	}
	at := s.c.config.web.listen
	l, err := net.Listen("tcp", at)
	if err != nil {
		return worded(phrases.Say("serve.listen", at, reason(err)))
	}
	scheme := "http"
	if s.c.config.web.cert != "" {
		pair, err := openCertificate(s.c.config.web.cert, s.c.config.web.key, s.log)
		if err != nil {
			return worded(phrases.Say("serve.cert", reason(err)))
		}
		l, scheme = tls.NewListener(l, &tls.Config{GetCertificate: pair.get, NextProtos: spoken}), "https"
	}
	fmt.Fprintln(s.c.out, phrases.Say("serve.page", scheme+"://"+shownAt(l.Addr().String())+"/"))
	pages, err := s.pages()
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, s.web.Close)()
	return serveHTTP(ctx, l, s.metrics.asked(pages))
}

// shownAt is an address that a browser on this machine can open.
func shownAt(at string) string {
	host, port, err := net.SplitHostPort(at)
	if ip, ipErr := netip.ParseAddr(host); err == nil && ipErr == nil && ip.IsUnspecified() {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return at
}
