package place

import "fmt"

// Slug returns the cities that a slug stands for in a link: of jiangmen 江门市, of suzhou
// both 苏州市 and 宿州市, of anhui-suzhou the latter. It is nil for an unknown slug. They
// are those of slugs.csv, in lower case.
func (g *Gazetteer) Slug(slug string) []Name { return g.slugs[slug] }

func (g *Gazetteer) addSlugs(slugs []row) error {
	for _, r := range slugs {
		if g.slugs[r["slug"]] != nil {
			return fmt.Errorf("slugs.csv: %s stands there twice", r["slug"])
		}
		for _, n := range r.list("places") {
			if _, ok := g.byName[Name(n)]; !ok {
				return fmt.Errorf("slugs.csv: %s: unknown place %q", r["slug"], n)
			}
			g.slugs[r["slug"]] = append(g.slugs[r["slug"]], Name(n))
		}
	}
	return nil
}
