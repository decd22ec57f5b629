package seal_test

import (
	"encoding/hex"
	"os"
	"testing"

	"huizhi/store/seal"
)

const version1Master = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

func version1(t testing.TB) []byte {
	b, err := os.ReadFile("testdata/version1")
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
	p.write(version1(t))
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
