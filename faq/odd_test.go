package faq_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"huizhi/faq"
)

// odd is an article with what could break a page out of its place.
const odd = `---
title: '广东的"<b>照片</b>" & </script><script>alert(1)</script>'
scope: [广东省]
sources:
  s1: {body: '某<i>机关', title: '文件"&amp;''', date: 2024, url: 'https://example.com/?a=1&b="<x>"', seen: original}
checked: 2026-11-22
confidence: low
review_by: 2026-11-29
---
第一行 <img src=x onerror=alert(1)> {{.}} ` + "`" + ` ${x} \u2028
· 一项
· 又一项 */ <!--

## 问 <b>吗</b>？ {#main}
答 </script> "引号" ' & &lt;

## 又问吗
<details open ontoggle=alert(1)>
`

func TestOddArticle(t *testing.T) {
	s := with(t, map[string]string{"odd/a b&c'd%2e\"<é>.md": odd})
	a := s.know.Corpus.Articles()[0]
	page := s.page(t, faq.Path(a.ID, ""))
	for _, fault := range faults(page) {
		t.Error(fault)
	}
	tree, err := html.Parse(strings.NewReader(page))
	check(t, err)
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode && (n.Data == "b" || n.Data == "i" || n.Data == "img" || n.Data == "details") {
			t.Errorf("the article has made an element %s", n.Data)
		}
	}
	for _, want := range []string{"<li>一项</li><li>又一项 */ &lt;!--</li>", `id="main"`, "2026-11-29前复核", "可信度：低", "以窗口核实为准"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if faults := faults(s.page(t, "/faq/")); len(faults) > 0 {
		t.Error(faults)
	}
}

// structuredIn reads a page's data for search engines.
func structuredIn(t *testing.T, page string) map[string]any {
	t.Helper()
	tree, err := html.Parse(strings.NewReader(page))
	check(t, err)
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			var out map[string]any
			check(t, json.Unmarshal([]byte(n.FirstChild.Data), &out))
			return out
		}
	}
	t.Fatal("the page has no data for search engines")
	return nil
}

// Search engines read what people read, sign for sign.
func TestStructuredData(t *testing.T) {
	s := with(t, map[string]string{"odd/x.md": odd})
	data := structuredIn(t, s.page(t, "/faq/odd/x"))
	questions := data["mainEntity"].([]any)
	if data["@type"] != "FAQPage" || len(questions) != 3 {
		t.Fatalf("%v", data)
	}
	second := questions[1].(map[string]any)
	if second["name"] != "问 <b>吗</b>？" || second["acceptedAnswer"].(map[string]any)["text"] != `答 </script> "引号" ' & &lt;` {
		t.Errorf("%v", second)
	}
}

func TestStructuredDataOfEveryArticle(t *testing.T) {
	s := real(t)
	for _, a := range s.know.Corpus.Articles() {
		data := structuredIn(t, s.page(t, faq.Path(a.ID, "")))
		if got := len(data["mainEntity"].([]any)); got < len(a.Passages) {
			t.Errorf("%s: %d questions of %d", a.ID, got, len(a.Passages))
		}
	}
}

// Whatever stands in an address, there is a page, and it is sound.
func FuzzParameters(f *testing.F) {
	for _, c := range forms {
		f.Add("/faq/"+c.article, c.values.Encode())
	}
	f.Add("/faq/", "q=%E6%B7%B1%E5%9C%B3&q=2")
	f.Add("/faq/", "q=%ff%fe%00;%zz")
	f.Add("/faq/country/lost", "age=%00&place=%F0%9F%98%80&service=<script>")
	f.Add("/faq/..//\\x", "")
	f.Fuzz(func(t *testing.T, path, query string) {
		s := real(t)
		u := url.URL{Path: "/faq/" + strings.TrimPrefix(path, "/faq/"), RawQuery: url.PathEscape(query)}
		if _, err := url.ParseRequestURI(u.Path + "?" + query); err == nil && !strings.ContainsAny(query, " \t\r\n\x00\x7f") {
			u.RawQuery = query
		}
		if _, err := url.ParseRequestURI(u.String()); err != nil {
			return
		}
		w := s.get(u.String())
		if w.Code >= http.StatusInternalServerError {
			t.Fatalf("%s: status %d", u.String(), w.Code)
		}
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") || w.Code >= 300 && w.Code < 400 {
			return
		}
		for _, fault := range faults(w.Body.String()) {
			t.Errorf("%s: %s", u.String(), fault)
		}
	})
}
