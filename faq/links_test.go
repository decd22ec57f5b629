package faq_test

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"huizhi/faq"
)

func unescaped(text string) string {
	out, err := url.PathUnescape(text)
	if err != nil {
		return text
	}
	return out
}

// Whatever a page links to is there; the chat is somebody else's.
func TestLinksLeadSomewhere(t *testing.T) {
	s := real(t)
	pages := map[string]collected{}
	read := func(path string) collected {
		if _, ok := pages[path]; !ok {
			tree, err := html.Parse(strings.NewReader(s.page(t, path)))
			check(t, err)
			pages[path] = collect(tree)
		}
		return pages[path]
	}
	all := []string{"/faq/", "/faq/?q=%E5%9B%9E%E6%89%A7"}
	for _, a := range s.know.Corpus.Articles() {
		all = append(all, faq.Path(a.ID, ""))
	}
	for _, from := range all {
		for _, to := range read(from).links {
			u, err := url.Parse(to)
			check(t, err)
			if u.IsAbs() && !strings.HasPrefix(to, base) || u.Path == "/" || u.Path == "/faq/style.css" || u.Scheme == "data" {
				continue
			}
			if there := read(u.EscapedPath()); u.Fragment != "" && !slices.Contains(there.ids, u.Fragment) {
				t.Errorf("%s: %s leads nowhere", from, to)
			}
		}
	}
	if len(pages) != len(s.know.Corpus.Articles())+2 {
		t.Errorf("read %d pages", len(pages))
	}
}

// Every passage has an anchor where Path says.
func TestEveryPassageHasItsAnchor(t *testing.T) {
	s := real(t)
	for p := range s.know.Corpus.Passages() {
		u, err := url.Parse(faq.Path(p.Article.ID, p.ID))
		check(t, err)
		if page := s.page(t, u.EscapedPath()); u.Fragment != "" && !strings.Contains(page, `id="`+u.Fragment+`"`) {
			t.Errorf("%s has no anchor", p.ID)
		}
	}
}

func TestSitemapListsEveryPage(t *testing.T) {
	s := real(t)
	var set struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	check(t, xml.Unmarshal([]byte(s.page(t, "/sitemap.xml")), &set))
	var got []string
	for _, u := range set.URLs {
		got = append(got, u.Loc+" "+u.LastMod)
	}
	want := []string{base + "/faq/ "}
	for _, a := range s.know.Corpus.Articles() {
		want = append(want, base+faq.Path(a.ID, "")+" "+a.Checked.Format("2006-01-02"))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the sitemap lists\n%v, want\n%v", got, want)
	}
}

func TestRobotsNamesTheSitemap(t *testing.T) {
	if text := real(t).page(t, "/robots.txt"); !strings.Contains(text, "\nSitemap: "+base+"/sitemap.xml\n") {
		t.Error(text)
	}
}

// An article leads on to its neighbours, the nearest first, and never to itself.
func TestRelated(t *testing.T) {
	for article, nearest := range map[string]string{
		"guangdong/guangzhou-temporary": "guangdong/guangzhou",
		"country/photo-social":          "country/photo-driving",
		"guangdong/shenzhen-exceptions": "guangdong/shenzhen",
	} {
		_, nav, _ := strings.Cut(real(t).page(t, "/faq/"+article), `<nav class="related"`)
		if first := strings.Index(nav, `href="`); first < 0 || !strings.HasPrefix(nav[first:], `href="/faq/`+nearest+`"`) || strings.Contains(nav, `href="/faq/`+article+`"`) {
			t.Errorf("%s leads on to %s", article, nav)
		}
	}
}

// A search finds words where they stand, and says what the desk says.
func TestSearch(t *testing.T) {
	for query, want := range map[string]string{
		"深圳回执有效期":   "深圳市身份证照片回执有效期：6个月",
		"鄂汇拍":       `href="/faq/province/hubei"`,
		"会计人员":      "深圳还有哪些证件用照片回执？",
		"<b>zz</b>": "没有文章写到",
	} {
		if page := real(t).page(t, "/faq/?q="+url.QueryEscape(query)); !strings.Contains(page, want) {
			t.Errorf("%s: no %s", query, want)
		}
	}
}
