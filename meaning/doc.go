// Package meaning remembers what texts mean, so that a question finds those that
// mean what it does, and nothing is encoded twice.
//
//	t, err := meaning.Read(file, encoder)  // a table of texts' points
//	err = t.Learn(ctx, t.Missing(texts), told)
//	f := t.Field(groups)                   // groups of texts that mean one thing each
//	near := f.Near("证件不见了")             // how near each group is
//
// The encoder's vectors of 512 numbers are made into points of 128, each of
// eight bits: a quarter of the numbers and a sixteenth of the space, for half a
// point of recall at the first place and nothing among the first eight.
//
//	basis   vector ⇄ point: the 128 directions in which our texts differ most
//	table   text → point, by the hash of the text; the file it is kept in
//	learn   encodes what is missing, on all cores, and says how far it is
//	recent  points of late questions
//	field   groups of points, and how near a question is to each
//
// A table belongs to one version of the encoder's weights: points of different
// versions are not comparable, and a file of another version is refused.
package meaning
