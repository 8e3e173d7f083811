# SPDX-License-Identifier: Apache-2.0
# awk -v this=NAME -v area=AREA -v attempts=N -f compare.awk KNOWN HOST GUEST
#
# Compares two transcripts of a case and prints one line on it, and one on each fact that is not as it should be. KNOWN has
# lines "case: fact: value", the value that lind gives instead, in paragraphs that begin with comments: the reason. '*'
# stands for anything, in a fact's name and in a value; the value (missing) says that lind does not tell the fact. A line
# that begins with '?' is of a difference that comes and goes.
#
# exit status: 1 where something differs that is not known, or a known difference is gone.

# like(TEXT, PATTERN): by '*' alone, without regular expressions.
function like(text, pattern,   parts, n, i, at) {
	n = split(pattern, parts, "*")
	if (n == 1)
		return text == pattern
	if (substr(text, 1, length(parts[1])) != parts[1])
		return 0
	text = substr(text, length(parts[1]) + 1)
	for (i = 2; i < n; i++) {
		at = index(text, parts[i])
		if (!at)
			return 0
		text = substr(text, at + length(parts[i]))
	}
	return length(text) >= length(parts[n]) && substr(text, length(text) - length(parts[n]) + 1) == parts[n]
}

# The known difference that explains this one, or 0.
function explained(fact, value,   i) {
	for (i = 1; i <= nknown; i++)
		if (like(fact, known_fact[i]) && like(value, known_value[i])) {
			used[i] = 1
			return i
		}
	return 0
}

function differs(fact, host, guest) {
	if (explained(fact, guest)) {
		nexplained++
		return
	}
	if (guest == "(missing)" && ++nmissing > 3)
		return
	wrong[++nwrong] = "    " fact "\n        host: " host "\n        lind: " guest
}

FILENAME == ARGV[1] {
	line = $0
	sometimes = sub(/^\? */, "", line)
	at = index(line, ": ")
	if (line ~ /^#/ || !at || substr(line, 1, at - 1) != this)
		next
	line = substr(line, at + 2)
	at = index(line, ": ")
	known_fact[++nknown] = substr(line, 1, at - 1)
	known_value[nknown] = substr(line, at + 2)
	comes_and_goes[nknown] = sometimes
	next
}

{
	at = index($0, ": ")
	name = at ? substr($0, 1, at - 1) : $0
	value = at ? substr($0, at + 2) : ""
}

FILENAME == ARGV[2] { host[name] = value; order[++nhost] = name; next }

{
	guest[name] = value
	if (!(name in host))
		extra[++nextra] = name
}

END {
	nfacts = nhost
	if ("built" in guest) {
		differs("built", "yes", "no")
		nhost = nextra = 0
	}
	for (i = 1; i <= nhost; i++) {
		name = order[i]
		if (!(name in guest))
			differs(name, host[name], "(missing)")
		else if (guest[name] != host[name])
			differs(name, host[name], guest[name])
		else
			nsame++
	}
	for (i = 1; i <= nextra; i++)
		differs(extra[i], "(missing)", guest[extra[i]])
	for (i = 1; i <= nknown; i++)
		if (!used[i] && !comes_and_goes[i])
			wrong[++nwrong] = "    " known_fact[i] ": " known_value[i] "\n        is a known difference that is not there"
	verdict = nwrong ? "WRONG" : nexplained ? "differs as known" : "works"
	printf "%-17s %-17s %-17s %d of %d facts are the same%s\n", verdict, area, this, nsame, nfacts, \
		(attempts > 1 ? ", at attempt " attempts : "")
	for (i = 1; i <= nwrong; i++)
		print wrong[i]
	if (nmissing > 3)
		print "    and " nmissing - 3 " more facts that are missing"
	exit nwrong ? 1 : 0
}
