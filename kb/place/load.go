package place

import (
	"embed"
	"encoding/csv"
	"fmt"
	"strings"
)

//go:embed divisions.csv localities.csv slugs.csv
var tables embed.FS

// Load reads the embedded tables. An error means that the tables contradict themselves,
// which the package's tests would have shown.
func Load() (*Gazetteer, error) {
	g := &Gazetteer{byName: map[Name]int{}, slugs: map[string][]Name{}, names: newLexicon()}
	for _, table := range []struct {
		file string
		add  func([]row) error
	}{{"divisions.csv", g.addPlaces}, {"localities.csv", g.addLocalities}, {"slugs.csv", g.addSlugs}} {
		lines, err := rows(table.file)
		if err == nil {
			err = table.add(lines)
		}
		if err != nil {
			return nil, err
		}
	}
	g.names.finish(g)
	return g, nil
}

// row is one line of a table, by column name.
type row map[string]string

// list returns the parts of a cell that holds several values.
func (r row) list(column string) []string {
	if r[column] == "" {
		return nil
	}
	return strings.Split(r[column], "/")
}

func rows(file string) ([]row, error) {
	f, err := tables.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	records, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(records) == 0 {
		return nil, fmt.Errorf("%s: no header", file)
	}
	var out []row
	for _, record := range records[1:] {
		out = append(out, named(records[0], record))
	}
	return out, nil
}

func named(header, record []string) row {
	r := make(row, len(header))
	for i, column := range header {
		r[column] = record[i]
	}
	return r
}

func (g *Gazetteer) addPlaces(divisions []row) error {
	g.add(Place{Code: "000000", Name: Nation, Short: string(Nation), Level: Country})
	for _, r := range divisions {
		p := division(r)
		if _, twice := g.byName[p.Name]; twice {
			return fmt.Errorf("divisions.csv: %s: two places with this name", p.Name)
		}
		g.add(p)
		g.names.addDivision(p, r)
	}
	for _, p := range g.places[1:] {
		if _, ok := g.byName[p.Parent]; !ok {
			return fmt.Errorf("divisions.csv: %s: unknown parent %q", p.Name, p.Parent)
		}
	}
	return nil
}

func (g *Gazetteer) add(p Place) {
	g.byName[p.Name] = len(g.places)
	g.places = append(g.places, p)
}

func (g *Gazetteer) addLocalities(localities []row) error {
	for _, r := range localities {
		for _, n := range r.list("places") {
			if _, ok := g.byName[Name(n)]; !ok {
				return fmt.Errorf("localities.csv: %s: unknown place %q", r["name"], n)
			}
		}
		g.names.addLocality(r)
	}
	return nil
}

func division(r row) Place {
	spelling, _, _ := strings.Cut(r["pinyin"], "/")
	p := Place{
		Code:   r["code"],
		Name:   Name(r["name"]),
		Short:  r["short"],
		Pinyin: strings.ReplaceAll(spelling, " ", ""),
		Level:  level(r["code"]),
		Parent: Name(r["parent"]),
	}
	p.Municipality = p.Level == Province && strings.HasSuffix(r["name"], "市")
	return p
}

// level tells the level from a code: 440000 is a province, 440700 a city, 440705 a county.
func level(code string) Level {
	switch {
	case strings.HasSuffix(code, "0000"):
		return Province
	case strings.HasSuffix(code, "00"):
		return City
	}
	return County
}
