package br

// mod10 is the check digit of a bank slip's three fields and of collection
// slips of kinds 6 and 7: weights 2, 1 from the right, the digits of each
// product added up (Febraban, layout padrão de cobrança and de arrecadação).
func mod10(s string) byte {
	sum, weight := 0, 2
	for i := len(s) - 1; i >= 0; i-- {
		product := int(s[i]-'0') * weight
		sum += product/10 + product%10
		weight = 3 - weight
	}
	return byte('0' + (10-sum%10)%10)
}

// bankDigit is the general check digit of a bank slip: module 11, weights 2 to
// 9 from the right, and 1 where that would give 0, 10 or 11 (Febraban).
func bankDigit(s string) byte {
	digit := 11 - sum11(s, 9)%11
	if digit >= 10 {
		return '1'
	}
	return byte('0' + digit)
}

// collectionMod11 is the check digit of collection slips of kinds 8 and 9:
// module 11, weights 2 to 9; remainders 0 and 1 give 0, remainder 10 gives 1
// (Febraban, layout padrão de arrecadação, version 5 and later).
func collectionMod11(s string) byte {
	rest := sum11(s, 9) % 11
	if rest < 2 {
		return '0'
	}
	return byte('0' + 11 - rest)
}

// collectionDigit picks the module by the third digit of the slip, or nil
// where there is no such kind.
func collectionDigit(kind byte) func(string) byte {
	switch kind {
	case '6', '7':
		return mod10
	case '8', '9':
		return collectionMod11
	}
	return nil
}
