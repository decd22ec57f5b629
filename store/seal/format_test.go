package seal_test

import (
	"encoding/hex"
	"os"
	"testing"

	"huizhi/store/seal"
)

const version1Master = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

func written(t testing.TB, version string) []byte {
	b, err := os.ReadFile("testdata/" + version)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A key file and the values sealed with it, as the first version wrote them,
// must open in every later one.
func TestVersion1Opens(t *testing.T) {
	p := newPlace(t)
	p.master, _ = seal.ParseMaster(version1Master)
	p.write(written(t, "version1"))
	k := p.open()
	if id := k.Database(); hex.EncodeToString(id[:]) != "e8d5d6d8a66151927f5e083950f5736d" {
		t.Errorf("database %x", id)
	}
	if name := k.Name("address", "telegram", "7"); hex.EncodeToString(name[:]) != "daf03c394adb87c0b742d67d663516ee" {
		t.Errorf("name %x", name)
	}
	if k.Len() != 2 || !k.Has(seal.Subject{1}) {
		t.Errorf("%d subjects", k.Len())
	}
	form, _ := hex.DecodeString("d7ebe2cee37a368d692008d343fbdc7f80b6ff77915e199d3fe54d92e78e1251")
	fact, _ := hex.DecodeString("b7122315a609d4df088eb3668120dae2d3fe1f614feb5d8707e0c33ec467d86e")
	p.opens(k, seal.Subject{2}, "order/17", form, "form")
	p.opens(k, seal.Store, "order/17", fact, "fact")
}

// Version 2 has generations and tombstones: three were added, the first was
// destroyed, a fourth was added.
func TestVersion2Opens(t *testing.T) {
	p := newPlace(t)
	p.master, _ = seal.ParseMaster(version1Master)
	p.write(written(t, "version2"))
	k := p.open()
	if id := k.Database(); hex.EncodeToString(id[:]) != "f80a32ee9708f33e5067be5c4983cf23" {
		t.Errorf("database %x", id)
	}
	if name := k.Name("address", "telegram", "7"); hex.EncodeToString(name[:]) != "68e6470082cdbad5fe532ad100b98010" {
		t.Errorf("name %x", name)
	}
	if k.Generation() != 5 || k.Len() != 3 || !k.Erased(seal.Subject{1}) || !k.Has(seal.Subject{4}) {
		t.Errorf("%d subjects of generation %d", k.Len(), k.Generation())
	}
	gone, _ := hex.DecodeString("2a1ad9f1c94229790937fbe624f2a576dab8f2fc75cd323843cd345237fa54b5")
	form, _ := hex.DecodeString("377c31bb616f641868a4c0eb9f3d2ce6c86fb61d7cc19ada50d46960532d7638")
	fact, _ := hex.DecodeString("614b3be0f8d2e2347fe3c9be44455e77314e510a6e9fb8ec9575df0389cef151")
	p.shut(k, seal.Subject{1}, "order/16", gone, seal.ErrErased)
	p.opens(k, seal.Subject{2}, "order/17", form, "form")
	p.opens(k, seal.Store, "order/17", fact, "fact")
}

// The first Destroy makes version 2 of version 1, and all that was sealed
// opens as before.
func TestVersion1BecomesVersion2(t *testing.T) {
	p := newPlace(t)
	p.master, _ = seal.ParseMaster(version1Master)
	p.write(written(t, "version1"))
	k := p.open()
	fact, name := p.seal(k, seal.Store, "a", "fact"), k.Name("a", "b")
	p.people(k, 1)
	if file := p.read(); k.Generation() != 3 || len(file) != firstSize+3*recordSize || file[15] != 1 {
		t.Errorf("%d bytes of version %d after Add", len(file), file[15])
	}
	if err := k.Destroy(seal.Subject{1}); err != nil {
		t.Fatal(err)
	}
	if file := p.read(); len(file) != headerSize+3*recordSize || file[15] != 2 {
		t.Errorf("%d bytes of version %d after Destroy", len(file), file[15])
	}
	late := p.people(k, 1)[0]
	form, _ := hex.DecodeString("d7ebe2cee37a368d692008d343fbdc7f80b6ff77915e199d3fe54d92e78e1251")
	for _, k := range []*seal.Keys{k, p.open()} {
		if k.Generation() != 5 || !k.Erased(seal.Subject{1}) || !k.Has(late) || k.Name("a", "b") != name {
			t.Errorf("generation %d", k.Generation())
		}
		p.opens(k, seal.Subject{2}, "order/17", form, "form")
		p.opens(k, seal.Store, "a", fact, "fact")
	}
}
