package seal

import (
	"crypto/hmac"
	"crypto/sha256"
)

// Name returns a name that stands for parts and does not show them, for what
// must be found again: the key of a bucket, a photo's file. It is the same as
// long as the key file is, and another for every kind and every list of parts.
// Parts must be in one spelling: trimmed, folded, normalised.
func (k *Keys) Name(kind string, parts ...string) [16]byte {
	mac := hmac.New(sha256.New, k.root.names)
	mac.Write(frame(append([]string{kind}, parts...)...))
	return [16]byte(mac.Sum(nil))
}
