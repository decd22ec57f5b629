package seal

// Seal returns plain so that only Open with the same subject and about gives
// it back. It is 28 bytes longer than plain and differs each time. The error is
// ErrNoKey or ErrClosed.
func (k *Keys) Seal(s Subject, about string, plain []byte) ([]byte, error) {
	aead, err := k.cipher(s)
	if err != nil {
		return nil, err
	}
	return aead.Seal(nil, nil, plain, k.valueLabel(s, about)), nil
}

// Open returns what was given to Seal. The error is ErrNoKey, ErrSealed or
// ErrClosed.
func (k *Keys) Open(s Subject, about string, sealed []byte) ([]byte, error) {
	aead, err := k.cipher(s)
	if err != nil {
		return nil, err
	}
	plain, err := aead.Open(nil, nil, sealed, k.valueLabel(s, about))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

func (k *Keys) valueLabel(s Subject, about string) []byte {
	return frame(k.root.database[:], s[:], []byte(about))
}
