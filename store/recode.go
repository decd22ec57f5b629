package store

import (
	"errors"

	"huizhi/store/kv"
	"huizhi/store/seal"
)

// recoded is a migration that writes what is sealed in each record of a kind anew.
// A record that cannot be opened stays as it is: whoever reads it says so.
func (k kind[T]) recoded(anew func(plain []byte) ([]byte, error)) migration {
	return func(tx kv.Tx, keys *seal.Keys) error {
		var out []put
		for key, value := range from(tx, k.bucket, nil) {
			r, plain, err := k.openPlain(keys, key, value)
			if errors.Is(err, errGone) || errors.Is(err, ErrDamaged) {
				continue
			}
			if err == nil {
				plain, err = anew(plain)
			}
			if err == nil {
				value, err = k.sealPlain(keys, r.subject, key, r.open, plain)
			}
			if err != nil {
				return err
			}
			out = append(out, put{k.bucket, key, value, false})
		}
		for _, p := range out {
			if _, err := p.write(tx); err != nil {
				return err
			}
		}
		return nil
	}
}
